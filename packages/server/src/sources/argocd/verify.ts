import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

/** Argo CD signs nothing: the secret stands in a header of its webhook service. */
export function verifyArgocd(delivery: Delivery, secrets: Secrets): VerifyResult {
  return verifyAuthorization(delivery, secrets, { via: 'webhook', headers: [secretHeader] });
}
