// The compact form of a signed token (RFC 7515 §7.1), read before anything of it is believed: what
// its header may say is checked here, once for tokens and proofs. Keys and addresses in a token's
// header (jku, x5u, x5c, jwk) are never looked at.
import { tokenRefused, type TokenRefusal } from './errors.ts';

export type Claims = Record<string, unknown>;

export interface Compact {
  header: Claims & { alg: string };
  claims: Claims;
}

/** Signed by a private key: never a shared secret, never nothing. */
export const asymmetricAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;
export type Algorithm = (typeof asymmetricAlgorithms)[number];

const FORM = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** Whether a text looks like a signed token: two dots, and a header that is a JSON object. */
export const looksSigned = (text: string): boolean => text.startsWith('eyJ') && FORM.test(text);

/**
 * The parts of a token, unchecked but for their form.
 *
 * @param codes what to say of a text of another form, and of another algorithm
 * @throws ActaError
 */
export function readCompact(
  text: string,
  codes: { malformed: TokenRefusal; algorithm: TokenRefusal },
): Compact {
  const match = FORM.exec(text);
  const header = objectOf(match?.[1]);
  const claims = objectOf(match?.[2]);
  if (header === null || claims === null) throw tokenRefused(codes.malformed);
  const { alg } = header;
  if (!isAsymmetric(alg)) throw tokenRefused(codes.algorithm);
  if ('crit' in header || 'b64' in header) {
    throw tokenRefused(codes.malformed === 'token_malformed' ? 'token_critical' : codes.malformed);
  }
  return { header: { ...header, alg }, claims };
}

const isAsymmetric = (alg: unknown): alg is Algorithm =>
  (asymmetricAlgorithms as readonly unknown[]).includes(alg);

const decoder = new TextDecoder('utf-8', { fatal: true });

function objectOf(part: string | undefined): Claims | null {
  if (part === undefined) return null;
  try {
    const value: unknown = JSON.parse(decoder.decode(Buffer.from(part, 'base64url')));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Claims) : null;
  } catch {
    return null;
  }
}
