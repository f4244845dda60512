import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

/** Azure signs no log records: whatever forwards them carries the secret of the source. */
export function verifyKeyVault(delivery: Delivery, secrets: Secrets): VerifyResult {
  return verifyAuthorization(delivery, secrets, { via: 'webhook', headers: [secretHeader] });
}
