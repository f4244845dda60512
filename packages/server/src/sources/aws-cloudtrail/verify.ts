import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

/**
 * EventBridge API destinations send an API key, basic credentials or a bearer token of our
 * choosing. Neither they nor CloudTrail's files sign what they hold one by one.
 */
export function verifyCloudtrail(delivery: Delivery, secrets: Secrets): VerifyResult {
  return verifyAuthorization(delivery, secrets, { via: 'webhook', headers: [secretHeader] });
}
