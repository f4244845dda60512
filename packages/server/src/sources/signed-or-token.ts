// Products of which one sender signs its deliveries, and others bring the secret itself.
import { verifyAuthorization } from './authorization.ts';
import { secretHeader } from './echoed-header.ts';
import { verifyHmacHeader, type HmacScheme } from './hmac.ts';
import type { Delivery, Secrets, VerifyResult } from './types.ts';

/** True where a delivery has no signature and names the secret: a header is never passed over. */
export function isByToken({ headers }: Delivery, signatureHeader: string): boolean {
  return (
    headers[signatureHeader.toLowerCase()] === undefined &&
    (headers['authorization'] !== undefined || headers[secretHeader] !== undefined)
  );
}

/** What is signed is judged by its signature alone; `via` is the door of what brings the secret. */
export function verifySignedOrToken(
  delivery: Delivery,
  secrets: Secrets,
  scheme: HmacScheme,
  via?: string,
): VerifyResult {
  if (isByToken(delivery, scheme.header)) return verifyToken(delivery, secrets, via);
  const signature = delivery.headers[scheme.header.toLowerCase()];
  return verifyHmacHeader(signature, scheme, delivery.body, secrets);
}

/** The secret as a bearer token, a basic password or in its own header. */
export const verifyToken = (delivery: Delivery, secrets: Secrets, via?: string): VerifyResult =>
  verifyAuthorization(delivery, secrets, {
    headers: [secretHeader],
    ...(via === undefined ? {} : { via }),
  });
