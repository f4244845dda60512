// Products that send an `Authorization` exactly as it was typed in, with or without a scheme.
import { verifyAuthorization } from './authorization.ts';
import { matchesSecret } from './secrets.ts';
import type { Delivery, Secrets, VerifyResult } from './types.ts';

/** The header for senders that can't set `Authorization`. */
export const secretHeader = 'x-acta-secret';

/**
 * Takes the secret as the whole of `Authorization`, behind `Bearer`, `Splunk` or `Token`, as the
 * password of `Basic`, or in `X-Acta-Secret`.
 */
export function verifyEchoed(delivery: Delivery, secrets: Secrets, via: string): VerifyResult {
  const whole = delivery.headers['authorization']?.trim();
  if (whole !== undefined && whole !== '' && matchesSecret(whole, secrets)) {
    return { ok: true, assurance: 'source_authenticated', via };
  }
  return verifyAuthorization(delivery, secrets, { via, headers: [secretHeader] });
}
