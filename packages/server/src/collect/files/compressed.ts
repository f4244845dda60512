// Files that were rotated and compressed: read once, from where their content was left before.
import type { FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { digestOf, headOf, movedTo, tailSpan, unread, type FileCursor } from './cursor.ts';
import { takeBytes, type ReadContext } from './read.ts';

const magic = Buffer.from([0x1f, 0x8b]);

/** Whether a file is gzip by its first bytes. */
export const isCompressed = (bytes: Buffer): boolean => bytes.subarray(0, 2).equals(magic);

/** The content in pieces. Throws where the file is cut short or damaged. */
async function* contentOf(handle: FileHandle): AsyncGenerator<Buffer> {
  const stream = handle.createReadStream({ start: 0, autoClose: false });
  const inflated = stream.pipe(createGunzip());
  stream.on('error', (error) => inflated.destroy(error));
  for await (const chunk of inflated) yield chunk as Buffer;
}

/**
 * The cursor to go on from: that of the content under its old name, or of a new one at its
 * beginning; null for an empty file.
 */
export async function compressedCursor(
  handle: FileHandle,
  inode: string,
  path: string,
  known: readonly FileCursor[],
): Promise<FileCursor | null> {
  let start = Buffer.alloc(0);
  let candidates: FileCursor[] | undefined;
  let found: FileCursor | undefined;
  let head: { head: string; head_bytes: number } | null = null;
  let at = 0;
  let recent = Buffer.alloc(0);
  for await (const chunk of contentOf(handle)) {
    if (head === null) {
      start = Buffer.concat([start, chunk]);
      head = headOf(start);
    }
    recent = Buffer.concat([recent, chunk]);
    at += chunk.length;
    if (head === null) continue;
    const { head: digest } = head;
    candidates ??= known.filter((cursor) => cursor.head === digest);
    for (const cursor of candidates) {
      const { from, length } = tailSpan(cursor.offset);
      const first = at - recent.length;
      if (cursor.offset > at || from < first) continue;
      const tail = recent.subarray(from - first, from - first + length);
      if (digestOf(tail) === cursor.tail && cursor.offset > (found?.offset ?? -1)) found = cursor;
    }
    recent = recent.subarray(Math.max(0, recent.length - tailSpan(at).length));
  }
  if (found !== undefined) return { ...found, inode, path, done: false, packed: true };
  head ??= start.length === 0 ? null : { head: digestOf(start), head_bytes: start.length };
  if (head === null) return null;
  return { ...unread({ id: `${inode}:gz`, inode, path, turn: 0 }, head), packed: true };
}

/** The work with a compressed file; null where that is not whole yet, or damaged. */
export async function wholly<T>(
  context: { unreadable: (path: string, why: string) => void },
  path: string,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (!code.startsWith('Z_')) throw error;
    context.unreadable(path, `${path} is cut short or damaged (${code}).`);
    return null;
  }
}

/** Reads to the end; the cursor is `done` then. */
export async function readCompressed(
  context: ReadContext,
  handle: FileHandle,
  from: FileCursor,
  stopped: () => boolean,
): Promise<FileCursor> {
  let cursor = from;
  let held = Buffer.alloc(0);
  let passed = 0;
  for await (const chunk of contentOf(handle)) {
    const skip = Math.min(chunk.length, Math.max(0, from.offset - passed));
    passed += chunk.length;
    held = Buffer.concat([held, chunk.subarray(skip)]);
    if (held.length < pieceMin) continue;
    const taken = await take(context, cursor, held, false);
    if (stopped() || taken === 'refused') return cursor;
    if (taken !== null) ({ cursor, held } = taken);
  }
  while (held.length > 0) {
    const taken = await take(context, cursor, held, true);
    if (stopped() || taken === 'refused' || taken === null) return cursor;
    ({ cursor, held } = taken);
  }
  const done = { ...cursor, done: true };
  await context.save(done);
  return done;
}

const pieceMin = 1_048_576;

async function take(
  context: ReadContext,
  cursor: FileCursor,
  held: Buffer<ArrayBuffer>,
  final: boolean,
): Promise<{ cursor: FileCursor; held: Buffer<ArrayBuffer> } | 'refused' | null> {
  const taken = await takeBytes(context, cursor, held, { settled: final, final });
  if (taken === null || taken === 'refused') return taken;
  const count = taken.offset - cursor.offset;
  const last = held.subarray(Math.max(0, count - tailSpan(taken.offset).length), count);
  const moved = movedTo(cursor, taken.offset, last, taken.cutting);
  await context.save(moved);
  return { cursor: moved, held: held.subarray(count) };
}
