// A run: an immutable file of ids, sorted by key. Header (32 bytes): magic, u32 count, u32 CRC-32C
// of what follows the blocks; then blocks of 64 records with a CRC-32C each; then the Bloom filter
// and one fence (the first key of a block) a block. Filter and fences are all that stays in memory.
import { crc32c } from '../../lib/crc32c.ts';
import { view } from '../../lib/bytes.ts';
import { synced } from '../../lib/durable.ts';
import { ActaError } from '../../lib/errors.ts';
import type { FileSystem, OpenFile } from '../../lib/file-system.ts';
import { addToBloom, bloomBytes, hashOfKey, mayHold } from './bloom.ts';
import type { Bloom, KeyHash } from './bloom.ts';
import { KEY_BYTES, readRecord, RECORD_BYTES } from './record.ts';
import type { KnownId } from './record.ts';

const MAGIC = 'ACTAIDS1';
const HEADER_BYTES = 32;
const BLOCK_RECORDS = 64;
const BLOCK_BYTES = BLOCK_RECORDS * RECORD_BYTES;
const BLOCK_STRIDE = BLOCK_BYTES + 4;
const BLOCKS_PER_WRITE = 64;

export interface Run {
  readonly path: string;
  readonly count: number;
  mayHold(hash: KeyHash): boolean;
  find(key: Buffer): Promise<KnownId | null>;
  /** All records in order of their keys, some blocks at a time: whole records, back to back. */
  records(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/**
 * Writes a run from records in order of their keys, and makes it durable (not its name: the caller
 * fsyncs the folder).
 *
 * @param count exactly the records that will come
 */
export async function writeRun(
  fs: FileSystem,
  path: string,
  count: number,
  records: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> {
  const beside = `${path}.tmp`;
  await fs.unlink(beside);
  const file = await fs.open(beside, 'w');
  try {
    const filter: Bloom = { bits: new Uint8Array(bloomBytes(count)) };
    const blocks = Math.ceil(count / BLOCK_RECORDS);
    const fences = Buffer.alloc(blocks * KEY_BYTES);
    await writeBlocks(file, records, filter, fences);
    const tail = Buffer.concat([filter.bits, fences]);
    await file.write(tail, HEADER_BYTES + blocks * BLOCK_STRIDE);
    const header = Buffer.alloc(HEADER_BYTES);
    header.write(MAGIC, 0, 'latin1');
    header.writeUInt32LE(count, 8);
    header.writeUInt32LE(crc32c(tail), 12);
    await file.write(header, 0);
    await synced(beside, file.sync());
  } finally {
    await file.close();
  }
  await fs.rename(beside, path);
}

async function writeBlocks(
  file: OpenFile,
  records: AsyncIterable<Buffer> | Iterable<Buffer>,
  filter: Bloom,
  fences: Buffer,
): Promise<void> {
  const chunk = Buffer.alloc(BLOCKS_PER_WRITE * BLOCK_STRIDE);
  let used = 0;
  let in_block = 0;
  let block = 0;
  let position = HEADER_BYTES;
  const endBlock = (): void => {
    const start = used - in_block * RECORD_BYTES;
    chunk.fill(0, used, start + BLOCK_BYTES);
    chunk.writeUInt32LE(crc32c(chunk.subarray(start, start + BLOCK_BYTES)), start + BLOCK_BYTES);
    used = start + BLOCK_STRIDE;
    in_block = 0;
    block += 1;
  };
  const flush = async (): Promise<void> => {
    await file.write(chunk.subarray(0, used), position);
    position += used;
    used = 0;
  };
  for await (const part of records) {
    for (let at = 0; at < part.length; at += RECORD_BYTES) {
      if (in_block === 0) part.copy(fences, block * KEY_BYTES, at, at + KEY_BYTES);
      addToBloom(filter, hashOfKey(part, at));
      used += part.copy(chunk, used, at, at + RECORD_BYTES);
      in_block += 1;
      if (in_block === BLOCK_RECORDS) endBlock();
      if (used === chunk.length) await flush();
    }
  }
  if (in_block > 0) endBlock();
  if (used > 0) await flush();
}

/** @throws ActaError `ids_damaged` */
export async function openRun(fs: FileSystem, path: string): Promise<Run> {
  const file = await fs.open(path, 'r');
  const header = Buffer.alloc(HEADER_BYTES);
  await file.read(header, 0);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw damaged(path, 'header', 0);
  const count = header.readUInt32LE(8);
  const blocks = Math.ceil(count / BLOCK_RECORDS);
  const tail = Buffer.alloc(bloomBytes(count) + blocks * KEY_BYTES);
  const tail_at = HEADER_BYTES + blocks * BLOCK_STRIDE;
  const got = await file.read(tail, tail_at);
  if (got !== tail.length || crc32c(tail) !== header.readUInt32LE(12)) {
    throw damaged(path, 'filter', tail_at);
  }
  const filter: Bloom = { bits: tail.subarray(0, bloomBytes(count)) };
  const fences = tail.subarray(bloomBytes(count));

  async function readBlocks(first: number, number: number): Promise<Buffer[]> {
    const bytes = Buffer.alloc(number * BLOCK_STRIDE);
    const at = HEADER_BYTES + first * BLOCK_STRIDE;
    await file.read(bytes, at);
    return Array.from({ length: number }, (_, i) => {
      const start = i * BLOCK_STRIDE;
      const body = bytes.subarray(start, start + BLOCK_BYTES);
      if (crc32c(body) !== bytes.readUInt32LE(start + BLOCK_BYTES)) {
        throw damaged(path, `block ${first + i}`, at + start);
      }
      return body.subarray(0, recordsIn(first + i, count) * RECORD_BYTES);
    });
  }

  return {
    path,
    count,
    mayHold: (hash) => count > 0 && mayHold(filter, hash),
    async find(key) {
      const block = fenceOf(fences, blocks, key);
      if (block < 0) return null;
      const [body] = await readBlocks(block, 1);
      return findIn(body!, key);
    },
    async *records() {
      for (let first = 0; first < blocks; first += BLOCKS_PER_WRITE) {
        const parts = await readBlocks(first, Math.min(BLOCKS_PER_WRITE, blocks - first));
        yield Buffer.concat(parts);
      }
    },
    close: () => file.close(),
  };
}

function recordsIn(block: number, count: number): number {
  return Math.min(BLOCK_RECORDS, count - block * BLOCK_RECORDS);
}

/** The last block whose first key is not above the key; -1 where there is none. */
function fenceOf(fences: Buffer, blocks: number, key: Buffer): number {
  let low = 0;
  let high = blocks;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * KEY_BYTES;
    if (key.compare(fences, at, at + KEY_BYTES) < 0) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

function findIn(body: Buffer, key: Buffer): KnownId | null {
  let newest: KnownId | null = null;
  for (let at = 0; at < body.length; at += RECORD_BYTES) {
    if (key.compare(body, at, at + KEY_BYTES) !== 0) continue;
    const found = readRecord(view(body), at);
    if (newest === null || found.index > newest.index) newest = found;
  }
  return newest;
}

function damaged(path: string, what: string, at: number): ActaError {
  return new ActaError({
    code: 'ids_damaged',
    status: 500,
    fault: 'operator',
    detail: `The ids of duplicates are damaged: ${path}, ${what} at byte ${at}.`,
    next: 'Restore the file from a backup, or delete it: older duplicates are then recorded again.',
  });
}
