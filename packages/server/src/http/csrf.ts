// A request that changes something and leans on a cookie must come from our own page: browsers say
// so in Sec-Fetch-Site, older ones in Origin. One that says neither is refused.
import type { IncomingHttpHeaders } from 'node:http';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isUnsafe = (method: string): boolean => !SAFE.has(method);

/** Whether the headers prove that the request comes from the same origin as `host`. */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return isOwnOrigin(headers);
}

/**
 * Whether nothing in the headers says that another site sent the request (programs say nothing).
 */
export function isNotForeign(headers: IncomingHttpHeaders): boolean {
  if (headers['sec-fetch-site'] !== undefined) return isSameOrigin(headers);
  return headers.origin === undefined || isOwnOrigin(headers);
}

function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
