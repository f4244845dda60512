// DPoP proofs (RFC 9449 §4.3), in the order of its list: form, type, algorithm, key, signature,
// method, address, nonce, time, token, and that it was not used before.
import { calculateJwkThumbprint, compactVerify, errors, importJWK, type CryptoKey } from 'jose';
import { createHash } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import { readCompact, type Claims } from './compact.ts';
import { tokenRefused } from './errors.ts';
import { isPublicKey } from './keys.ts';
import { LEEWAY_MS, PROOF_AGE_MS, PROOF_BYTES, PROOF_MEMORY_ITEMS } from './limits.ts';
import type { Memory } from './memory.ts';
import type { Nonces } from './nonces.ts';

export interface Proven {
  method: string;
  /** The address as the sender knows it. */
  url: string;
  token: string;
}

export interface ProofContext {
  clock: Clock;
  limits: Limits;
  /** Absent: proofs need no nonce. */
  nonces?: Nonces;
  used: Memory<true>;
}

const ALGORITHMS = new Set(['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256']);
const ID_CHARS = 256;

/**
 * The thumbprint (RFC 7638) of the key that made the proof.
 *
 * @throws ActaError 401; 503 where no more proofs can be remembered
 */
export async function checkProof(
  proof: string,
  about: Proven,
  context: ProofContext,
): Promise<string> {
  const { clock, limits, nonces, used } = context;
  if (proof.length > limits.value(PROOF_BYTES)) throw tokenRefused('proof_malformed');
  const { header, claims } = readCompact(proof, {
    malformed: 'proof_malformed',
    algorithm: 'proof_algorithm_refused',
  });
  if (header['typ'] !== 'dpop+jwt') throw tokenRefused('proof_malformed');
  if (!ALGORITHMS.has(header.alg)) throw tokenRefused('proof_algorithm_refused');
  const { jwk } = header;
  if (!isPublicKey(jwk)) throw tokenRefused('proof_key_refused');
  await checkSignature(proof, jwk, header.alg);
  const { jti, iat } = checkMembers(claims, about);
  const { nonce } = claims;
  if (nonces !== undefined && (typeof nonce !== 'string' || !nonces.isValid(nonce))) {
    throw tokenRefused('use_dpop_nonce', { nonce: nonces.current() });
  }
  const made = iat * 1000;
  const ends = made + limits.value(PROOF_AGE_MS);
  if (ends <= clock.now() || made - limits.value(LEEWAY_MS) > clock.now()) {
    throw tokenRefused('proof_expired');
  }
  const key = await calculateJwkThumbprint(jwk, 'sha256');
  // A digest, so that every proof takes the same room.
  const name = digest(`${key} ${jti}`);
  if (used.get(name) !== undefined) throw tokenRefused('proof_replayed');
  if (!used.add(name, true, ends)) {
    limits.reached(PROOF_MEMORY_ITEMS);
    throw tokenRefused('proof_memory_full');
  }
  return key;
}

async function checkSignature(proof: string, jwk: Claims, alg: string): Promise<void> {
  let key: CryptoKey;
  try {
    key = (await importJWK(jwk, alg)) as CryptoKey;
  } catch (cause) {
    throw tokenRefused('proof_key_refused', { cause });
  }
  try {
    await compactVerify(proof, key, { algorithms: [alg] });
  } catch (cause) {
    if (cause instanceof errors.JOSEError || cause instanceof TypeError) {
      throw tokenRefused('proof_signature_invalid', { cause });
    }
    throw cause;
  }
}

function checkMembers(
  claims: Claims,
  { method, url, token }: Proven,
): { jti: string; iat: number } {
  const { jti, htm, htu, iat, ath } = claims;
  if (typeof jti !== 'string' || jti === '' || jti.length > ID_CHARS) {
    throw tokenRefused('proof_malformed');
  }
  if (typeof iat !== 'number' || !Number.isFinite(iat)) throw tokenRefused('proof_malformed');
  if (htm !== method) throw tokenRefused('proof_wrong_method');
  if (!isSameUrl(htu, url)) throw tokenRefused('proof_wrong_url');
  if (ath !== digest(token)) throw tokenRefused('proof_wrong_token');
  return { jti, iat };
}

/** Normalised (RFC 3986 §6.2.2, §6.2.3), without query and fragment. */
function isSameUrl(said: unknown, ours: string): boolean {
  if (typeof said !== 'string' || !URL.canParse(said) || !URL.canParse(ours)) return false;
  return plainUrl(said) === plainUrl(ours);
}

function plainUrl(text: string): string {
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}

/** SHA-256 as base64url: `ath` of RFC 9449 §4.2. */
export const digest = (text: string): string =>
  createHash('sha256').update(text).digest('base64url');
