import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import type { Delivery, PushToken, Secrets, Settings, VerifyResult } from '../types.ts';

/** Signs the tokens of push subscriptions. */
export const googleIssuer = 'https://accounts.google.com';

/**
 * What the token of a Pub/Sub push must say, where the settings name the subscription's service
 * account. Without an audience in the settings none fits: a token for elsewhere must not do here.
 */
export function pushToken(settings: Settings): PushToken | undefined {
  const { service_account: email, push_audience: audience } = settings;
  if (typeof email !== 'string' || email === '') return undefined;
  return {
    issuer: googleIssuer,
    audience:
      typeof audience === 'string' && audience !== '' ? audience : 'push_audience is not set',
    claims: { email, email_verified: true },
  };
}

/**
 * A static secret as Bearer, Basic or in `X-Acta-Secret`: for collectors, and proxies that add it.
 */
export function verifyGcp(delivery: Delivery, secrets: Secrets): VerifyResult {
  return verifyAuthorization(delivery, secrets, { via: 'webhook', headers: [secretHeader] });
}
