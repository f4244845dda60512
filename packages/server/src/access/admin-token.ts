import type { Principal } from './principal.ts';
import { hashSecret, sameHash } from './secrets.ts';

/** Shorter administrator's tokens can be guessed and are refused at start. */
export const ADMIN_TOKEN_MIN_CHARS = 32;

const ADMIN: Principal = {
  id: 'token:admin',
  name: 'Administrator token',
  role: 'admin',
  kind: 'token',
  masks: [],
};

/** Tells whether a text is the administrator's token; without a configured one nothing is. */
export function createAdminToken(token: string | undefined): (text: string) => Principal | null {
  if (token === undefined) return () => null;
  const expected = hashSecret(token);
  return (text) => (sameHash(hashSecret(text), expected) ? ADMIN : null);
}
