// HMAC signatures in request headers: over the exact bytes, in constant time, with every secret of
// a rotation looked at, the algorithm fixed by the scheme and never by the sender.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets, VerifyResult } from './types.ts';

export type HmacAlgorithm = 'sha1' | 'sha256' | 'sha512';

export interface HmacScheme {
  /** The header as the product spells it, for messages. */
  header: string;
  algorithm: HmacAlgorithm;
  encoding: 'hex' | 'base64';
  /** What stands before the digest, such as `sha256=`; empty for a bare one. */
  prefix?: string;
}

const digestLength: Readonly<Record<HmacAlgorithm, number>> = { sha1: 20, sha256: 32, sha512: 64 };
/** How far a signed time may be from ours: five minutes both ways. */
export const signedTimeWindow = 300_000;

/**
 * Whether `presented` is the HMAC of `parts` (joined) under one of the secrets. Empty secrets match
 * nothing; a digest of another length matches nothing.
 */
export function hmacMatches(
  algorithm: HmacAlgorithm,
  parts: readonly (Uint8Array | string)[],
  presented: Uint8Array,
  secrets: readonly (Uint8Array | string)[],
): boolean {
  if (presented.length !== digestLength[algorithm]) return false;
  let matched = false;
  for (const secret of secrets) {
    if (secret.length === 0) continue;
    const hmac = createHmac(algorithm, secret);
    for (const part of parts) hmac.update(part);
    matched = timingSafeEqual(hmac.digest(), presented) || matched;
  }
  return matched;
}

/** The bytes of a digest in its header form; null where the form is not exactly that. */
export function digestBytes(value: string, scheme: HmacScheme): Uint8Array | null {
  const prefix = scheme.prefix ?? '';
  if (value.slice(0, prefix.length).toLowerCase() !== prefix.toLowerCase()) return null;
  const digest = value.slice(prefix.length);
  const length = digestLength[scheme.algorithm];
  if (scheme.encoding === 'hex') {
    const plain = digest.length === length * 2 && /^[0-9a-f]+$/i.test(digest);
    return plain ? Buffer.from(digest, 'hex') : null;
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(digest)) return null;
  const bytes = Buffer.from(digest, 'base64');
  return bytes.length === length && bytes.toString('base64') === digest ? bytes : null;
}

/**
 * Verifies one header over the whole body. The digest is told as `signature`, since such schemes
 * cover neither time nor delivery id. Codes: `signature_missing`, `signature_malformed`,
 * `signature_mismatch`.
 */
export function verifyHmacHeader(
  value: string | undefined,
  scheme: HmacScheme,
  body: Uint8Array,
  secrets: Secrets,
  via = 'webhook',
): VerifyResult {
  if (value === undefined) {
    return refused(
      'signature_missing',
      `There is no ${scheme.header} header: set the secret of this source in the product.`,
    );
  }
  const presented = digestBytes(value.trim(), scheme);
  if (presented === null) {
    return refused(
      'signature_malformed',
      `${scheme.header} is not \`${scheme.prefix ?? ''}\` and a ${scheme.algorithm} digest in ${scheme.encoding}.`,
    );
  }
  return hmacMatches(scheme.algorithm, [body], presented, secrets)
    ? {
        ok: true,
        assurance: 'source_signed',
        via,
        signature: Buffer.from(presented).toString('hex'),
      }
    : mismatch(scheme.header);
}

/** The refusal for a digest that no secret gives. */
export function mismatch(header: string): VerifyResult {
  return refused(
    'signature_mismatch',
    `${header} does not fit the body and the secret of this source: compare the secret on both sides.`,
  );
}

/** The refusal for a signed time that is too far from ours; undefined while it is near. */
export function outsideWindow(
  header: string,
  seconds: string,
  received: number,
): VerifyResult | undefined {
  if (!/^\d{1,12}$/.test(seconds)) {
    return refused('timestamp_malformed', `${header} has no time in seconds since 1970.`);
  }
  return Math.abs(received - Number(seconds) * 1000) <= signedTimeWindow
    ? undefined
    : refused(
        'timestamp_expired',
        `The signed time in ${header} is more than five minutes from this server’s clock.`,
      );
}

/** A refusal with its code and what to do about it. */
export function refused(code: string, detail: string): VerifyResult & { ok: false } {
  return { ok: false, code, detail };
}
