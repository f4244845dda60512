// What one commit adds to the log, as bytes: the body of one write-ahead log frame. Little-endian:
// first index u64, count u32, then for each entry: u32 length and UTF-8 of the leaf, the same of
// the record, u8 length and Latin-1 of the item's digest (empty: the draft had no delivery id).
import { ActaError } from '../../lib/errors.ts';
import { Block } from './block.ts';

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

/**
 * @param bytes stay in use by the block
 * @throws ActaError `wal_malformed` where lengths don't add up
 */
export function decodeBatch(bytes: Uint8Array): Block {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (body.length < HEADER_BYTES) throw malformed('shorter than its header');
  const first = Number(body.readBigUInt64LE(0));
  if (!Number.isSafeInteger(first)) throw malformed('its first index is beyond 2^53-1');
  const offsets: number[] = [];
  let at = HEADER_BYTES;
  const skip = (length_bytes: 1 | 4): void => {
    const start = at + length_bytes;
    if (start > body.length) throw malformed(`ends inside an entry at byte ${at}`);
    const end = start + (length_bytes === 1 ? body[at]! : body.readUInt32LE(at));
    if (end > body.length) throw malformed(`ends inside an entry at byte ${at}`);
    at = end;
    if (length_bytes === 4) offsets.push(start);
    offsets.push(end);
  };
  for (let left = body.readUInt32LE(8); left > 0; left -= 1) {
    skip(4);
    skip(4);
    skip(1);
  }
  if (at !== body.length) throw malformed(`${body.length - at} bytes are left over`);
  return new Block(first, body, offsets);
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
