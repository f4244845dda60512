// What every runtime must refuse alike before it verifies (RFC 8032 §5.1.7, and stricter): runtimes
// differ in whether they accept points of low order and other encodings of the same point.
import { LogError } from '../error.ts';

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
/** y of the two pairs of points of order 8 (the second pair is the negative of the first). */
const EIGHTH = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
/** y of all points whose order divides 8, and y of their other encodings below 2^255. */
const LOW_ORDER_Y = new Set([0n, 1n, P - 1n, P, P + 1n, EIGHTH, P - EIGHTH]);

/** Throws `key_weak` where a public key has low order or is not the canonical encoding. */
export function checkPublicKey(key: Uint8Array): Uint8Array {
  if (key.length !== 32) {
    throw new LogError('key_malformed', `an Ed25519 public key has 32 bytes, not ${key.length}`);
  }
  const problem = pointProblem(key);
  if (problem)
    throw new LogError('key_weak', `the Ed25519 public key ${problem}: anyone could sign`);
  return key;
}

/** Whether R is canonical and not of low order, and S is below the group's order. */
export function isStrictSignature(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  if (pointProblem(signature.subarray(0, 32))) return false;
  return littleEndian(signature.subarray(32)) < ORDER;
}

/** The points with x = 0 are of low order: a canonical y suffices for a canonical encoding. */
function pointProblem(encoded: Uint8Array): string | null {
  const y = littleEndian(encoded) % 2n ** 255n;
  if (LOW_ORDER_Y.has(y)) return 'has low order';
  return y >= P ? 'is not canonically encoded' : null;
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[i]!);
  return value;
}
