import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

/**
 * A static secret as Bearer, Basic or in `X-Acta-Secret`. Pub/Sub's own OIDC token is not checked
 * here yet: a push that has only that is refused, never taken unchecked.
 */
export function verifyGcp(delivery: Delivery, secrets: Secrets): VerifyResult {
  return verifyAuthorization(delivery, secrets, { via: 'webhook', headers: [secretHeader] });
}
