// Jenkins' plugins sign nothing: a credential in the header that the sender or a proxy sets.
import { verifyEchoed } from '../echoed-header.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

/** By `Authorization` (bearer, basic, or as typed in) or `X-Acta-Secret`. */
export function verifyJenkins(delivery: Delivery, secrets: Secrets): VerifyResult {
  return verifyEchoed(delivery, secrets, 'webhook');
}
