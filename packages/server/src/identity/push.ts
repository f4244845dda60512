// Tokens with which a product signs its own pushes (Google Cloud Pub/Sub): they say which account
// delivers, not who acted in what is delivered.
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import { readCompact } from './compact.ts';
import { tokenRefused } from './errors.ts';
import type { Issuer } from './issuers.ts';
import { createIssuerKeys, type IssuerKeys, type KeysContext } from './keys.ts';
import { LEEWAY_MS, TOKEN_BYTES } from './limits.ts';
import { claimAt } from './rules.ts';
import { checkClaims, checkHeader, checkSignature } from './token.ts';

/** What a product's token must say. */
export interface PushToken {
  issuer: string;
  audience: string;
  /** Claims and their values, exactly. */
  claims: Readonly<Record<string, string | boolean>>;
}

export interface PushTokens {
  /** @throws ActaError 401, 503 */
  checkPush(token: string, expected: PushToken): Promise<void>;
}

/** @param names issuers of products: no other is ever asked for keys */
export function createPushTokens(
  names: readonly string[],
  context: KeysContext & { clock: Clock; limits: Limits },
): PushTokens {
  const keysOf = new Map<string, IssuerKeys>(
    names.map((issuer) => [issuer, createIssuerKeys({ issuer }, context)]),
  );
  return {
    async checkPush(token, { issuer: name, audience, claims: wanted }) {
      const { clock, limits } = context;
      const keys = keysOf.get(name);
      if (keys === undefined) throw tokenRefused('issuer_unknown');
      if (token.length > limits.value(TOKEN_BYTES)) throw tokenRefused('token_too_large');
      const compact = readCompact(token, {
        malformed: 'token_malformed',
        algorithm: 'algorithm_refused',
      });
      const issuer: Issuer = {
        issuer: name,
        audiences: [audience],
        algorithms: ['RS256', 'ES256'],
        rules: [],
      };
      if (compact.claims['iss'] !== name) throw tokenRefused('issuer_unknown');
      checkHeader(compact, issuer);
      const key = await keys.find(compact.header);
      await checkSignature(token, compact.header.alg, key);
      const { all } = checkClaims(compact.claims, issuer, clock.now(), limits.value(LEEWAY_MS));
      const isMeant = Object.entries(wanted).every(([path, value]) => claimAt(all, path) === value);
      if (!isMeant) throw tokenRefused('push_subject_wrong');
    },
  };
}
