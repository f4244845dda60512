// Notifications: `X-TFE-Notification-Signature`, HMAC-SHA512 in hexadecimal over the exact body.
import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import { verifyHmacHeader } from '../hmac.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const header = 'X-TFE-Notification-Signature';

/**
 * What is signed is judged by its signature alone. Records of the audit trail, which a collector
 * brings, come by the secret as a token. The signature covers no time: replays are marked.
 */
export function verifyTerraform(delivery: Delivery, secrets: Secrets): VerifyResult {
  const signature = delivery.headers[header.toLowerCase()];
  const byToken =
    signature === undefined &&
    (delivery.headers['authorization'] !== undefined ||
      delivery.headers[secretHeader] !== undefined);
  if (byToken)
    return verifyAuthorization(delivery, secrets, { via: 'stream', headers: [secretHeader] });
  return verifyHmacHeader(
    signature,
    { header, algorithm: 'sha512', encoding: 'hex' },
    delivery.body,
    secrets,
  );
}
