// Bearer secrets are 256 random bits, kept as SHA-256 only: no slow hash is needed for what can't
// be guessed. Comparisons take the same time wherever the first difference lies.
import { hash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../lib/random.ts';

export function hashSecret(secret: string): Uint8Array {
  return hash('sha256', secret, 'buffer');
}

/** Compares two hashes of equal length in constant time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** 256 bits as 43 characters of base64url. */
export function newSecret(random: Random): string {
  return Buffer.from(random(32)).toString('base64url');
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A short public id of 16 characters (80 bits), safe in names and logs. */
export function newId(random: Random): string {
  return Array.from(random(16), (byte) => ALPHABET[byte % 32]).join('');
}
