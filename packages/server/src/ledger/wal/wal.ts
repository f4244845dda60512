// The write-ahead log: `wal/<first index>.wal`, each a magic and then frames, one a commit. A frame
// is durable when `append` resolves; only the last frame of the last segment can ever be torn.
import { basename, join } from 'node:path';
import { equal, utf8 } from '../../lib/bytes.ts';
import type { Cipher } from '../../lib/cipher.ts';
import { SyncError, synced } from '../../lib/durable.ts';
import type { FileSystem, OpenFile } from '../../lib/file-system.ts';
import { decodeBatch } from './batch.ts';
import type { BatchBody } from './batch.ts';
import type { Block } from './block.ts';
import { mismatch } from '../errors.ts';
import { encodeFrame, FRAME_HEADER_BYTES, frameLength, openPayload, scanFrame } from './frame.ts';

const MAGIC = utf8('ACTAWAL1');
/** Bytes of a segment without frames. */
export const SEGMENT_HEADER_BYTES = MAGIC.length;
const SUFFIX = '.wal';
const KEPT_SCRATCH_BYTES = 4_194_304;

export interface Segment {
  readonly path: string;
  /** Log index of its first entry. */
  readonly first: number;
  /** Log index after its last entry. */
  end: number;
  /** Bytes of its good frames, magic included. */
  bytes: number;
}

export interface WalContext {
  fs: FileSystem;
  dir: string;
  cipher: Cipher;
  origin: string;
  /** A segment is closed at this many entries or bytes, whichever comes first. */
  segment_entries: number;
  segment_bytes: number;
}

export function segmentName(first: number): string {
  return String(first).padStart(16, '0') + SUFFIX;
}

export function placeOf(context: Pick<WalContext, 'origin'>, path: string): string {
  return `${context.origin} wal/${basename(path)}`;
}

/** Names of the segments with their first index, oldest first. */
export async function listSegments(
  context: Pick<WalContext, 'fs' | 'dir'>,
): Promise<{ path: string; first: number }[]> {
  const names = (await context.fs.readdir(context.dir)).filter((name) => name.endsWith(SUFFIX));
  return names.map((name) => ({
    path: join(context.dir, name),
    first: Number(name.slice(0, -SUFFIX.length)),
  }));
}

export interface SegmentFault {
  path: string;
  /** Byte offset of the frame that can't be read. */
  at: number;
  /** Bytes from there to the end of the file. */
  bytes: number;
  what: string;
  expected: string;
  found: string;
}

/** Reads the segment's frames in order; ends with the fault that it met, if any. */
export async function* readSegment(
  context: WalContext,
  path: string,
): AsyncGenerator<{ block: Block; end: number } | { broken: SegmentFault }> {
  const bytes = (await context.fs.readFile(path)) ?? new Uint8Array(0);
  const broken = (at: number, what: string, expected: string, found: string) => ({
    broken: { path, at, bytes: bytes.length - at, what, expected, found },
  });
  if (!equal(bytes.subarray(0, MAGIC.length), MAGIC)) {
    yield broken(0, 'the segment has no header', 'ACTAWAL1', `${bytes.length} other bytes`);
    return;
  }
  let at = MAGIC.length;
  for (;;) {
    const frame = scanFrame(bytes, at);
    if (frame === null) return;
    if ('fault' in frame) {
      yield broken(at, frame.fault, frame.expected, frame.found);
      return;
    }
    let block: Block;
    try {
      block = decodeBatch(await openPayload(frame.payload, context.cipher, placeOf(context, path)));
    } catch (error) {
      yield broken(at, 'a frame does not open', 'a frame of this log and file', String(error));
      return;
    }
    yield { block, end: frame.end };
    at = frame.end;
  }
}

export class Wal {
  readonly #context: WalContext;
  readonly #segments: Segment[];
  /** Index of the first segment where there is none. */
  readonly #start: number;
  /** The last segment's file, once it is written to. */
  #file: OpenFile | null = null;
  readonly #frame = new Scratch();
  readonly #back = new Scratch();

  /**
   * @param segments what recovery found, oldest first, a torn tail already cut; may be empty
   * @param next log index of the next entry
   */
  constructor(context: WalContext, segments: readonly Segment[], next: number) {
    this.#context = context;
    this.#segments = [...segments];
    this.#start = next;
  }

  /** Segments, oldest first; the last one is written to. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /**
   * Writes the batch and makes it durable; gives it as read back from the file.
   *
   * @throws SyncError; a system error with nothing kept; `decrypt_failed` or
   *   `second_path_mismatch` where what was read back is not what was written
   */
  async append(batch: BatchBody): Promise<Block> {
    const { segment, file } = await this.#current();
    const place = placeOf(this.#context, segment.path);
    const body = batch.bytes();
    const frame = encodeFrame(body, this.#context.cipher, place, this.#frame.of(body));
    try {
      await file.write(frame, segment.bytes);
    } catch (error) {
      await cutBack(file, segment);
      throw error;
    }
    await synced(segment.path, file.datasync());
    const back = this.#back.of(body).subarray(0, frame.length);
    const length = await file.readBack(back, segment.bytes);
    if (length !== frame.length) throw mismatch('less came back than was written');
    segment.bytes += frame.length;
    segment.end += batch.count;
    const payload = back.subarray(FRAME_HEADER_BYTES);
    const stored = await openPayload(payload, this.#context.cipher, place);
    if (!equal(stored, body)) throw mismatch('the batch read back differs from what was written');
    return decodeBatch(compact(stored));
  }

  /** Deletes the segments that end at or before the index; the last one stays. */
  async dropBelow(index: number): Promise<void> {
    while (this.#segments.length > 1 && this.#segments[0]!.end <= index) {
      await this.#context.fs.unlink(this.#segments[0]!.path);
      this.#segments.shift();
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  async #current(): Promise<{ segment: Segment; file: OpenFile }> {
    const { fs, segment_entries, segment_bytes } = this.#context;
    const segment = this.#segments.at(-1);
    if (!segment) return this.#startSegment(this.#start);
    const entries = segment.end - segment.first;
    if (entries >= segment_entries || segment.bytes >= segment_bytes) {
      return this.#startSegment(segment.end);
    }
    this.#file ??= await fs.open(segment.path, 'r+');
    return { segment, file: this.#file };
  }

  async #startSegment(first: number): Promise<{ segment: Segment; file: OpenFile }> {
    const { fs, dir } = this.#context;
    const path = join(dir, segmentName(first));
    await this.close();
    await fs.unlink(path);
    const file = await fs.open(path, 'wx+');
    try {
      await file.write(MAGIC, 0);
      await synced(path, file.sync());
      await synced(dir, fs.syncDirectory(dir));
    } catch (error) {
      await file.close();
      throw error;
    }
    const segment = { path, first, end: first, bytes: MAGIC.length };
    this.#file = file;
    this.#segments.push(segment);
    return { segment, file };
  }
}

/** A write that failed may have left a part of a frame: what follows must not come after it. */
async function cutBack(file: OpenFile, segment: Segment): Promise<void> {
  try {
    await file.truncate(segment.bytes);
    await file.datasync();
  } catch (error) {
    throw new SyncError(segment.path, error);
  }
}

/** Memory for a frame, used by one after the other: fresh memory is dear, and costs collections. */
class Scratch {
  #memory = Buffer.alloc(0);

  of(body: Uint8Array): Buffer {
    const bytes = frameLength(body.length);
    if (bytes > KEPT_SCRATCH_BYTES) return Buffer.allocUnsafeSlow(bytes);
    if (bytes > this.#memory.length) {
      this.#memory = Buffer.allocUnsafeSlow(Math.max(bytes, 2 * this.#memory.length));
    }
    return this.#memory;
  }
}

/** Small batches come out of a larger piece of memory, which they would keep from being freed. */
function compact(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > 2 * bytes.length ? Uint8Array.from(bytes) : bytes;
}
