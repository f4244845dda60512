// Flux: `X-Signature` of the generic-hmac provider, `sha256=` and the HMAC of the body; the generic
// provider signs nothing and brings the header that its secret sets.
import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import { verifyHmacHeader } from '../hmac.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const scheme = {
  header: 'X-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
} as const;

/** What is signed is judged by its signature alone; SHA-1 and SHA-512 are not taken. */
export function verifyFlux(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers, body } = delivery;
  const signature = headers['x-signature'];
  const byToken =
    signature === undefined &&
    (headers['authorization'] !== undefined || headers[secretHeader] !== undefined);
  return byToken
    ? verifyAuthorization(delivery, secrets, { headers: [secretHeader] })
    : verifyHmacHeader(signature, scheme, body, secrets);
}
