// Randomness is handed in; the default draws from the kernel through a pool, since one call of
// randomFillSync for 64 KiB costs little more than one for 16 bytes.
import { randomFillSync } from 'node:crypto';

/** `length` fresh random bytes, the caller's own. */
export type Random = (length: number) => Uint8Array;

const POOL_BYTES = 65_536;

/** Cryptographically strong randomness, pooled. Each byte is handed out once. */
export function createRandom(): Random {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (length) => {
    if (length > POOL_BYTES) return randomFillSync(new Uint8Array(length));
    if (used + length > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const bytes = pool.slice(used, used + length);
    pool.fill(0, used, used + length);
    used += length;
    return bytes;
  };
}
