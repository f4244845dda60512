// Products without a signature: a bearer or basic credential, or a secret in a header of its own.
import { refused } from './hmac.ts';
import { matchesSecret } from './secrets.ts';
import type { Delivery, Secrets, VerifyResult } from './types.ts';

const bearerShape = /^(?:bearer|splunk|token) ([^\s,]{1,4096})$/i;
const basicShape = /^basic ([A-Za-z0-9+/]{1,8192}={0,2})$/i;

export interface AuthorizationOptions {
  via?: string;
  /** The user name that basic credentials must carry; any where absent. */
  user?: string | undefined;
  /** Headers (lower case) that may hold the secret as their whole value. */
  headers?: readonly string[];
}

/**
 * Verifies by `Authorization: Bearer SECRET` (also `Splunk`, `Token`), by `Authorization: Basic`
 * with the secret as the password, or by one of the named headers. Codes: `credential_missing`,
 * `credential_malformed`, `credential_mismatch`.
 */
export function verifyAuthorization(
  delivery: Delivery,
  secrets: Secrets,
  options: AuthorizationOptions = {},
): VerifyResult {
  const presented = presentedSecret(delivery.headers, options);
  if (typeof presented !== 'string') return presented;
  return matchesSecret(presented, secrets)
    ? { ok: true, assurance: 'source_authenticated', via: options.via ?? 'webhook' }
    : refused('credential_mismatch', 'The token or password is not the secret of this source.');
}

function presentedSecret(
  headers: Delivery['headers'],
  { user, headers: names = [] }: AuthorizationOptions,
): string | (VerifyResult & { ok: false }) {
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) return value.trim();
  }
  const authorization = headers['authorization']?.trim();
  if (authorization === undefined) {
    const also = names.length === 0 ? '' : ` or ${names.join(' or ')}`;
    return refused(
      'credential_missing',
      `There is no Authorization header${also}: set the secret of this source in the product.`,
    );
  }
  const bearer = bearerShape.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = basicShape.exec(authorization)?.[1];
  const pair = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) {
    return refused('credential_malformed', 'Authorization is neither Bearer nor Basic.');
  }
  if (user !== undefined && pair.slice(0, colon) !== user) {
    return refused('credential_mismatch', 'The user name is not the one set for this source.');
  }
  return pair.slice(colon + 1);
}
