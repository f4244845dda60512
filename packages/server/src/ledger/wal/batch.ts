// What one commit adds to the log, as bytes: the body of one write-ahead log frame. Little-endian:
// first index u64, count u32, then for each entry: u32 length and UTF-8 of the leaf, the same of
// the record, u8 length and Latin-1 of the item's digest (empty: the draft had no delivery id).
import type { DraftAhead } from '../../lib/ahead.ts';
import { ActaError } from '../../lib/errors.ts';
import { Block } from './block.ts';

export interface StoredEntry {
  leaf: string;
  record: string;
  /** Base64url SHA-256 of the item as received; empty where it can't have a duplicate. */
  digest: string;
}

export const HEADER_BYTES = 12;
const LENGTH_BYTES = 4;
const INITIAL_BYTES = 65_536;

/**
 * The body of a frame while it is filled. Entries are bytes from the moment they are sealed: what
 * waits for its commit is outside of the collected heap.
 */
export class BatchBody {
  /** Log index of the first entry. */
  readonly first: number;
  #memory: Buffer;
  #at = HEADER_BYTES;
  #count = 0;

  /** @param memory of a batch that is done with, to be written into again */
  constructor(first: number, memory: Buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES)) {
    this.first = first;
    this.#memory = memory;
  }

  get count(): number {
    return this.#count;
  }

  /** All memory that the batch holds. */
  get memory(): Buffer {
    return this.#memory;
  }

  add({ leaf, record, digest }: StoredEntry): void {
    this.#text(leaf);
    this.#text(record);
    this.#reserve(1 + digest.length);
    this.#memory[this.#at] = digest.length;
    this.#at += 1 + this.#memory.write(digest, this.#at + 1, 'latin1');
    this.#count += 1;
  }

  /** Adds an entry that was made ahead; gives its leaf, with the byte before it. */
  addAhead(draft: DraftAhead): Uint8Array {
    this.#reserve(draft.stored_bytes);
    const leaf = this.#at + LENGTH_BYTES;
    this.#at += draft.copyInto(this.#memory, this.#at);
    this.#count += 1;
    return this.#memory.subarray(leaf - 1, leaf + this.#memory.readUInt32LE(leaf - LENGTH_BYTES));
  }

  /** Bytes so far. */
  get length(): number {
    return this.#at;
  }

  /** Valid until something is added. */
  bytes(): Uint8Array {
    this.#memory.writeBigUInt64LE(BigInt(this.first), 0);
    this.#memory.writeUInt32LE(this.#count, 8);
    return this.#memory.subarray(0, this.#at);
  }

  #text(value: string): void {
    this.#reserve(4 + value.length * 3);
    const length = this.#memory.write(value, this.#at + 4, 'utf8');
    this.#memory.writeUInt32LE(length, this.#at);
    this.#at += 4 + length;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#memory.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#memory.length * 2, this.#at + bytes));
    this.#memory.copy(larger, 0, 0, this.#at);
    this.#memory = larger;
  }
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
