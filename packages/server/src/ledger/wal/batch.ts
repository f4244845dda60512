// What one commit adds to the log, as bytes: the body of one write-ahead log frame. Little-endian:
// first index u64, count u32, then for each entry: u32 length and UTF-8 of the leaf, the same of the
// record, u8 length and Latin-1 of the item's digest (empty: the draft had no delivery id).
import { ActaError } from '../../lib/errors.ts';

export interface StoredEntry {
  leaf: string;
  record: string;
  /** Base64url SHA-256 of the item as received; empty where it can't have a duplicate. */
  digest: string;
}

export interface StoredBatch<Entry extends StoredEntry = StoredEntry> {
  /** Log index of the first entry. */
  first: number;
  entries: readonly Entry[];
}

/** An entry read back: the leaf also as the very bytes that were stored. */
export interface ReadEntry extends StoredEntry {
  leaf_bytes: Uint8Array;
}

const HEADER_BYTES = 12;
const INITIAL_BYTES = 65_536;

/** A reusable encoder; the result is valid until the next call. */
export function createBatchEncoder(): (batch: StoredBatch) => Uint8Array {
  let scratch = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  let at = 0;
  const reserve = (bytes: number): void => {
    if (at + bytes <= scratch.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(scratch.length * 2, at + bytes));
    scratch.copy(larger, 0, 0, at);
    scratch = larger;
  };
  const text = (value: string): void => {
    reserve(4 + value.length * 3);
    const length = scratch.write(value, at + 4, 'utf8');
    scratch.writeUInt32LE(length, at);
    at += 4 + length;
  };
  return ({ first, entries }) => {
    scratch.writeBigUInt64LE(BigInt(first), 0);
    scratch.writeUInt32LE(entries.length, 8);
    at = HEADER_BYTES;
    for (const { leaf, record, digest } of entries) {
      text(leaf);
      text(record);
      reserve(1 + digest.length);
      scratch[at] = digest.length;
      at += 1 + scratch.write(digest, at + 1, 'latin1');
    }
    return scratch.subarray(0, at);
  };
}

/** What a batch read back is held against: its place, and the leaves as they were stored. */
export interface StoredLeaves {
  first: number;
  /** Views on the bytes given. */
  leaves: Uint8Array[];
}

/** The leaves of a batch alone. @throws ActaError `wal_malformed` */
export function decodeLeaves(bytes: Uint8Array): StoredLeaves {
  const leaves: Uint8Array[] = [];
  const first = walk(bytes, (leaf) => leaves.push(leaf));
  return { first, leaves };
}

/** @throws ActaError `wal_malformed` where lengths don't add up */
export function decodeBatch(bytes: Uint8Array): StoredBatch<ReadEntry> {
  const entries: ReadEntry[] = [];
  const first = walk(bytes, (leaf_bytes, record_bytes, digest_bytes) => {
    const leaf = leaf_bytes.toString('utf8');
    const record = record_bytes.toString('utf8');
    entries.push({ leaf_bytes, leaf, record, digest: digest_bytes.toString('latin1') });
  });
  return { first, entries };
}

/** Calls with the parts of each entry; gives the first index. */
function walk(
  bytes: Uint8Array,
  entry: (leaf: Buffer, record: Buffer, digest: Buffer) => void,
): number {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (body.length < HEADER_BYTES) throw malformed('shorter than its header');
  const first = Number(body.readBigUInt64LE(0));
  if (!Number.isSafeInteger(first)) throw malformed('its first index is beyond 2^53-1');
  let at = HEADER_BYTES;
  const take = (length_bytes: 1 | 4): Buffer => {
    const start = at + length_bytes;
    if (start > body.length) throw malformed(`ends inside an entry at byte ${at}`);
    const end = start + (length_bytes === 1 ? body[at]! : body.readUInt32LE(at));
    if (end > body.length) throw malformed(`ends inside an entry at byte ${at}`);
    at = end;
    return body.subarray(start, end);
  };
  for (let left = body.readUInt32LE(8); left > 0; left -= 1) entry(take(4), take(4), take(1));
  if (at !== body.length) throw malformed(`${body.length - at} bytes are left over`);
  return first;
}

function malformed(how: string): ActaError {
  return new ActaError({
    code: 'wal_malformed',
    status: 500,
    fault: 'bug',
    detail: `A batch of the write-ahead log is malformed: ${how}.`,
    next: 'Keep the data directory as it is and report this.',
  });
}
