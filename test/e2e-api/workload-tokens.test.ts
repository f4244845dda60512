// Workloads send with their own tokens: a real issuer, a real server, real proofs.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { newSender, startIssuer } from '../../packages/server/src/identity/testing.ts';
import { newHome, start, until, type Started } from './server-process.ts';

const AUDIENCE = 'https://acta.test';
const event = {
  action: 'deployment.succeeded',
  actor: { type: 'user', id: 'github:583231', name: 'octocat' },
  target: { type: 'service', id: 'pay', name: 'pay' },
};

async function open(t: TestContext) {
  const issuer = await startIssuer(t, () => Date.now());
  const home = newHome();
  t.after(() => home.remove());
  const settings = join(dirname(home.data), 'acta.yaml');
  const rules = [{ claims: { repository: 'acme/*', ref: 'refs/heads/main' }, source: 'ci' }];
  const issuers = [{ issuer: issuer.url, audience: AUDIENCE, rules }];
  // JSON is YAML.
  writeFileSync(settings, JSON.stringify({ workload: { issuers } }));
  const server = await start(home, ['--config', settings]);
  t.after(async () => void (await server.stop()));
  const made = await server.call('POST', '/v1/sources', { type: 'events', name: 'ci' });
  assert.equal(made.status, 201, made.text);
  const send = (body: unknown, headers: Record<string, string>) =>
    server.call('POST', '/v1/events', body, headers);
  return {
    issuer,
    server,
    send,
    token: (claims = {}) => issuer.token({ aud: AUDIENCE, ...claims }),
  };
}

async function found(server: Started, q: string, count = 1) {
  const path = `/v1/events?q=${encodeURIComponent(q)}`;
  const answer = await until(
    () => server.call('GET', path),
    ({ json }) => json.events.length >= count,
  );
  return answer.json.events;
}

test('a token alone writes for the source of its rule, as the workload', async (t) => {
  const { server, send, token } = await open(t);
  const sent = await send(event, { authorization: `Bearer ${await token({ jti: 'job-1' })}` });
  assert.equal(sent.status, 200, sent.text);
  const [stored] = await found(server, 'action:deployment.succeeded');
  assert.deepEqual([stored.source.type, stored.source.name], ['events', 'ci']);
  assert.equal(stored.actor.type, 'workload');
  assert.match(stored.actor.id, /^http:\/\/127.*:repo:acme\/pay:environment:production$/);
  assert.equal(stored.actor.name, 'acme/pay: Deploy');
  assert.equal(stored.actor.assurance, 'token_verified');
  assert.equal(stored.actor.credential.id, 'job-1');
  assert.equal(stored.actor.on_behalf_of.id, 'github:583231');
  assert.equal(stored.actor.on_behalf_of.assurance, 'token_verified');
  assert.deepEqual(stored.pipeline, {
    run: 'acme/pay/actions/runs/4711',
    commit: 'a'.repeat(40),
    ref: 'refs/heads/main',
    environment: 'production',
  });
  assert.deepEqual(stored.marks, ['time_missing']);
  // It may write, and nothing else.
  const authorization = `Bearer ${await token()}`;
  const read = await server.call('GET', '/v1/events', undefined, { authorization });
  assert.equal(read.status, 403);
  const session = await server.call('POST', '/v1/session', { token: await token() }, {});
  assert.equal(session.status, 400);
});

test('what contradicts the token is marked, and both stay', async (t) => {
  const { server, send, token } = await open(t);
  const mallory = { type: 'user', id: 'mallory', name: 'mallory' };
  const pipeline = { commit: 'b'.repeat(40), ref: 'main', run: '4711', job: 'deploy' };
  const body = { ...event, actor: mallory, pipeline };
  await send(body, { authorization: `Bearer ${await token()}` });
  const [stored] = await found(server, 'action:deployment.succeeded');
  assert.deepEqual(stored.marks, ['contradicted', 'time_missing']);
  assert.equal(stored.pipeline.commit, 'b'.repeat(40));
  assert.equal(stored.pipeline.environment, 'production');
  assert.equal(stored.labels['token.commit'], 'a'.repeat(40));
  assert.equal(stored.labels['token.actor'], 'github:583231');
  assert.equal(stored.labels['token.ref'], undefined);
  assert.deepEqual(stored.actor.on_behalf_of, { ...mallory, assurance: 'claimed' });
});

test('beside a key the token says who acts, and the key for which source', async (t) => {
  const { server, send, token } = await open(t);
  const key = async (source: string) => {
    const made = await server.call('POST', '/v1/keys', { name: source, role: 'collector', source });
    return `Bearer ${made.json.key}`;
  };
  await server.call('POST', '/v1/sources', { type: 'events', name: 'other' });
  const workload = { 'acta-workload-token': await token() };
  const sent = await send(event, { authorization: await key('ci'), ...workload });
  assert.equal(sent.status, 200, sent.text);
  const [stored] = await found(server, 'source.name:ci action:deployment.succeeded');
  assert.equal(stored.actor.type, 'workload');
  const refused = await send(event, { authorization: await key('other'), ...workload });
  assert.deepEqual([refused.status, refused.json.code], [403, 'source_refused']);
});

test('the doors of other products take a token as they take a key', async (t) => {
  const { server, token } = await open(t);
  const authorization = async (scheme: string) => `${scheme} ${await token()}`;
  const basic = Buffer.from(`acta:${await token()}`).toString('base64');
  const body = (n: number) => ({ ...event, target: { type: 'service', id: `s${n}` } });
  const requests: [string, string, string][] = [
    ['/services/collector', await authorization('Splunk'), JSON.stringify({ event: body(1) })],
    ['/_bulk', `Basic ${basic}`, `{"create":{"_index":"a"}}\n${JSON.stringify(body(2))}\n`],
    [
      '/loki/api/v1/push',
      await authorization('Bearer'),
      JSON.stringify({
        streams: [{ stream: {}, values: [[`${Date.now()}000000`, JSON.stringify(body(3))]] }],
      }),
    ],
    [
      '/v1/logs',
      await authorization('Bearer'),
      JSON.stringify({
        resourceLogs: [
          { scopeLogs: [{ logRecords: [{ body: { stringValue: JSON.stringify(body(4)) } }] }] },
        ],
      }),
    ],
  ];
  for (const [path, header, sent] of requests) {
    const headers = { 'content-type': 'application/json', authorization: header };
    const answer = await server.call('POST', path, sent, headers);
    assert.ok(answer.status === 200 || answer.status === 204, `${path} ${answer.text}`);
  }
  const events = await found(server, 'source.name:ci action:deployment.succeeded', 4);
  const vias = events.map(({ source }: { source: { via: string } }) => source.via).sort();
  assert.deepEqual(vias, ['bulk', 'hec', 'loki', 'otlp']);
  for (const { actor } of events) {
    assert.deepEqual([actor.type, actor.assurance], ['workload', 'token_verified']);
    assert.equal(actor.on_behalf_of.id, 'github:583231');
  }
  const expired = { authorization: `Splunk ${await token({ exp: 1 })}` };
  const refused = await server.call('POST', '/services/collector', '{"event":"x"}', expired);
  assert.deepEqual([refused.status, refused.json.code], [401, 3]);
});

test('a token that brings records of a product acts in none of them', async (t) => {
  const { server, token } = await open(t);
  await server.call('DELETE', '/v1/sources/ci');
  await server.call('POST', '/v1/sources', { type: 'vault', name: 'ci' });
  const record = {
    time: '2026-11-19T08:15:02Z',
    type: 'response',
    auth: { display_name: 'ada', entity_id: 'e-1' },
    request: { id: 'r-1', operation: 'read', path: 'secret/data/pay' },
  };
  const headers = { authorization: `Splunk ${await token()}`, 'content-type': 'application/json' };
  const sent = JSON.stringify({ event: record });
  assert.equal((await server.call('POST', '/services/collector', sent, headers)).status, 200);
  const [stored] = await found(server, 'source.name:ci');
  assert.deepEqual([stored.actor.name, stored.actor.assurance], ['ada', 'source_authenticated']);
});

test('a bad token is refused with its reason, counted and recorded', async (t) => {
  const { server, send, token } = await open(t);
  const expired = { authorization: `Bearer ${await token({ exp: 1 })}` };
  const answer = await send(event, expired);
  assert.deepEqual([answer.status, answer.json.code], [401, 'token_expired']);
  assert.match(answer.headers.get('www-authenticate') ?? '', /invalid_token/);
  const branch = await token({ ref: 'refs/heads/feature' });
  const stranger = await send(event, { authorization: `Bearer ${branch}` });
  assert.deepEqual([stranger.status, stranger.json.code], [403, 'subject_refused']);
  const beside = await send(event, {
    authorization: `Bearer e2e-administrator-token-0123456789abcdef`,
    'acta-workload-token': 'not.a.token',
  });
  assert.deepEqual([beside.status, beside.json.code], [401, 'token_malformed']);
  const [failure] = await found(server, 'action:session.failed');
  assert.equal(failure.labels.how, 'workload:token_expired');
  const metrics = await server.call('GET', '/metrics');
  assert.match(metrics.text, /acta_identity_tokens_total\{outcome="token_expired"\} 1/);
});

test('a bound token: a nonce is asked for, a proof counts once, a thief gets nothing', async (t) => {
  const { server, send, token } = await open(t);
  const url = `${server.url}/v1/events`;
  const sender = await newSender(() => Date.now());
  const bound = await token({ aud: `${AUDIENCE}#jkt=${sender.thumbprint}` });
  const asBearer = await send(event, { authorization: `Bearer ${bound}` });
  assert.equal(asBearer.json.code, 'proof_missing');
  const dpop = async (more = {}) => ({
    authorization: `DPoP ${bound}`,
    dpop: await sender.proof({ url, token: bound, ...more }),
  });
  const asked = await send(event, await dpop());
  assert.deepEqual([asked.status, asked.json.code], [401, 'use_dpop_nonce']);
  assert.match(asked.headers.get('www-authenticate') ?? '', /^DPoP error="use_dpop_nonce"/);
  const nonce = asked.headers.get('dpop-nonce') ?? '';
  const headers = await dpop({ nonce });
  const sent = await send(event, headers);
  assert.equal(sent.status, 200, sent.text);
  assert.equal(sent.headers.get('dpop-nonce'), nonce);
  assert.equal((await send(event, headers)).json.code, 'proof_replayed');
  const thief = await newSender(() => Date.now());
  const proof = await thief.proof({ url, token: bound, nonce });
  const stolen = await send(event, { authorization: `DPoP ${bound}`, dpop: proof });
  assert.equal(stolen.json.code, 'proof_wrong_key');
  const [stored] = await found(server, 'action:deployment.succeeded');
  assert.equal(stored.actor.assurance, 'sender_constrained');
  assert.equal(stored.actor.credential.name, `jkt:${sender.thumbprint}`);
});

test('what is rejected of a workload keeps its workload in quarantine', async (t) => {
  const { server, send, token } = await open(t);
  const bad = { ...event, target: {} };
  const sent = await send([event, bad], { authorization: `Bearer ${await token()}` });
  assert.equal(sent.status, 207, sent.text);
  const held = await until(
    () => server.call('GET', '/v1/quarantine?source=ci'),
    ({ json }) => json.items.length > 0,
  );
  assert.equal(held.json.items[0].reason, 'event_invalid');
});
