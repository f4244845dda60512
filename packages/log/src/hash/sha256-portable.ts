// SHA-256 (FIPS 180-4) in plain TypeScript, for browsers: WebCrypto's is asynchronous, and slower
// than this for the many 65-byte inputs of a tree.
import type { Sha256 } from './streaming.ts';

const INITIAL = fractions(8, Math.sqrt);
const ROUNDS = fractions(64, Math.cbrt);
const schedule = new Uint32Array(64);
const shared = new Uint32Array(8);
const padding = new Uint8Array(128);

/** SHA-256 of `bytes`: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(32);
  sha256Into(bytes, out, 0);
  return out;
}

/** Writes SHA-256 of `bytes` into `out` at `offset`. */
export function sha256Into(bytes: Uint8Array, out: Uint8Array, offset: number): void {
  shared.set(INITIAL);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) compress(shared, bytes, at);
  finish(shared, bytes.subarray(whole), bytes.length, out, offset);
}

/** SHA-256 of bytes that come in pieces. */
export function createSha256(): Sha256 {
  const state = INITIAL.slice();
  const block = new Uint8Array(64);
  let length = 0;
  return {
    update(bytes) {
      let at = 0;
      while (at < bytes.length) {
        const filled = length % 64;
        const take = Math.min(64 - filled, bytes.length - at);
        block.set(bytes.subarray(at, at + take), filled);
        at += take;
        length += take;
        if (length % 64 === 0) compress(state, block, 0);
      }
    },
    digest() {
      const out = new Uint8Array(32);
      finish(state, block.subarray(0, length % 64), length, out, 0);
      return out;
    },
  };
}

/** Takes in the last bytes (fewer than 64) and the padding, and writes the result. */
function finish(
  state: Uint32Array,
  rest: Uint8Array,
  length: number,
  out: Uint8Array,
  offset: number,
): void {
  const end = rest.length < 56 ? 64 : 128;
  padding.fill(0);
  padding.set(rest);
  padding[rest.length] = 0x80;
  const view = new DataView(padding.buffer);
  view.setUint32(end - 8, Math.floor(length / 2 ** 29));
  view.setUint32(end - 4, (length % 2 ** 29) * 8);
  for (let at = 0; at < end; at += 64) compress(state, padding, at);
  for (let i = 0; i < 32; i++) out[offset + i] = state[i >> 2]! >>> (24 - (i & 3) * 8);
}

function compress(state: Uint32Array, bytes: Uint8Array, at: number): void {
  const w = schedule;
  for (let i = 0; i < 16; i++) {
    const b = at + i * 4;
    w[i] = (bytes[b]! << 24) | (bytes[b + 1]! << 16) | (bytes[b + 2]! << 8) | bytes[b + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i]! + w[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

/**
 * First 32 bits of the fractional parts of a root of the first primes: where the constants are
 * from.
 */
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return Uint32Array.from(primes, (prime) => (root(prime) % 1) * 2 ** 32);
}
