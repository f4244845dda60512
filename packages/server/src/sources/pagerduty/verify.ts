// PagerDuty: `X-PagerDuty-Signature` is a list of `v1=<hex HMAC-SHA256 of the body>`, one for each
// secret in use. Other versions are passed over.
import { digestBytes, hmacMatches, mismatch, refused } from '../hmac.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const scheme = {
  header: 'X-PagerDuty-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v1=',
} as const;
const signaturesMax = 16;

/** One good signature of the list is enough. */
export function verifyPagerduty({ headers, body }: Delivery, secrets: Secrets): VerifyResult {
  const value = headers['x-pagerduty-signature'];
  if (value === undefined) {
    return refused('signature_missing', 'There is no X-PagerDuty-Signature header.');
  }
  const presented = value
    .split(',')
    .slice(0, signaturesMax)
    .flatMap((part) => digestBytes(part.trim(), scheme) ?? []);
  if (presented.length === 0) {
    return refused('signature_malformed', 'X-PagerDuty-Signature has no `v1=` signature.');
  }
  let signature: string | undefined;
  for (const digest of presented) {
    if (hmacMatches('sha256', [body], digest, secrets))
      signature = Buffer.from(digest).toString('hex');
  }
  return signature === undefined
    ? mismatch('X-PagerDuty-Signature')
    : { ok: true, assurance: 'source_signed', via: 'webhook', signature };
}
