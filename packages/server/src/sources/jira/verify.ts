// Jira: `X-Hub-Signature: sha256=<hex HMAC of the body>`; the algorithm is never taken from what
// the sender says. Web requests of automation rules and audit records come by the secret itself.
import { verifySignedOrToken } from '../signed-or-token.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const scheme = {
  header: 'X-Hub-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
} as const;

export const verifyJira = (delivery: Delivery, secrets: Secrets): VerifyResult =>
  verifySignedOrToken(delivery, secrets, scheme);
