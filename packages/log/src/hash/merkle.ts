// RFC 6962 §2.1 hashing: a leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖ left ‖ right).
// Lists of hashes are one array of 32 bytes each, so that a batch costs one allocation.
import { sha256, sha256Into } from '#sha256';
import { LogError } from '../error.ts';

/** Bytes of a hash. */
export const HASH_BYTES = 32;

/** Root of the tree without entries: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

const node = new Uint8Array(65);
node[0] = 1;

/** Hash of an entry. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(entry.length + 1);
  input.set(entry, 1);
  return sha256(input);
}

/** Hashes of many entries, one after the other: the fast way to hash a batch. */
export function leafHashes(entries: readonly Uint8Array[]): Uint8Array {
  const longest = entries.reduce((most, entry) => Math.max(most, entry.length), 0);
  const input = new Uint8Array(longest + 1);
  const out = new Uint8Array(entries.length * HASH_BYTES);
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    input.set(entry, 1);
    sha256Into(input.subarray(0, entry.length + 1), out, i * HASH_BYTES);
  }
  return out;
}

/** Hash of an inner node over two hashes of 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  checkHash(left, 'left child');
  checkHash(right, 'right child');
  node.set(left, 1);
  node.set(right, 33);
  return sha256(node);
}

/** Replaces the hash at `into` of `out` by that of the node over `out` at `left` and `right`. */
export function nodeHashAt(out: Uint8Array, left: number, right: number, into: number): void {
  for (let i = 0; i < HASH_BYTES; i++) {
    node[1 + i] = out[left + i]!;
    node[33 + i] = out[right + i]!;
  }
  sha256Into(node, out, into);
}

/** Root of a perfect tree over 2^k hashes (one array). */
export function perfectRoot(hashes: Uint8Array): Uint8Array {
  const level = new Uint8Array(hashes); // a Buffer's slice would be a view
  let count = level.length / HASH_BYTES;
  if (!Number.isInteger(Math.log2(count))) {
    throw new LogError('hash_malformed', `${level.length} bytes are not 2^k hashes`);
  }
  for (; count > 1; count /= 2) {
    for (let i = 0; i < count / 2; i++) nodeHashAt(level, i * 64, i * 64 + 32, i * 32);
  }
  return level.slice(0, HASH_BYTES);
}

/** The hash at place `i` of an array of hashes (a view, not a copy). */
export function hashAt(hashes: Uint8Array, i: number): Uint8Array {
  return hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
}

/** Throws `hash_malformed` unless `bytes` are 32. */
export function checkHash(bytes: Uint8Array, what = 'hash'): Uint8Array {
  if (bytes.length !== HASH_BYTES) {
    throw new LogError('hash_malformed', `${what} has ${bytes.length} bytes, not 32`);
  }
  return bytes;
}
