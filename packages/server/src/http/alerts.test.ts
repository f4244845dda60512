import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, AlertDetail, AlertsAnswer, Silence } from '@acta/sdk';
import { createServer } from './index.ts';
import { createWorld } from './testing/world.ts';

const TIME = Date.UTC(2026, 10, 20);

async function open(findings: number) {
  const world = await createWorld();
  await world.context.alerts.keep(
    Array.from({ length: findings }, (_, n) => ({
      key: `k${n}`,
      rule: n % 2 === 0 ? 'high' : 'low',
      rule_hash: '',
      group: { n: String(n) },
      time: TIME,
      first: TIME,
      count: 1,
      entries: [n],
      historical: false,
    })),
  );
  const app = await createServer(world.context, world.closing.signal);
  const call = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const headers = world.keys.responder;
    const answer = await app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  };
  return { call, recorded: world.recorded };
}

test('alerts are listed by page and filter, with what is open', async () => {
  const { call } = await open(5);
  const first = (await call('GET', '/v1/alerts?limit=2')).body as AlertsAnswer;
  const rest = (await call('GET', `/v1/alerts?limit=9&cursor=${first.next}`)).body as AlertsAnswer;
  assert.deepEqual(
    [...first.alerts, ...rest.alerts].map(({ id }) => id),
    ['alr_4', 'alr_3', 'alr_2', 'alr_1', 'alr_0'],
  );
  assert.equal(rest.next, null);
  assert.deepEqual(first.open, { informational: 0, low: 2, medium: 0, high: 3, critical: 0 });
  const low = (await call('GET', '/v1/alerts?level=low&status=open,resolved')).body as AlertsAnswer;
  assert.deepEqual(
    low.alerts.map(({ rule }: Alert) => rule.level),
    ['low', 'low'],
  );
});

test('alerts come in the order that is asked for, with who was told and what is at risk', async () => {
  const { call } = await open(4);
  const url = '/v1/alerts?order=-level&limit=3';
  const first = (await call('GET', url)).body as AlertsAnswer;
  const rest = (await call('GET', `${url}&cursor=${first.next}`)).body as AlertsAnswer;
  assert.deepEqual(
    [...first.alerts, ...rest.alerts].map(({ id }) => id),
    ['alr_2', 'alr_0', 'alr_3', 'alr_1'],
  );
  assert.equal((await call('GET', `/v1/alerts?cursor=${first.next}`)).status, 400);
  assert.deepEqual([first.quiet, first.risk], [0, {}]);
  const quiet = (await call('GET', '/v1/alerts?quiet=true')).body as AlertsAnswer;
  const loud = (await call('GET', '/v1/alerts?quiet=false&order=-risk')).body as AlertsAnswer;
  assert.deepEqual([quiet.alerts.length, loud.alerts.length], [0, 4]);
  const { body } = await call('GET', '/v1/alerts/alr_0');
  assert.deepEqual((body as AlertDetail).risk, { actor: null, target: null });
});

test('what is asked wrongly is refused', async () => {
  const { call } = await open(1);
  assert.equal((await call('GET', '/v1/alerts?level=severe')).status, 400);
  assert.equal((await call('GET', '/v1/alerts?cursor=nonsense')).status, 400);
  assert.equal((await call('GET', '/v1/alerts?quiet=perhaps')).status, 400);
  assert.equal((await call('GET', '/v1/alerts?order=shuffled')).status, 400);
  assert.equal((await call('GET', '/v1/alerts/none')).status, 404);
  assert.equal((await call('POST', '/v1/alerts/alr_0/actions', { action: 'shout' })).status, 400);
  const past = { ends: '2020-01-01T00:00:00.000Z', reason: 'x', match: { rule: 'high' } };
  assert.equal((await call('POST', '/v1/silences', past)).status, 400);
  const all = { ends: '2030-01-01T00:00:00.000Z', reason: 'x', match: {} };
  assert.equal((await call('POST', '/v1/silences', all)).status, 400);
});

test('an alert is acknowledged and resolved, and both are recorded', async () => {
  const { call, recorded } = await open(1);
  const url = '/v1/alerts/alr_0/actions';
  assert.equal((await call('POST', url, { action: 'acknowledge' })).status, 200);
  const resolved = { action: 'resolve', verdict: 'false_positive', note: 'a rehearsal' };
  const { body } = await call('POST', url, resolved);
  assert.equal((body as AlertDetail).status, 'resolved');
  assert.equal((body as AlertDetail).history.length, 3);
  assert.equal((await call('POST', url, { action: 'start' })).status, 409);
  assert.deepEqual(
    recorded.map(({ action }) => action).filter((action) => action.startsWith('alert.')),
    ['alert.raised', 'alert.acknowledged', 'alert.resolved'],
  );
});

test('a silence is made, listed and ended', async () => {
  const { call } = await open(0);
  const asked = { ends: '2030-01-01T00:00:00.000Z', reason: 'a move', match: { source: 'acme' } };
  const { status, body } = await call('POST', '/v1/silences', asked);
  assert.equal(status, 201);
  const { id } = body as Silence;
  assert.equal((await call('DELETE', `/v1/silences/${id}`)).status, 204);
  const { items } = (await call('GET', '/v1/silences')).body as { items: Silence[] };
  assert.ok(items[0]!.ends < asked.ends);
  assert.equal((await call('DELETE', '/v1/silences/none')).status, 404);
});
