// CircleCI: `circleci-signature` is a list of versions; `v1=` is the hex HMAC-SHA256 of the body.
// Only v1 is looked at, whatever else the list offers.
import { verifyHmacHeader } from '../hmac.ts';
import { isByToken, verifyToken } from '../signed-or-token.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const header = 'circleci-signature';
const scheme = { header, algorithm: 'sha256', encoding: 'hex', prefix: 'v1=' } as const;

/** Webhooks by their signature; audit records by the secret of what forwards them. */
export function verifyCircleci(delivery: Delivery, secrets: Secrets): VerifyResult {
  if (isByToken(delivery, header)) return verifyToken(delivery, secrets, 'stream');
  const value = delivery.headers[header];
  const first = value
    ?.slice(0, 4_096)
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith('v1='));
  return verifyHmacHeader(first ?? value, scheme, delivery.body, secrets);
}
