import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { exportJWK } from 'jose';
import { audience, startIssuer } from '../identity/testing.ts';
import { createLimits } from '../lib/limits.ts';
import { silentLogger } from '../lib/logger.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createRandom } from '../lib/random.ts';
import { issuersSchema, openWorkloads } from './issuers.ts';
import { createTeardown } from './teardown.ts';

const github = 'https://token.actions.githubusercontent.com';
const good = {
  issuer: github,
  audience: 'https://acta.example.com',
  rules: [{ claims: { repository_owner: 'acme', run_attempt: 1 }, source: 'ci' }],
};

test('an issuer is read with its defaults', () => {
  assert.deepEqual(issuersSchema.parse([good]), [
    {
      issuer: github,
      audiences: ['https://acta.example.com'],
      algorithms: ['RS256', 'ES256'],
      rules: [{ claims: { repository_owner: 'acme', run_attempt: '1' }, sources: ['ci'] }],
    },
  ]);
  assert.deepEqual(issuersSchema.parse(undefined), []);
});

test('what would let strangers in is refused at the start', () => {
  const cases: [RegExp, object[]][] = [
    [/signs for everybody/, [{ ...good, rules: [{ claims: { ref: 'main' }, source: 'ci' }] }]],
    [/twice/, [good, good]],
    [/Invalid option/, [{ ...good, algorithms: ['HS256'] }]],
    [/Invalid option/, [{ ...good, algorithms: ['none'] }]],
    [/no https address/, [{ ...good, issuer: 'http://issuer.example' }]],
    [/no https address/, [{ ...good, jwks_uri: 'http://issuer.example/keys' }]],
    [/says nothing of any claim/, [{ ...good, rules: [{ claims: {}, source: 'ci' }] }]],
    [/./, [{ ...good, rules: [] }]],
    [/./, [{ ...good, audience: [] }]],
    [/Unrecognized key/, [{ ...good, algorithm: 'RS256' }]],
  ];
  for (const [message, value] of cases) {
    const { error } = issuersSchema.safeParse(value);
    assert.match(error?.message ?? 'taken', message, JSON.stringify(value));
    assert.ok(error, JSON.stringify(value));
  }
});

function open(t: TestContext, change: { issuer: string; jwks_file?: string }) {
  const metrics = createMetrics();
  const logger = silentLogger();
  const teardown = createTeardown(logger);
  t.after(() => teardown.run());
  const issuers = issuersSchema.parse([
    { ...good, ...change, rules: [{ claims: { repository: 'acme/*' }, source: 'ci' }] },
  ]);
  return openWorkloads({
    config: { egress: { allow: [] }, workload: { issuers } },
    teardown,
    clock: { now: () => Date.now() },
    random: createRandom(),
    limits: createLimits({}, metrics),
    metrics,
    logger,
  });
}

const present = (token: string) => ({ token, bound: false, method: 'POST', url: audience });

test('keys come through the guarded way out, of a configured host alone', async (t) => {
  const issuer = await startIssuer(t, () => Date.now());
  const workloads = open(t, { issuer: issuer.url });
  const known = await workloads.identify(present(await issuer.token()));
  assert.deepEqual(known.sources, ['ci']);
  // Its configuration may not lead into the operator's own network.
  const inside = await startIssuer(t, () => Date.now());
  inside.configuration = { jwks_uri: 'https://10.0.0.1/keys' };
  const other = open(t, { issuer: inside.url });
  await assert.rejects(other.identify(present(await inside.token())), {
    code: 'issuer_unreachable',
  });
});

test('keys come from a file where the issuer can’t be reached', async (t) => {
  const issuer = await startIssuer(t, () => Date.now());
  issuer.away = true;
  const dir = mkdtempSync(join(tmpdir(), 'acta-jwks-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const jwks_file = join(dir, 'keys.json');
  const key = { ...(await exportJWK(issuer.publicKey)), kid: issuer.kid };
  writeFileSync(jwks_file, JSON.stringify({ keys: [key] }));
  const workloads = open(t, { issuer: issuer.url, jwks_file });
  assert.deepEqual((await workloads.identify(present(await issuer.token()))).sources, ['ci']);
});
