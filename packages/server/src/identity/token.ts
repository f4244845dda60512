// One token against one issuer: signature, issuer, audience, times, type (RFC 8725).
import { compactVerify, errors, type CryptoKey } from 'jose';
import type { Claims, Compact } from './compact.ts';
import { tokenRefused } from './errors.ts';
import type { Issuer } from './issuers.ts';

const TYPES = new Set(['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);
/** Of one text: OpenID Connect Core 1.0 §2 has 255 for `sub`. */
const SUBJECT_CHARS = 512;
const PRINTABLE = /^[^\p{Cc}\p{Cs}]+$/u;

/** What holds whatever key signed it. @throws ActaError 401 */
export function checkHeader({ header }: Compact, issuer: Issuer): void {
  const { alg, typ } = header;
  if (!(issuer.algorithms as readonly string[]).includes(alg)) {
    throw tokenRefused('algorithm_refused');
  }
  if (typ === undefined) return;
  if (typeof typ !== 'string' || !TYPES.has(typ.toLowerCase())) {
    throw tokenRefused('token_type_refused');
  }
}

/** @throws ActaError 401 `signature_invalid` */
export async function checkSignature(token: string, alg: string, key: CryptoKey): Promise<void> {
  try {
    await compactVerify(token, key, { algorithms: [alg] });
  } catch (cause) {
    if (cause instanceof errors.JOSEError || cause instanceof TypeError) {
      throw tokenRefused('signature_invalid', { cause });
    }
    throw cause;
  }
}

/** The claims that every token needs, checked. */
export interface CheckedClaims {
  iss: string;
  sub: string;
  /** Milliseconds since 1970. */
  expires: number;
  /** The thumbprint (RFC 7638) of the key that the issuer bound the token to. */
  boundKey?: string;
  all: Claims;
}

/**
 * @param now milliseconds since 1970
 * @param leeway_ms by how much clocks may disagree
 * @throws ActaError 401
 */
export function checkClaims(
  claims: Claims,
  issuer: Issuer,
  now: number,
  leeway_ms: number,
): CheckedClaims {
  const { iss, sub, exp, iat, nbf } = claims;
  if (iss !== issuer.issuer) throw tokenRefused('issuer_unknown');
  if (typeof sub !== 'string' || sub.length > SUBJECT_CHARS || !PRINTABLE.test(sub)) {
    throw tokenRefused('claims_missing');
  }
  if (!isTime(exp) || !isTime(iat) || (nbf !== undefined && !isTime(nbf))) {
    throw tokenRefused('claims_missing');
  }
  const bound = boundByAudience(claims['aud'], issuer.audiences);
  if (exp * 1000 + leeway_ms <= now) throw tokenRefused('token_expired');
  if (Math.max(iat, nbf ?? iat) * 1000 - leeway_ms > now) throw tokenRefused('token_not_yet_valid');
  const key = boundByConfirmation(claims['cnf']) ?? bound;
  return {
    iss,
    sub,
    expires: exp * 1000,
    all: claims,
    ...(key === undefined ? {} : { boundKey: key }),
  };
}

/** The end of the year 9999: what comes later can't be written down. */
const LAST_SECOND = 253_402_300_799;

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= LAST_SECOND;

/** Separates an audience from the key that the token is asked for (below). */
export const KEY_IN_AUDIENCE = '#jkt=';
const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/;

/**
 * The audience must be one of ours. CI systems that let a job choose the audience sign what it
 * chose: with `#jkt=` and a thumbprint behind it the issuer binds the token to the job's key.
 */
function boundByAudience(aud: unknown, audiences: readonly string[]): string | undefined {
  const given: unknown[] = Array.isArray(aud) ? aud : [aud];
  for (const audience of audiences) {
    for (const text of given) {
      if (typeof text !== 'string' || !text.startsWith(audience)) continue;
      const rest = text.slice(audience.length);
      if (rest === '') return undefined;
      const key = rest.startsWith(KEY_IN_AUDIENCE) ? rest.slice(KEY_IN_AUDIENCE.length) : '';
      if (THUMBPRINT.test(key)) return key;
    }
  }
  throw tokenRefused('audience_wrong');
}

/** RFC 9449 §6.1; a binding of another kind (a certificate) is not one that we could check. */
function boundByConfirmation(cnf: unknown): string | undefined {
  if (cnf === undefined) return undefined;
  const { jkt } = (cnf ?? {}) as { jkt?: unknown };
  if (typeof jkt === 'string' && THUMBPRINT.test(jkt)) return jkt;
  throw tokenRefused('proof_wrong_key');
}
