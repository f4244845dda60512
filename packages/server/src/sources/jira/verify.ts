// Jira: `X-Hub-Signature: sha256=<hex HMAC of the body>`; the algorithm is never taken from what
// the sender says. Web requests of automation rules and audit records come by the secret itself.
import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import { verifyHmacHeader } from '../hmac.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const scheme = {
  header: 'X-Hub-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
} as const;

/** What is signed is judged by its signature alone. */
export function verifyJira(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers, body } = delivery;
  const signature = headers['x-hub-signature'];
  const byToken =
    signature === undefined &&
    (headers['authorization'] !== undefined || headers[secretHeader] !== undefined);
  return byToken
    ? verifyAuthorization(delivery, secrets, { headers: [secretHeader] })
    : verifyHmacHeader(signature, scheme, body, secrets);
}
