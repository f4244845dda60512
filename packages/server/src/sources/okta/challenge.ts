// Okta asks once whether an address is meant for its event hook: a GET with a value to be echoed.
import type { Delivery } from '../types.ts';

const header = 'x-okta-verification-challenge';

/** The answer to Okta's one-time check, or undefined where the request is none. */
export function oktaChallenge(
  delivery: Delivery,
): { contentType: string; body: string } | undefined {
  const value = delivery.headers[header];
  if (value === undefined || !/^[\x21-\x7e]{1,512}$/.test(value)) return undefined;
  return { contentType: 'application/json', body: JSON.stringify({ verification: value }) };
}
