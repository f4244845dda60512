// Tailscale: webhooks carry `Tailscale-Webhook-Signature: t=<seconds>,v1=<hex>`, the HMAC-SHA256
// of `<seconds>.<body>`; log streams bring a token.
import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import { digestBytes, hmacMatches, mismatch, outsideWindow, refused } from '../hmac.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const scheme = {
  header: 'Tailscale-Webhook-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v1=',
} as const;
const partsMax = 16;

/** What is signed is judged by its signature alone; versions other than `v1` are passed over. */
export function verifyTailscale(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers, body, received } = delivery;
  const value = headers[scheme.header.toLowerCase()];
  if (value === undefined) {
    return verifyAuthorization(delivery, secrets, { via: 'stream', headers: [secretHeader] });
  }
  const parts = value
    .split(',')
    .slice(0, partsMax)
    .map((part) => part.trim());
  const seconds = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  const late = outsideWindow(scheme.header, seconds, received);
  if (late !== undefined) return late;
  const presented = parts.flatMap((part) => digestBytes(part, scheme) ?? []);
  if (presented.length === 0) {
    return refused('signature_malformed', `${scheme.header} has no \`v1=\` signature.`);
  }
  let matched = false;
  for (const digest of presented) {
    matched = hmacMatches('sha256', [`${seconds}.`, body], digest, secrets) || matched;
  }
  return matched
    ? {
        ok: true,
        assurance: 'source_signed',
        via: 'webhook',
        signature: Buffer.from(presented[0] as Uint8Array).toString('hex'),
      }
    : mismatch(scheme.header);
}
