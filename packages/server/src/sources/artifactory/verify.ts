// JFrog: `X-JFrog-Event-Auth` holds the secret, or an HMAC-SHA256 by it where the webhook is set to
// sign ("Use secret for payload signing").
import { verifyHmacHeader } from '../hmac.ts';
import { verifyAuthorization } from '../authorization.ts';
import type { Delivery, Secrets, Settings, VerifyResult } from '../types.ts';

const name = 'x-jfrog-event-auth';

/** The source's setting decides between the two, never the sender. */
export function verifyArtifactory(
  delivery: Delivery,
  secrets: Secrets,
  settings: Settings,
): VerifyResult {
  const signed = settings['signed'] !== false && settings['signed'] !== 'false';
  if (!signed) return verifyAuthorization(delivery, secrets, { headers: [name] });
  const scheme = { header: 'X-JFrog-Event-Auth', algorithm: 'sha256', encoding: 'hex' } as const;
  return verifyHmacHeader(delivery.headers[name], scheme, delivery.body, secrets);
}
