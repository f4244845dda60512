// Salts of an event's disclosures: the first 128 bits of SHA-256(seed ‖ name), as base64url (RFC
// 9901 §9.3 wants 128 bits).
import { sha256Base64url } from '#hash';

export const seedBytes = 16;

/** What a salt is made for: the event's own disclosure, or one group's. */
export type SaltName = 'event' | 'actor' | 'target' | 'context' | 'details' | 'raw';

const inputs: ReadonlyMap<SaltName, Uint8Array> = new Map(
  (['event', 'actor', 'target', 'context', 'details', 'raw'] as const).map((name) => [
    name,
    new Uint8Array([...new Uint8Array(seedBytes), ...new TextEncoder().encode(name)]),
  ]),
);

/** The last of 22 base64url characters holds two bits; here by its six-bit value in the hash. */
const lastCharacter = Array.from({ length: 128 }, (_, code) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return 'AQgw'[alphabet.indexOf(String.fromCharCode(code)) >> 4] ?? '';
});

/** The salt of one name: 22 characters. The seed is 16 bytes. */
export function saltOf(seed: Uint8Array, name: SaltName): string {
  const input = inputs.get(name)!;
  input.set(seed);
  const hash = sha256Base64url(input);
  return hash.slice(0, 21) + lastCharacter[hash.charCodeAt(21)]!;
}
