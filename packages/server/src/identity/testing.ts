// A real issuer on a local socket, with keys that can be rotated, and senders that hold keys.
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { manualClock } from '../lib/clock.ts';
import { createLimits } from '../lib/limits.ts';
import { silentLogger } from '../lib/logger.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createRandom } from '../lib/random.ts';
import type { GetDocument, Issuer } from './issuers.ts';
import { createWorkloads, type Presented } from './workloads.ts';

export const audience = 'https://acta.example.com';
/** 2026-11-20T09:00:00.000Z */
export const start_ms = Date.UTC(2026, 10, 20, 9);

type TestLike = { after(done: () => Promise<void>): void };
type Claims = Record<string, unknown>;

/** What a job of GitHub Actions would be told. */
export const githubClaims = {
  sub: 'repo:acme/pay:environment:production',
  repository: 'acme/pay',
  repository_owner: 'acme',
  run_id: '4711',
  run_attempt: '1',
  workflow: 'Deploy',
  workflow_ref: 'acme/pay/.github/workflows/deploy.yml@refs/heads/main',
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  actor: 'octocat',
  actor_id: '583231',
  environment: 'production',
  event_name: 'push',
  runner_environment: 'github-hosted',
};

export interface TestIssuer {
  url: string;
  /** Requests for its keys so far. */
  fetches: number;
  /** Answers 500 while set. */
  away: boolean;
  /** What its configuration says instead, member by member. */
  configuration: Claims;
  /** Keys that it publishes beside its own. */
  extra: unknown[];
  /** Signs with a new key from now on; the old one is no longer published. */
  rotate(): Promise<void>;
  /** A token; claims that are undefined are left out. */
  token(claims?: Claims, header?: Claims): Promise<string>;
  key: CryptoKey;
  publicKey: CryptoKey;
  kid: string;
}

/** Starts an issuer; `now` gives milliseconds since 1970. */
export async function startIssuer(t: TestLike, now: () => number): Promise<TestIssuer> {
  const server = createServer((request, response) => {
    void answer(issuer, request.url ?? '').then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fetches: 0,
    away: false,
    configuration: {},
    extra: [],
    async rotate() {
      const pair = await generateKeyPair('RS256', { extractable: true });
      Object.assign(issuer, { key: pair.privateKey, publicKey: pair.publicKey });
      issuer.kid = randomUUID();
    },
    async token(claims = {}, header = {}) {
      const seconds = Math.floor(now() / 1000);
      const all = {
        iss: issuer.url,
        aud: audience,
        iat: seconds,
        nbf: seconds,
        exp: seconds + 300,
        jti: randomUUID(),
        ...githubClaims,
        ...claims,
      };
      return new SignJWT(all)
        .setProtectedHeader({ alg: 'RS256', kid: issuer.kid, typ: 'JWT', ...header })
        .sign(issuer.key);
    },
  } as Omit<TestIssuer, 'key' | 'publicKey' | 'kid'> as TestIssuer;
  await issuer.rotate();
  return issuer;
}

async function answer(
  issuer: TestIssuer,
  path: string,
): Promise<{ status: number; body: unknown }> {
  if (issuer.away) return { status: 500, body: {} };
  if (path === '/.well-known/openid-configuration') {
    const body = { issuer: issuer.url, jwks_uri: `${issuer.url}/keys`, ...issuer.configuration };
    return { status: 200, body };
  }
  issuer.fetches++;
  const own = { ...(await exportJWK(issuer.publicKey)), kid: issuer.kid, alg: 'RS256', use: 'sig' };
  return { status: 200, body: { keys: [...issuer.extra, own] } };
}

/** Fetches as they are, for tests. */
export const getDocument: GetDocument = async (place) => {
  if ('file' in place) throw new Error('No file in tests.');
  const response = await fetch(place.url);
  if (!response.ok) throw new Error(`It answered ${response.status}.`);
  return response.json();
};

export interface Sender {
  /** RFC 7638. */
  thumbprint: string;
  proof(about: { url: string; token: string } & Claims, header?: Claims): Promise<string>;
}

/** Somebody with a key of its own. */
export async function newSender(now: () => number): Promise<Sender> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return {
    thumbprint: await calculateJwkThumbprint(jwk, 'sha256'),
    proof({ url, token, ...claims }, header = {}) {
      const all = {
        jti: randomUUID(),
        htm: 'POST',
        htu: url,
        iat: Math.floor(now() / 1000),
        ath: createHash('sha256').update(token).digest('base64url'),
        ...claims,
      };
      return new SignJWT(all)
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
        .sign(privateKey);
    },
  };
}

/** An issuer and who looks at its tokens, on one clock. */
export async function openIdentity(
  t: TestLike,
  change: { issuer?: Partial<Issuer>; limits?: Record<string, number> } = {},
) {
  const clock = manualClock(start_ms);
  const issuer = await startIssuer(t, () => clock.now());
  const metrics = createMetrics();
  const settings: Issuer = {
    issuer: issuer.url,
    audiences: [audience],
    algorithms: ['RS256', 'ES256'],
    rules: [{ claims: { repository: 'acme/*' }, sources: ['ci'] }],
    ...change.issuer,
  };
  const workloads = createWorkloads({
    issuers: [settings],
    pushIssuers: [issuer.url],
    getDocument,
    clock,
    random: createRandom(),
    limits: createLimits(change.limits ?? {}, metrics),
    metrics,
    logger: silentLogger(),
  });
  const url = `${audience}/v1/events`;
  return {
    clock,
    issuer,
    workloads,
    metrics,
    url,
    identify: (token: string, more: Partial<Presented> = {}) =>
      workloads.identify({ token, bound: false, method: 'POST', url, ...more }),
  };
}
