// The published keys of one issuer: fetched by discovery (OpenID Connect Discovery 1.0 §4), kept,
// fetched again when they are old or a token names one that nobody knows, at most once in a while;
// the last ones are lived with for a limited time while the issuer is away.
import { createLocalJWKSet, errors, type CryptoKey, type JWK } from 'jose';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Counter } from '../lib/metrics.ts';
import type { Compact } from './compact.ts';
import { tokenRefused } from './errors.ts';
import { isSafeUrl, type GetDocument, type Issuer } from './issuers.ts';
import { ISSUER_KEYS, KEYS_AGE_MS, KEYS_REFETCH_MS, KEYS_STALE_MS } from './limits.ts';

export interface IssuerKeys {
  /**
   * The key that a token's header names.
   *
   * @throws ActaError 401 `key_unknown`, 503 `issuer_unreachable`
   */
  find(header: Compact['header']): Promise<CryptoKey>;
}

export interface KeysContext {
  getDocument: GetDocument;
  clock: Clock;
  limits: Limits;
  logger: Logger;
  /** Labels `issuer` and `outcome`. */
  fetches: Counter;
}

type Find = ReturnType<typeof createLocalJWKSet>;

const KID_CHARS = 256;

/** Fetches nothing until the first token. */
export function createIssuerKeys(
  issuer: Pick<Issuer, 'issuer' | 'jwks_uri' | 'jwks_file'>,
  context: KeysContext,
): IssuerKeys {
  const { clock, limits, logger, fetches } = context;
  let held: { find: Find; fetched: number } | null = null;
  let tried = -Infinity;
  let running: Promise<void> | null = null;

  async function fetchOnce(): Promise<void> {
    tried = clock.now();
    try {
      const find = keySet(await documentOf(issuer, context.getDocument), limits);
      held = { find, fetched: tried };
      fetches.inc({ issuer: issuer.issuer, outcome: 'success' });
    } catch (error) {
      fetches.inc({ issuer: issuer.issuer, outcome: 'failure' });
      logger.warn('the keys of an issuer could not be fetched', {
        issuer: issuer.issuer,
        reason: messageOf(error),
      });
    }
  }

  /** All that ask at once wait for one fetch; between two lies `KEYS_REFETCH_MS`. */
  async function refresh(): Promise<void> {
    if (running === null) {
      if (clock.now() - tried < limits.value(KEYS_REFETCH_MS)) return;
      running = fetchOnce().finally(() => (running = null));
    }
    await running;
  }

  async function current(): Promise<Find> {
    const age = () => (held === null ? Infinity : clock.now() - held.fetched);
    if (age() >= limits.value(KEYS_AGE_MS)) await refresh();
    if (held === null || age() >= limits.value(KEYS_STALE_MS)) {
      throw tokenRefused('issuer_unreachable');
    }
    return held.find;
  }

  return {
    async find(header) {
      const { alg, kid } = header;
      if (kid !== undefined && (typeof kid !== 'string' || kid.length > KID_CHARS)) {
        throw tokenRefused('key_unknown');
      }
      const wanted = kid === undefined ? { alg } : { alg, kid };
      const known = await keyOf(await current(), wanted);
      if (known !== null) return known;
      await refresh();
      const fresh = await keyOf(await current(), wanted);
      if (fresh === null) throw tokenRefused('key_unknown');
      return fresh;
    },
  };
}

async function keyOf(find: Find, wanted: { alg: string; kid?: string }): Promise<CryptoKey | null> {
  try {
    return await find(wanted);
  } catch (error) {
    if (error instanceof errors.JOSEError) return null; // none, several, or one that is unusable
    throw error;
  }
}

/** @throws where the issuer says something that it must not */
async function documentOf(
  { issuer, jwks_uri, jwks_file }: Pick<Issuer, 'issuer' | 'jwks_uri' | 'jwks_file'>,
  getDocument: GetDocument,
): Promise<unknown> {
  if (jwks_file !== undefined) return getDocument({ file: jwks_file });
  if (jwks_uri !== undefined) return getDocument({ url: jwks_uri });
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const found = (await getDocument({ url })) as { issuer?: unknown; jwks_uri?: unknown } | null;
  if (found?.issuer !== issuer) throw new Error('Its configuration names another issuer.');
  if (!isSafeUrl(found.jwks_uri)) throw new Error('Its configuration has no safe jwks_uri.');
  return getDocument({ url: found.jwks_uri });
}

/** Public signature keys only, and not more than the limit. */
function keySet(document: unknown, limits: Limits): Find {
  const { keys } = (document ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('It gave no key set.');
  const most = limits.value(ISSUER_KEYS);
  if (keys.length > most) limits.reached(ISSUER_KEYS);
  const usable = keys.slice(0, most).filter(isPublicKey);
  return createLocalJWKSet({ keys: usable });
}

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** Whether it is the public half of a key pair, and nothing else. */
export function isPublicKey(key: unknown): key is JWK {
  if (typeof key !== 'object' || key === null || Array.isArray(key)) return false;
  const { kty } = key as JWK;
  return (
    (kty === 'RSA' || kty === 'EC' || kty === 'OKP') && PRIVATE.every((member) => !(member in key))
  );
}
