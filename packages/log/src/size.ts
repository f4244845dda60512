// Sizes and indexes are exact integers up to 2^53-1. All arithmetic on them is floating point: the
// 32-bit operators of JavaScript would be wrong from 2^31 on.
import { LogError } from './error.ts';

const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/** Throws `size_out_of_range` unless `value` is an integer in 0 … 2^53-1. */
export function checkSize(value: number, what = 'size'): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new LogError('size_out_of_range', `${what} ${value} is not an integer in 0 … 2^53-1`);
  }
  return value;
}

/** Reads a decimal without sign or leading zeros; null where it is none or beyond 2^53-1. */
export function parseSize(text: string): number | null {
  if (!DECIMAL.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** Number of binary digits of `value`; 0 for 0. */
export function bitLength(value: number): number {
  let bits = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 2)) bits++;
  return bits;
}

/** Largest power of two strictly below `value` (≥ 2): where RFC 6962 splits a tree. */
export function splitPoint(value: number): number {
  return 2 ** (bitLength(value - 1) - 1);
}
