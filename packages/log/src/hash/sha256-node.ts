// SHA-256 by node:crypto. Asking for a string and copying it is three times faster than asking for
// a Buffer: the allocation costs more than the hash.
import { Buffer } from 'node:buffer';
import { createHash, hash } from 'node:crypto';
import type { Sha256 } from './streaming.ts';

const write = Buffer.prototype.latin1Write;

/** SHA-256 of `bytes`: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(32);
  sha256Into(bytes, out, 0);
  return out;
}

/** Writes SHA-256 of `bytes` into `out` at `offset`. */
export function sha256Into(bytes: Uint8Array, out: Uint8Array, offset: number): void {
  write.call(out, hash('sha256', bytes, 'latin1'), offset, 32);
}

/** SHA-256 of bytes that come in pieces. */
export function createSha256(): Sha256 {
  const state = createHash('sha256');
  return {
    update: (bytes) => void state.update(bytes),
    digest: () => new Uint8Array(state.digest()),
  };
}
