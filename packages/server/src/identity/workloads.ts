// Who sends, by the token of its issuer: configured issuers only, each step in the order in which a
// wrong token costs least.
import type { Clock } from '../lib/clock.ts';
import { ActaError } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Random } from '../lib/random.ts';
import type { Workload } from '../lib/workload.ts';
import { factsOf } from './claims/facts.ts';
import { textAt } from './claims/reader.ts';
import { readCompact } from './compact.ts';
import { tokenRefused } from './errors.ts';
import type { GetDocument, Issuer } from './issuers.ts';
import { createIssuerKeys, type IssuerKeys } from './keys.ts';
import {
  LEEWAY_MS,
  NONCE_AGE_MS,
  PINNED_TOKENS,
  PROOF_MEMORY_ITEMS,
  TOKEN_BYTES,
} from './limits.ts';
import { createMemory, type Memory } from './memory.ts';
import { createNonces, type Nonces } from './nonces.ts';
import { checkProof, digest, type ProofContext } from './proof.ts';
import { createPushTokens, type PushTokens } from './push.ts';
import { ruleFor } from './rules.ts';
import { checkClaims, checkHeader, checkSignature, type CheckedClaims } from './token.ts';

/** A token as a request brings it. */
export interface Presented {
  token: string;
  /** The header `DPoP`. */
  proof?: string | undefined;
  /** It came as `Authorization: DPoP`, which needs a proof. */
  bound: boolean;
  method: string;
  /** The address as the sender knows it. */
  url: string;
}

export interface Known {
  workload: Workload;
  /** Those it may write for; a sender without a key writes for the first. */
  sources: readonly string[];
  /** The nonce for its next proof, where it made one. */
  nonce?: string;
}

export interface Workloads extends PushTokens {
  /** Whether any issuer is configured: else no token is looked at. */
  readonly configured: boolean;
  /** @throws ActaError 401, 403, 503: each with a code of `errors.ts` */
  identify(presented: Presented): Promise<Known>;
}

export interface WorkloadsOptions {
  issuers: readonly Issuer[];
  /** Issuers with which products sign their own pushes. */
  pushIssuers: readonly string[];
  getDocument: GetDocument;
  clock: Clock;
  random: Random;
  limits: Limits;
  metrics: Metrics;
  logger: Logger;
}

interface Parts extends ProofContext {
  issuers: ReadonlyMap<string, { issuer: Issuer; keys: IssuerKeys }>;
  /** Token → thumbprint of the key that it was first used with. */
  pins: Memory<string>;
  nonces: Nonces;
}

/** Wires it; fetches nothing until the first token. */
export function createWorkloads(options: WorkloadsOptions): Workloads {
  const { clock, random, limits, metrics } = options;
  const fetches = metrics.counter(
    'acta_identity_key_fetches_total',
    'Fetches of keys from issuers of workload tokens.',
    ['issuer', 'outcome'],
  );
  const tokens = metrics.counter(
    'acta_identity_tokens_total',
    'Workload tokens looked at, by what came of it.',
    ['outcome'],
  );
  const parts: Parts = {
    clock,
    limits,
    issuers: new Map(
      options.issuers.map((issuer) => [
        issuer.issuer,
        { issuer, keys: createIssuerKeys(issuer, { ...options, fetches }) },
      ]),
    ),
    nonces: createNonces(clock, random, limits.value(NONCE_AGE_MS)),
    used: createMemory(clock, limits.value(PROOF_MEMORY_ITEMS)),
    pins: createMemory(clock, limits.value(PINNED_TOKENS)),
  };
  return {
    ...createPushTokens(options.pushIssuers, { ...options, fetches }),
    configured: options.issuers.length > 0,
    async identify(presented) {
      try {
        const known = await identify(presented, parts);
        tokens.inc({ outcome: 'accepted' });
        return known;
      } catch (error) {
        tokens.inc({ outcome: error instanceof ActaError ? error.code : 'error' });
        throw error;
      }
    },
  };
}

async function identify(presented: Presented, parts: Parts): Promise<Known> {
  const { token } = presented;
  const { issuer, claims } = await checkToken(token, parts);
  const rule = ruleFor(issuer.rules, claims.all);
  if (rule === undefined) throw tokenRefused('subject_refused');
  const key = await checkBinding(presented, claims, parts);
  const facts = factsOf(claims.all);
  const assurance = claims.boundKey === undefined ? 'token_verified' : 'sender_constrained';
  const id = textAt(claims.all, 'jti') ?? digest(token);
  return {
    sources: rule.sources,
    ...(key === undefined ? {} : { nonce: parts.nonces.current() }),
    workload: {
      actor: {
        type: 'workload',
        id: `${claims.iss}:${claims.sub}`,
        ...(facts.name === undefined ? {} : { name: facts.name }),
        assurance,
        credential: {
          type: key === undefined ? 'oidc' : 'oidc+dpop',
          id,
          ...(key === undefined ? {} : { name: `jkt:${key}` }),
          expires: new Date(claims.expires).toISOString(),
        },
      },
      ...(facts.person === undefined
        ? {}
        : { person: { ...facts.person, assurance: 'token_verified' } }),
      pipeline: facts.pipeline,
      compared: facts.compared,
      labels: facts.labels,
    },
  };
}

async function checkToken(token: string, { issuers, limits, clock }: Parts) {
  if (token.length > limits.value(TOKEN_BYTES)) throw tokenRefused('token_too_large');
  const compact = readCompact(token, {
    malformed: 'token_malformed',
    algorithm: 'algorithm_refused',
  });
  const { iss } = compact.claims;
  const known = typeof iss === 'string' ? issuers.get(iss) : undefined;
  if (known === undefined) throw tokenRefused('issuer_unknown');
  checkHeader(compact, known.issuer);
  const key = await known.keys.find(compact.header);
  await checkSignature(token, compact.header.alg, key);
  const leeway_ms = limits.value(LEEWAY_MS);
  const claims = checkClaims(compact.claims, known.issuer, clock.now(), leeway_ms);
  return { issuer: known.issuer, claims };
}

/**
 * A bound token needs a proof of its key. One that the issuer did not bind is held to the key that
 * it was first used with: who steals it later can't use it, who stole it first could.
 *
 * @returns The thumbprint of the key that was proven, where one was
 */
async function checkBinding(
  { token, proof, bound, method, url }: Presented,
  claims: CheckedClaims,
  parts: Parts,
): Promise<string | undefined> {
  const name = digest(token);
  const wanted = claims.boundKey ?? parts.pins.get(name);
  if (proof === undefined) {
    if (!bound && wanted === undefined) return undefined;
    throw tokenRefused('proof_missing', { nonce: parts.nonces.current() });
  }
  const key = await checkProof(proof, { method, url, token }, parts);
  if (wanted !== undefined && wanted !== key) throw tokenRefused('proof_wrong_key');
  if (wanted === undefined) pin(name, key, claims.expires, parts);
  return key;
}

function pin(name: string, key: string, expires: number, { pins, limits }: Parts): void {
  const ends = expires + limits.value(LEEWAY_MS);
  if (pins.add(name, key, ends)) return;
  limits.reached(PINNED_TOKENS);
  pins.dropOldest();
  pins.add(name, key, ends);
}
