// Signatures of Standard Webhooks 1.0 over `id.timestamp.body`: `v1` is HMAC-SHA256 with `whsec_`
// keys, `v1a` ed25519 with `whsk_` (private) and `whpk_` (public) ones, base64 after the prefix.
import { createHmac, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';

const HMAC = 'whsec_';
const PRIVATE = 'whsk_';
const PUBLIC = 'whpk_';
/** PKCS #8 of an ed25519 key up to its 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;
const HMAC_BYTES = { least: 24, most: 64 };

function bytesOf(key: string, prefix: string): Buffer | null {
  const text = key.startsWith(prefix) ? key.slice(prefix.length) : '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return Buffer.from(text, 'base64');
}

export const makeHmacKey = (bytes: Uint8Array): string =>
  HMAC + Buffer.from(bytes).toString('base64');

/** @param seed 32 random bytes; the key holds seed and public key, as NaCl writes them */
export function makeSigningKey(seed: Uint8Array): string {
  const key = Buffer.concat([seed, publicBytes(privateKey(Buffer.from(seed)))]);
  return PRIVATE + key.toString('base64');
}

const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });

function publicBytes(key: KeyObject): Buffer {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

/** What is wrong with a key, or null. */
export function keyProblem(key: string): string | null {
  const secret = bytesOf(key, HMAC);
  if (secret !== null) {
    const { least, most } = HMAC_BYTES;
    return secret.length >= least && secret.length <= most
      ? null
      : `has not ${least} to ${most} bytes after ${HMAC}`;
  }
  const bytes = bytesOf(key, PRIVATE);
  if (bytes === null) return `is not ${HMAC} or ${PRIVATE} with base64 after it`;
  return bytes.length === SEED_BYTES || bytes.length === 2 * SEED_BYTES
    ? null
    : `has not 32 or 64 bytes after ${PRIVATE}`;
}

/** The public key of a private one as receivers write it; null for an HMAC key. */
export function publicKeyOf(key: string): string | null {
  const bytes = bytesOf(key, PRIVATE);
  if (bytes === null) return null;
  return PUBLIC + publicBytes(privateKey(bytes.subarray(0, SEED_BYTES))).toString('base64');
}

/** Headers that sign a body; one signature for each key. */
export function signedHeaders(
  { id, now, body }: { id: string; now: number; body: string },
  keys: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1_000));
  const signed = Buffer.from(`${id}.${timestamp}.${body}`, 'utf8');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => signatureOf(key, signed)).join(' '),
  };
}

function signatureOf(key: string, signed: Buffer): string {
  const secret = bytesOf(key, HMAC);
  if (secret !== null) {
    return `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`;
  }
  const seed = bytesOf(key, PRIVATE)?.subarray(0, SEED_BYTES) ?? Buffer.alloc(0);
  return `v1a,${sign(null, signed, privateKey(seed)).toString('base64')}`;
}
