// Flux: `X-Signature` of the generic-hmac provider, `sha256=` and the HMAC of the body; the generic
// provider signs nothing and brings the header that its secret sets.
import { verifySignedOrToken } from '../signed-or-token.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const scheme = {
  header: 'X-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
} as const;

/** SHA-1 and SHA-512 are not taken. */
export const verifyFlux = (delivery: Delivery, secrets: Secrets): VerifyResult =>
  verifySignedOrToken(delivery, secrets, scheme);
