// SHA-512 (FIPS 180-4) in plain TypeScript, for Ed25519 where there is no WebCrypto. Made for short
// messages: it is exact and slow.
const MASK = 2n ** 64n - 1n;
const INITIAL = fractions(8, 2n);
const ROUNDS = fractions(80, 3n);

/** SHA-512 of `bytes`: 64 bytes. */
export function sha512(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  let state = INITIAL;
  for (let at = 0; at < padded.length; at += 128) state = compress(state, view, at);
  const out = new Uint8Array(64);
  const words = new DataView(out.buffer);
  state.forEach((word, i) => words.setBigUint64(i * 8, word));
  return out;
}

function compress(state: readonly bigint[], view: DataView, at: number): bigint[] {
  const w: bigint[] = [];
  for (let i = 0; i < 16; i++) w.push(view.getBigUint64(at + i * 8));
  for (let i = 16; i < 80; i++) {
    const [x, y] = [w[i - 15]!, w[i - 2]!];
    const s0 = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
    const s1 = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
    w.push((w[i - 16]! + s0 + w[i - 7]! + s1) & MASK);
  }
  let [a, b, c, d, e, f, g, h] = state as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  for (let i = 0; i < 80; i++) {
    const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
    const t1 = h + s1 + ((e & f) ^ (~e & MASK & g)) + ROUNDS[i]! + w[i]!;
    const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]!) & MASK);
}

function rotate(word: bigint, bits: bigint): bigint {
  return (word >> bits) | ((word << (64n - bits)) & MASK);
}

/** First 64 bits of the fractional parts of the k-th roots of the first primes. */
function fractions(count: number, k: bigint): bigint[] {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
  }
  return primes.map((prime) => integerRoot(prime << (64n * k), k) & MASK);
}

/** The largest integer whose k-th power is at most `value`, by Newton's method. */
function integerRoot(value: bigint, k: bigint): bigint {
  let root = 1n << 68n;
  for (;;) {
    const next = ((k - 1n) * root + value / root ** (k - 1n)) / k;
    if (next >= root) return root;
    root = next;
  }
}
