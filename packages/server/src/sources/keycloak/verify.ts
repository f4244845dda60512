import { verifyEchoed } from '../echoed-header.ts';
import { verifyHmacHeader } from '../hmac.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const header = 'X-Keycloak-Signature';

/**
 * `X-Keycloak-Signature` as the extension of Phase Two sends it with HmacSHA256: the bare digest in
 * hexadecimal; else the secret as Bearer, Basic or in `X-Acta-Secret`.
 */
export function verifyKeycloak(delivery: Delivery, secrets: Secrets): VerifyResult {
  const signature = delivery.headers[header.toLowerCase()];
  if (signature === undefined) return verifyEchoed(delivery, secrets, 'webhook');
  const scheme = { header, algorithm: 'sha256', encoding: 'hex' } as const;
  return verifyHmacHeader(signature, scheme, delivery.body, secrets);
}
