// CircleCI: `circleci-signature` is a list of versions; `v1=` is the hex HMAC-SHA256 of the body.
// Only v1 is looked at, whatever else the list offers.
import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import { verifyHmacHeader } from '../hmac.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const header = 'circleci-signature';
const scheme = { header, algorithm: 'sha256', encoding: 'hex', prefix: 'v1=' } as const;

/** Webhooks by their signature; audit records by the secret of what forwards them. */
export function verifyCircleci(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers, body } = delivery;
  const value = headers[header];
  const byToken =
    value === undefined &&
    (headers['authorization'] !== undefined || headers[secretHeader] !== undefined);
  if (byToken) {
    return verifyAuthorization(delivery, secrets, { via: 'stream', headers: [secretHeader] });
  }
  const first = value
    ?.slice(0, 4_096)
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith('v1='));
  return verifyHmacHeader(first ?? value, scheme, body, secrets);
}
