// A Bloom filter over the keys of a run: 12 bits a key and 6 probes give about 0.3 % false hits,
// each of which costs one read of a block.

const BITS_PER_KEY = 12;
const PROBES = 6;

export interface Bloom {
  readonly bits: Uint8Array;
}

export function bloomBytes(keys: number): number {
  return Math.max(8, Math.ceil((keys * BITS_PER_KEY) / 8));
}

/** Two 32-bit halves of a key, which is a hash already: its bytes 2…5 and 6…9. */
export interface KeyHash {
  a: number;
  b: number;
}

export function hashOfKey(key: Buffer, at = 0): KeyHash {
  return { a: key.readUInt32LE(at + 2), b: key.readUInt32LE(at + 6) };
}

export function addToBloom({ bits }: Bloom, { a, b }: KeyHash): void {
  const count = bits.length * 8;
  for (let i = 0; i < PROBES; i += 1) {
    const bit = (a + i * b) % count;
    bits[Math.floor(bit / 8)]! |= 1 << (bit % 8);
  }
}

export function mayHold({ bits }: Bloom, { a, b }: KeyHash): boolean {
  const count = bits.length * 8;
  for (let i = 0; i < PROBES; i += 1) {
    const bit = (a + i * b) % count;
    if ((bits[Math.floor(bit / 8)]! & (1 << (bit % 8))) === 0) return false;
  }
  return true;
}
