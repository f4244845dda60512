// Standard Webhooks 1.0: `webhook-signature` holds a list of `v1,<base64>` over
// `webhook-id.webhook-timestamp.body`, with keys written as `whsec_<base64>`.
import { digestBytes, hmacMatches, mismatch, outsideWindow, refused } from './hmac.ts';
import type { Delivery, Secrets, VerifyResult } from './types.ts';

const keyPrefix = 'whsec_';
const signaturesMax = 16;
const scheme = { header: 'webhook-signature', algorithm: 'sha256', encoding: 'base64' } as const;

/** Whether a secret is a signing key of this scheme: it must never be taken as a plain token. */
export function isSigningKey(secret: string): boolean {
  return secret.startsWith(keyPrefix);
}

/**
 * Verifies a delivery by its `webhook-…` headers. Versions other than `v1` are passed over. The
 * signature covers id and time, so the delivery's id can be trusted and replays end with the
 * window.
 */
export function verifyStandardWebhook(
  delivery: Delivery,
  secrets: Secrets,
  via = 'webhook',
): VerifyResult {
  const { headers } = delivery;
  const id = headers['webhook-id'];
  const time = headers['webhook-timestamp'];
  const list = headers['webhook-signature'];
  if (list === undefined) {
    return refused(
      'signature_missing',
      'There is no webhook-signature header: set the signing token in the product.',
    );
  }
  if (id === undefined || id === '' || time === undefined) {
    return refused('signature_malformed', 'webhook-id or webhook-timestamp is missing.');
  }
  const late = outsideWindow('webhook-timestamp', time, delivery.received);
  if (late !== undefined) return late;
  const presented = digests(list);
  if (presented.length === 0) {
    return refused('signature_malformed', 'webhook-signature has no `v1,` signature.');
  }
  const keys = secrets.flatMap((secret) => keyOf(secret));
  const parts = [`${id}.${time}.`, delivery.body];
  let matched = false;
  for (const digest of presented) {
    matched = hmacMatches('sha256', parts, digest, keys) || matched;
  }
  return matched ? { ok: true, assurance: 'source_signed', via } : mismatch('webhook-signature');
}

function digests(list: string): Uint8Array[] {
  return list
    .split(' ')
    .slice(0, signaturesMax)
    .flatMap((item) => {
      const digest = item.startsWith('v1,') ? digestBytes(item.slice(3), scheme) : null;
      return digest === null ? [] : [digest];
    });
}

function keyOf(secret: string): Uint8Array[] {
  if (!isSigningKey(secret)) return [];
  const text = secret.slice(keyPrefix.length);
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(text)) return [];
  return [Buffer.from(text, 'base64')];
}
