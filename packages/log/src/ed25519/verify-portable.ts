// Ed25519 verification (RFC 8032 §5.1.7, the equation without the cofactor) in plain TypeScript:
// for pages without WebCrypto (served over plain http) and browsers whose WebCrypto lacks Ed25519.
// It takes about 10 ms, handles only public values, and asks for `isStrictSignature` before.
import { concat, equalBytes } from '../bytes.ts';
import { sha512 } from '../hash/sha512-portable.ts';

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * invert(121666n));
const SQRT_MINUS_1 = power(2n, (P - 1n) / 4n);

/** Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z. */
interface Point {
  x: bigint;
  y: bigint;
  z: bigint;
  t: bigint;
}

const IDENTITY: Point = { x: 0n, y: 1n, z: 1n, t: 0n };
const BASE = recover(mod(4n * invert(5n)), 0n)!;

/** Whether a 64-byte signature over the message is the key's. */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = decode(publicKey);
  if (!key || signature.length !== 64) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concat(r, publicKey, message))) % ORDER;
  const negative = { ...key, x: mod(-key.x), t: mod(-key.t) };
  return equalBytes(encode(add(multiply(BASE, s), multiply(negative, k))), r);
}

function decode(bytes: Uint8Array): Point | null {
  if (bytes.length !== 32) return null;
  const value = littleEndian(bytes);
  const y = value % 2n ** 255n;
  return y < P ? recover(y, value >> 255n) : null;
}

/** The point with this y and sign of x; null where there is none (RFC 8032 §5.1.3). */
function recover(y: bigint, sign: bigint): Point | null {
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * SQRT_MINUS_1);
  if (mod(v * x * x) !== u || (x === 0n && sign === 1n)) return null;
  if (x % 2n !== sign) x = P - x;
  return { x, y, z: 1n, t: mod(x * y) };
}

function encode({ x, y, z }: Point): Uint8Array {
  const inverse = invert(z);
  let rest = mod(y * inverse) + ((mod(x * inverse) % 2n) << 255n);
  const out = new Uint8Array(32);
  for (let i = 0; i < 32; i++, rest >>= 8n) out[i] = Number(rest & 0xffn);
  return out;
}

function add(p: Point, q: Point): Point {
  const a = (p.y - p.x) * (q.y - q.x);
  const b = (p.y + p.x) * (q.y + q.x);
  const c = 2n * p.t * q.t * D;
  const d = 2n * p.z * q.z;
  const [e, f, g, h] = [mod(b - a), mod(d - c), mod(d + c), mod(b + a)];
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) };
}

function multiply(point: Point, scalar: bigint): Point {
  let sum = IDENTITY;
  for (let power2 = point, rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = add(sum, power2);
    power2 = add(power2, power2);
  }
  return sum;
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[i]!);
  return value;
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = mod(base), rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

function invert(value: bigint): bigint {
  return power(value, P - 2n);
}
