// A Pub/Sub push through the door, with the token of a real issuer on this machine.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openIdentity } from '../identity/testing.ts';
import { gcpAudit } from '../sources/gcp-audit/index.ts';
import type { Adapter, Settings } from '../sources/types.ts';
import { openBench } from './testing.ts';

const email = 'push@acme.iam.gserviceaccount.com';
const audience = 'https://acta.example.com/intake/gcp';
const claims = { aud: audience, email, email_verified: true };

const entry = {
  insertId: 'abc1',
  logName: 'projects/acme/logs/cloudaudit.googleapis.com%2Factivity',
  timestamp: '2026-11-19T08:15:02Z',
  protoPayload: {
    serviceName: 'iam.googleapis.com',
    methodName: 'google.iam.admin.v1.CreateServiceAccountKey',
    resourceName: 'projects/acme/serviceAccounts/deployer',
    authenticationInfo: { principalEmail: 'nora@acme.example' },
  },
};

async function open(t: TestContext, settings: Settings) {
  const { issuer, workloads } = await openIdentity(t);
  // Google's issuer can't be had in a test; all else of the adapter is as it is.
  const adapter: Adapter = {
    ...gcpAudit,
    pushToken: (given) => {
      const expected = gcpAudit.pushToken?.(given);
      return expected === undefined ? undefined : { ...expected, issuer: issuer.url };
    },
  };
  const bench = await openBench(t, { adapters: [adapter], pushTokens: workloads });
  await bench.store.sources.insert({
    id: 's2',
    type: 'gcp-audit',
    name: 'gcp',
    created: new Date(bench.clock.now()).toISOString(),
    paused: false,
    settings,
    secrets: ['the source has a secret too'],
  });
  const data = Buffer.from(JSON.stringify(entry)).toString('base64');
  const push = (authorization?: string) =>
    bench.doors.delivery('gcp', {
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: Buffer.from(JSON.stringify({ message: { data, messageId: '1' } })),
      remoteAddress: '203.0.113.9',
    });
  return { issuer, bench, push };
}

test('a push with the token of the named account is taken', async (t) => {
  const settings = { service_account: email, push_audience: audience };
  const { issuer, bench, push } = await open(t, settings);
  const answer = await push(`Bearer ${await issuer.token(claims)}`);
  assert.equal(answer.status, 200, answer.body);
  const stored = (await bench.entries()).map(({ event }) => event);
  const found = stored.find(({ action }) => action === 'key.created');
  assert.equal(found?.actor.id, 'gcp:nora@acme.example');
  assert.equal(found?.actor.assurance, 'source_authenticated');
});

test('any other token, and the secret of the source, are refused', async (t) => {
  const settings = { service_account: email, push_audience: audience };
  const { issuer, push } = await open(t, settings);
  const token = (more: object) => issuer.token({ ...claims, ...more });
  for (const [code, authorization] of [
    ['token_malformed', undefined],
    ['token_malformed', 'Bearer the-source-has-a-secret-too'],
    ['push_subject_wrong', `Bearer ${await token({ email: 'other@acme.example' })}`],
    ['push_subject_wrong', `Bearer ${await token({ email_verified: 'true' })}`],
    ['push_subject_wrong', `Bearer ${await token({ email_verified: undefined })}`],
    ['audience_wrong', `Bearer ${await token({ aud: 'https://elsewhere.example' })}`],
    ['issuer_unknown', `Bearer ${await token({ iss: 'https://accounts.google.com' })}`],
    ['token_expired', `Bearer ${await token({ exp: 1 })}`],
  ] as const) {
    await assert.rejects(push(authorization), { code, status: 401 });
  }
});

test('without an audience in the settings no token fits', async (t) => {
  const { issuer, push } = await open(t, { service_account: email });
  const token = await issuer.token(claims);
  await assert.rejects(push(`Bearer ${token}`), { code: 'audience_wrong' });
});

test('while the keys can’t be had Pub/Sub is told to come again', async (t) => {
  const settings = { service_account: email, push_audience: audience };
  const { issuer, push } = await open(t, settings);
  issuer.away = true;
  const token = await issuer.token(claims);
  await assert.rejects(push(`Bearer ${token}`), { code: 'issuer_unreachable', status: 503 });
});
