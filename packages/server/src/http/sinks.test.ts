import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { AlertRoutes, Sink, SinkCreated, SinkDelivery, SinkKind, SinkTested } from '@acta/sdk';
import { createWorld } from './testing/world.ts';

interface Page<T> {
  items: T[];
  next: string | null;
}

async function open(t: TestContext) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(server.listening ? 200 : 500).end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const world = await createWorld();
  t.after(async () => {
    server.close();
    await world.close();
  });
  // oxlint-disable-next-line no-unnecessary-type-parameters
  const call = async <T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ) => {
    const answer = await world.app.inject({
      method,
      url,
      headers: world.keys.admin,
      ...(payload === undefined ? {} : { payload }),
    });
    const body = (answer.body === '' ? null : answer.json()) as T;
    return { status: answer.statusCode, body };
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const raise = (n: number) =>
    world.context.alerts.keep([
      {
        key: `k${n}`,
        rule: 'high',
        rule_hash: '',
        group: { n: String(n) },
        time: n,
        first: n,
        count: 1,
        entries: [n],
        historical: false,
      },
    ]);
  return { world, call, url, bodies, raise };
}

test('a sink is created, tested, changed and removed; each step is an event', async (t) => {
  const { world, call, url, bodies } = await open(t);
  const kinds = await call<Page<SinkKind>>('GET', '/v1/sink-kinds');
  assert.ok(kinds.body.items.some(({ kind }) => kind === 'webhook'));
  const made = await call<SinkCreated>('POST', '/v1/sinks', {
    kind: 'webhook',
    name: 'ops',
    settings: { url },
  });
  assert.equal(made.status, 201);
  assert.match(made.body.secret ?? '', /^whsec_/);
  const tested = await call<SinkTested>('POST', '/v1/sinks/ops/test');
  assert.deepEqual([tested.body.delivered, tested.body.status], [true, 200]);
  assert.equal(JSON.parse(bodies[0]!).type, 'sink.tested');
  const changed = await call<Sink>('PATCH', '/v1/sinks/ops', { fold_s: 600, enabled: false });
  assert.deepEqual([changed.body.fold_s, changed.body.health.state], [600, 'disabled']);
  assert.equal((await call('DELETE', '/v1/sinks/ops')).status, 204);
  assert.equal((await call('GET', '/v1/sinks/ops')).status, 404);
  assert.deepEqual(
    world.recorded.map(({ action }) => action),
    ['sink.created', 'sink.tested', 'sink.changed', 'sink.removed'],
  );
  const said = JSON.stringify([changed.body, world.recorded]);
  assert.ok(!said.includes(made.body.secret ?? '-'));
});

test('an alert is delivered, listed page by page, and shown with its attempts', async (t) => {
  const { world, call, url, raise } = await open(t);
  await call('POST', '/v1/sinks', { kind: 'webhook', name: 'ops', settings: { url } });
  for (const n of [1, 2, 3]) await raise(n);
  await world.sinks.dispatcher.settled();
  const first = (await call<Page<SinkDelivery>>('GET', '/v1/sinks/ops/deliveries?limit=2')).body;
  assert.equal(first.items.length, 2);
  const rest = (
    await call<Page<SinkDelivery>>('GET', `/v1/sinks/ops/deliveries?limit=2&cursor=${first.next}`)
  ).body;
  assert.deepEqual([rest.items.length, rest.next], [1, null]);
  const [row] = first.items;
  const shown = await call<{ tries: unknown[] }>('GET', `/v1/sinks/ops/deliveries/${row!.id}`);
  assert.equal(shown.body.tries.length, 1);
  assert.equal((await call('POST', `/v1/sinks/ops/deliveries/${row!.id}/replay`)).status, 409);
  const none = await call<{ replayed: number }>('POST', '/v1/sinks/ops/replay');
  assert.equal(none.body.replayed, 0);
  assert.equal((await call('GET', '/v1/sinks/ops/deliveries?cursor=x')).status, 400);
});

test('what is wrong with a sink is named', async (t) => {
  const { call, url } = await open(t);
  const refused = async (payload: object) =>
    (await call<{ detail: string }>('POST', '/v1/sinks', payload)).body.detail;
  const sink = (settings: object) => ({ kind: 'webhook', name: 'ops', settings });
  assert.match(await refused(sink({})), /\/settings\/url is missing/);
  assert.match(await refused(sink({ url: 'ftp://x' })), /\/settings\/url is no http/);
  assert.match(await refused(sink({ url: 'https://u:p@x.example' })), /without credentials/);
  assert.match(await refused(sink({ url, secret: 'whsec_AAAA' })), /\/settings\/secret has not 24/);
  assert.match(await refused(sink({ url, colour: 'red' })), /is no setting of webhook/);
  assert.match(await refused(sink({ url, ed25519: 'yes' })), /is not true or false/);
  await call('POST', '/v1/sinks', sink({ url }));
  assert.equal((await call('POST', '/v1/sinks', sink({ url }))).status, 409);
});

test('routes are kept in order, checked, and lose a sink that is removed', async (t) => {
  const { world, call, url } = await open(t);
  await call('POST', '/v1/sinks', { kind: 'webhook', name: 'ops', settings: { url } });
  const route = { name: 'nights', match: { level: 'critical' }, sinks: ['ops'] };
  assert.equal((await call('POST', '/v1/routes', route)).status, 201);
  assert.equal((await call('POST', '/v1/routes', route)).status, 409);
  const unknown = { name: 'x', match: {}, sinks: ['none'] };
  assert.equal((await call('POST', '/v1/routes', unknown)).status, 400);
  const hours = { days: [1], from: '09:00', to: '17:00', zone: 'Mars/Olympus' };
  const changed = await call('PATCH', '/v1/routes/nights', { match: { hours } });
  assert.equal(changed.status, 400);
  const good = { match: { hours: { ...hours, zone: 'Europe/Berlin' } }, enabled: false };
  assert.equal((await call('PATCH', '/v1/routes/nights', good)).status, 200);
  await call('DELETE', '/v1/sinks/ops');
  const { items, otherwise } = (await call<AlertRoutes>('GET', '/v1/routes')).body;
  assert.deepEqual([items[0]!.sinks, otherwise.match], [[], { level: 'medium' }]);
  assert.equal((await call('DELETE', '/v1/routes/nights')).status, 204);
  const changes = world.recorded.find(({ action }) => action === 'alert_route.changed')?.changes;
  assert.deepEqual(
    changes?.map(({ field }) => field),
    ['enabled', 'match'],
  );
});

test('a webhook of PagerDuty is checked over its bytes, and acknowledges the alert', async (t) => {
  const { world, call, url, raise } = await open(t);
  const secret = 'webhook-secret-of-pagerduty';
  const settings = { routing_key: 'k'.repeat(32), url, webhook_secret: secret };
  const made = await call<SinkCreated>('POST', '/v1/sinks', {
    kind: 'pagerduty',
    name: 'pd',
    settings,
  });
  assert.equal(made.body.answer_url, 'https://acta.example.org/v1/sinks/pd/answers');
  await raise(1);
  const [alert] = await world.context.alerts.list({ limit: 1 });
  const occurred_at = new Date(world.clock.now()).toISOString();
  const data = { incident_key: alert!.id };
  const agent = { summary: 'Grace' };
  // White space as no serialiser would write it: a body that is parsed and written again differs.
  const body = `{ "event" : ${JSON.stringify({ event_type: 'incident.acknowledged', occurred_at, agent, data })} }\n`;
  const send = (signature: string) =>
    world.app.inject({
      method: 'POST',
      url: '/v1/sinks/pd/answers',
      headers: { 'content-type': 'application/json', 'x-pagerduty-signature': signature },
      payload: body,
    });
  assert.equal((await send(`v1=${'0'.repeat(64)}`)).statusCode, 401);
  world.context.access.failures.flush(true);
  assert.deepEqual(
    world.failed.map(({ how }) => how),
    ['webhook'],
  );
  const hex = createHmac('sha256', secret).update(body).digest('hex');
  const taken = await send(`v1=${hex}`);
  assert.deepEqual([taken.statusCode, taken.json()], [200, { taken: true }]);
  assert.equal((await world.context.alerts.get(alert!.id)).status, 'acknowledged');
});
