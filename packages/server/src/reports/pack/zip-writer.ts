// A zip written as a stream (PKWARE APPNOTE 4.3: local headers with data descriptors, UTF-8 names),
// with the SHA-256 of every file in it. Compression runs in zlib's threads, not in the server's.
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { ActaError } from '../../lib/errors.ts';
import type { Sink } from '../sealed-file.ts';

export interface ZipFile {
  sha256: string;
  bytes: number;
}

export type Pieces = AsyncIterable<string | Uint8Array> | string | Uint8Array;

export interface ZipWriter {
  /** Adds a file from its pieces. A name is used once. */
  add(name: string, pieces: Pieces): Promise<void>;
  /** Name, digest and size of what was added so far, in order. */
  files(): Record<string, ZipFile>;
  /** Ends the archive; the sink is left to the caller. */
  close(): Promise<void>;
}

interface Entry extends ZipFile {
  name: Buffer;
  crc: number;
  packed: number;
  offset: number;
}

/** Without zip64, offsets end at 4 GiB; some readers stop there as well. */
const MAX_ZIP_BYTES = 0xff_ff_00_00;
const LEVEL = 6;
const VERSION = 20;
/** Sizes follow the data (bit 3); names are UTF-8 (bit 11). */
const FLAGS = 0x08_08;
const DEFLATED = 8;

/** A new archive. `modified` goes into every entry. */
export function createZip(sink: Pick<Sink, 'write'>, modified: Date): ZipWriter {
  const entries = new Map<string, Entry>();
  const stamp = dosTime(modified);
  let written = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    written += bytes.length;
    if (written > MAX_ZIP_BYTES) throw tooLarge();
    await sink.write(bytes);
  };
  return {
    files: () =>
      Object.fromEntries(
        [...entries].map(([name, { sha256, bytes }]) => [name, { sha256, bytes }]),
      ),
    async add(name, pieces) {
      const offset = written;
      const encoded = Buffer.from(name, 'utf8');
      await write(localHeader(encoded, stamp));
      const start = written;
      const summed = await deflated(pieces, write);
      const entry = { ...summed, name: encoded, packed: written - start, offset };
      await write(descriptor(entry));
      entries.set(name, entry);
    },
    async close() {
      const start = written;
      for (const entry of entries.values()) await write(centralHeader(entry, stamp));
      await write(endRecord(entries.size, written - start, start));
    },
  };
}

/** Compresses the pieces into `write`; what they were goes back. */
async function deflated(
  pieces: Pieces,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<ZipFile & { crc: number }> {
  const hash = createHash('sha256');
  const sum = { bytes: 0, crc: 0 };
  const whole = typeof pieces === 'string' || pieces instanceof Uint8Array;
  await pipeline(
    async function* () {
      for await (const piece of whole ? [pieces] : pieces) {
        const chunk = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
        hash.update(chunk);
        sum.crc = crc32(chunk, sum.crc);
        sum.bytes += chunk.length;
        yield chunk;
      }
    },
    createDeflateRaw({ level: LEVEL }),
    async (packed: AsyncIterable<Buffer>) => {
      for await (const chunk of packed) await write(chunk);
    },
  );
  return { ...sum, sha256: hash.digest('hex') };
}

function localHeader(name: Buffer, stamp: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt32LE(stamp, 10);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptor({ crc, packed, bytes }: Entry): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(crc, 4);
  record.writeUInt32LE(packed, 8);
  record.writeUInt32LE(bytes, 12);
  return record;
}

function centralHeader({ name, crc, packed, bytes, offset }: Entry, stamp: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DEFLATED, 10);
  header.writeUInt32LE(stamp, 12);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(bytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

function endRecord(count: number, size: number, start: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(start, 16);
  return record;
}

/** Time and date as MS-DOS kept them, to two seconds, UTC: time in the low half. */
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const year = Math.max(1980, at.getUTCFullYear()) - 1980;
  const date = (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return ((date << 16) | time) >>> 0;
}

function tooLarge(): ActaError {
  return new ActaError({
    code: 'pack_too_large',
    status: 413,
    fault: 'caller',
    detail: 'The evidence pack would be larger than 4 GiB.',
    next: 'Narrow the query or the time range, and make several packs.',
  });
}
