import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

/**
 * The API server's audit webhook authenticates by its kubeconfig: a bearer token or basic
 * credentials. It signs nothing, so the assurance is that of an authenticated channel.
 */
export function verifyKubernetes(delivery: Delivery, secrets: Secrets): VerifyResult {
  return verifyAuthorization(delivery, secrets, { via: 'webhook', headers: [secretHeader] });
}
