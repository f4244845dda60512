import assert from 'node:assert/strict';
import { createHash, verify } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { manualClock } from '../../lib/clock.ts';
import { answering, caller, MINUTE, openWorld, receiver, type World } from './testing.ts';

const hook = (url: string) => ({ kind: 'webhook' as const, settings: { url: `${url}/in` } });

async function open(t: TestContext, ...answers: Parameters<typeof answering>) {
  const { url, received } = await receiver(t, answering(...answers));
  const world = await openWorld(t);
  const sink = await world.add(hook(url));
  return { url, received, world, sink };
}

const outcomes = async (world: World) =>
  (await world.ledger()).map(({ what, state, attempts, status }) => [
    what,
    state,
    attempts,
    status,
  ]);

test('an alert reaches a webhook, signed so that standardwebhooks verifies it', async (t) => {
  const { received, world, sink } = await open(t, [200]);
  const alert = await world.raise('critical');
  await world.dispatcher.settled();
  const [seen] = received;
  assert.ok(seen);
  assert.equal(seen.path, '/in');
  const headers = seen.headers as Record<string, string>;
  const now = Date.now;
  Date.now = () => world.clock.now();
  t.after(() => (Date.now = now));
  const payload = new Webhook(sink.secret!).verify(seen.text, headers) as Record<string, never>;
  Date.now = now;
  assert.equal(payload['type'], 'alert.raised');
  const { data } = seen.json;
  assert.equal(data.id, alert.id);
  assert.equal(data.url, `https://acta.example.org/alerts/${alert.id}`);
  assert.deepEqual([data.rule.author, data.rule.license], ['Grace <script>', 'DRL-1.1']);
  assert.deepEqual(await outcomes(world), [['alert.raised', 'delivered', 1, 200]]);
  assert.equal((await world.sinks.get('ops')).health.state, 'healthy');
  const metrics = await world.metrics.text();
  assert.match(
    metrics,
    /acta_alert_deliveries_total\{sink="ops",kind="webhook",outcome="delivered"\} 1/,
  );
  assert.match(metrics, /acta_alert_latency_seconds_sum\{kind="webhook"\} 0\.5/);
});

test('a changed secret signs beside the one before, and an ed25519 key beside both', async (t) => {
  const { received, world, sink } = await open(t, [200]);
  const settings = { secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`, ed25519: true };
  const changed = await world.sinks.change('ops', { settings }, caller);
  assert.ok(changed.public_key?.startsWith('whpk_'));
  assert.deepEqual(changed.secrets.toSorted(), ['private_key', 'secret', 'secret_before']);
  await world.raise();
  await world.dispatcher.settled();
  const { headers, text } = received[0]!;
  const signatures = String(headers['webhook-signature']).split(' ');
  assert.equal(signatures.length, 3);
  const [id, stamp] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
  const signed = `${id}.${stamp}.${text}`;
  for (const key of [settings.secret, sink.secret!]) {
    const wanted = new Webhook(key).sign(id, new Date(Number(stamp) * 1_000), text);
    assert.ok(signatures.includes(wanted));
  }
  const x = Buffer.from(String(changed.public_key).slice(5), 'base64').toString('base64url');
  const key = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' } as const;
  const ed = Buffer.from(signatures.find((each) => each.startsWith('v1a,'))!.slice(4), 'base64');
  assert.ok(verify(null, Buffer.from(signed), key, ed));
  const ended = await world.sinks.change('ops', { settings: { secret_before: '' } }, caller);
  assert.deepEqual(ended.secrets.toSorted(), ['private_key', 'secret']);
});

test('a body stays below 20 kB however much an alert holds', async (t) => {
  const { received, world } = await open(t, [200]);
  const group = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [`field-${n}`.repeat(40), 'ü'.repeat(5_000)]),
  );
  const entries = Array.from({ length: 100 }, (_, n) => n + 1e9);
  await world.raise('high', 'a', { group, entries, because: 'x'.repeat(90_000) });
  await world.dispatcher.settled();
  assert.ok(Buffer.byteLength(received[0]!.text) < 20_000);
});

test('500 is tried again on the schedule with the same id, and gives up after a day', async (t) => {
  const { received, world } = await open(t, [500]);
  await world.raise();
  await world.dispatcher.settled();
  await world.pass(4_900);
  assert.equal(received.length, 1);
  await world.pass(700);
  assert.equal(received.length, 2);
  for (const hours of [0.1, 0.5, 1.7, 3.5, 6, 5, 7, 5]) await world.pass(hours * 60 * MINUTE);
  assert.equal(received.length, 10);
  assert.deepEqual(await outcomes(world), [['alert.raised', 'failed', 10, 500]]);
  assert.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1);
  const stamps = received.map(({ headers }) => headers['webhook-timestamp']);
  assert.equal(new Set(stamps).size, 10);
  const told = world.recorded.filter(({ action }) => action.startsWith('sink.'));
  assert.deepEqual(
    told.map(({ action }) => action),
    ['sink.created', 'sink.failing', 'sink.delivery_failed'],
  );
  const [row] = await world.ledger();
  const { tries } = await world.sinks.delivery('ops', row!.id);
  assert.equal(tries.length, 10);
  assert.equal((await world.sinks.get('ops')).health.failed, 1);
});

test('a dead letter is replayed under its id with the alert as it is now', async (t) => {
  const { url, received } = await receiver(t, answering([410], [200]));
  const world = await openWorld(t);
  await world.add(hook(url));
  const alert = await world.raise();
  await world.dispatcher.settled();
  const gone = await world.sinks.get('ops');
  assert.deepEqual([gone.enabled, gone.health.state], [false, 'disabled']);
  assert.match(gone.health.problem ?? '', /410/);
  await world.alerts.act(alert.id, { action: 'acknowledge' }, caller.by);
  await world.dispatcher.settled();
  assert.equal(received.length, 1);
  await world.sinks.change('ops', { enabled: true }, caller);
  const [dead] = await world.ledger();
  assert.equal(dead!.state, 'failed');
  await world.sinks.replay('ops', dead!.id, caller);
  await world.dispatcher.settled();
  assert.equal(received[1]!.headers['webhook-id'], dead!.id);
  assert.equal(received[1]!.json.data.status, 'acknowledged');
  await assert.rejects(world.sinks.replay('ops', dead!.id, caller), {
    code: 'delivery_not_failed',
  });
});

test('Retry-After is honoured, and holds up nobody else', async (t) => {
  const other = await receiver(t);
  const { received, world } = await open(t, [429, { 'retry-after': '120' }], [200]);
  await world.add({ ...hook(other.url), name: 'other' });
  await world.raise('high', 'a');
  await world.dispatcher.settled();
  await world.raise('high', 'b');
  await world.dispatcher.settled();
  assert.equal(received.length, 1);
  assert.equal((await world.sinks.get('ops')).health.state, 'throttled');
  assert.equal(other.received.length, 2);
  await world.pass(110_000);
  assert.equal(received.length, 1);
  await world.pass(11_000);
  assert.equal(received.length, 3);
  assert.deepEqual(
    (await world.ledger()).map(({ state }) => state),
    ['delivered', 'delivered'],
  );
});

test('a receiver that hangs is given up after the time limit; a redirect is not followed', async (t) => {
  const hanging = await receiver(t, () => undefined);
  const there = await receiver(t);
  const redirecting = await receiver(t, answering([302, { location: there.url }]));
  const world = await openWorld(t, { limits: { 'alerts.sink_timeout_ms': 50 } });
  await world.add({ ...hook(hanging.url), name: 'hangs' });
  await world.add({ ...hook(redirecting.url), name: 'redirects' });
  await world.raise();
  await world.dispatcher.settled();
  const [late] = await world.ledger('hangs');
  assert.deepEqual([late!.state, late!.attempts], ['pending', 1]);
  assert.match(late!.answer ?? '', /50 ms/);
  const [away] = await world.ledger('redirects');
  assert.match(away!.answer ?? '', /302: It redirects/);
  assert.equal(there.received.length, 0);
});

test('a private address is refused unless it is allowed, and told on another sink', async (t) => {
  const { url, received } = await receiver(t);
  const allow = [`http://127.0.0.1`];
  const world = await openWorld(t, { allow });
  await world.add(hook(url));
  await world.add({
    kind: 'webhook',
    name: 'inside',
    settings: { url: 'https://10.0.0.7/hook' },
  });
  await world.raise();
  await world.dispatcher.settled();
  const [dead] = await world.ledger('inside');
  assert.equal(dead!.state, 'failed');
  assert.match(dead!.answer ?? '', /egress\.allow/);
  const failed = world.recorded.find(({ action }) => action === 'sink.delivery_failed');
  assert.equal(failed?.target.name, 'inside');
  // The rule for it raises an alert about the sink: the other one hears of it, it does not.
  await world.raise('high', 'b', { target: { id: failed.target.id, name: 'inside' } });
  await world.dispatcher.settled();
  assert.equal(received.length, 2);
  assert.equal((await world.ledger('inside')).length, 1);
});

test('a test that is not taken is no dead letter', async (t) => {
  const { world } = await open(t, [422]);
  const { delivered } = await world.sinks.test('ops', caller);
  const { health } = await world.sinks.get('ops');
  assert.deepEqual([delivered, health.failed], [false, 0]);
});

test('an answer that holds the secret is kept without it', async (t) => {
  const secret = `whsec_${createHash('sha256').update('s').digest('base64')}`;
  const { url } = await receiver(t, (response) => response.writeHead(400).end(`no ${secret}`));
  const world = await openWorld(t);
  const sink = await world.add({ kind: 'webhook', settings: { url, secret } });
  assert.equal(sink.secret, null);
  assert.ok(!JSON.stringify(sink).includes(secret));
  await world.raise();
  await world.dispatcher.settled();
  const [row] = await world.ledger();
  assert.equal(row!.answer, 'HTTP 400: no ***');
  assert.ok(!JSON.stringify(world.recorded).includes(secret));
});

test('folds update what waits, and make one message a minute', async (t) => {
  const { received, world } = await open(t, [200]);
  await world.raise();
  await world.dispatcher.settled();
  for (let n = 0; n < 5; n++) await world.raise();
  await world.dispatcher.settled();
  assert.equal(received.length, 1);
  await world.pass(59_000);
  assert.equal(received.length, 1);
  await world.pass(2_000);
  assert.equal(received.length, 2);
  assert.deepEqual([received[1]!.json.type, received[1]!.json.data.count], ['alert.folded', 6]);
});

test('messages of an alert keep their order while one is tried again', async (t) => {
  const { received, world } = await open(t, [503], [200]);
  const alert = await world.raise();
  await world.dispatcher.settled();
  await world.alerts.act(alert.id, { action: 'acknowledge' }, caller.by);
  await world.alerts.act(alert.id, { action: 'resolve', verdict: 'benign' }, caller.by);
  await world.pass(MINUTE);
  assert.deepEqual(
    received.map(({ json }) => json.type),
    ['alert.raised', 'alert.raised', 'alert.acknowledged', 'alert.resolved'],
  );
});

test('a rate limit spreads a burst', async (t) => {
  const { url, received } = await receiver(t);
  const world = await openWorld(t);
  await world.add({ ...hook(url), per_minute: 30 });
  for (const group of 'abcdefgh') await world.raise('high', group);
  await world.dispatcher.settled();
  assert.equal(received.length, 5);
  await world.pass(4_000);
  assert.equal(received.length, 7);
  await world.pass(MINUTE);
  assert.equal(received.length, 8);
});

test('a crash after the send and before it was noted sends again under the same id', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'acta-sinks-')), 'control.db');
  const clock = manualClock(Date.parse('2026-11-20T09:00:00Z'));
  const { url, received } = await receiver(t);
  const first = await openWorld(t, { file, clock });
  await first.add(hook(url));
  // The process dies once the receiver has the message: nothing is noted any more.
  const died = Promise.withResolvers<void>();
  first.store.deliveries.end = () => {
    died.resolve();
    return Promise.reject(new Error('killed'));
  };
  const alert = await first.raise();
  await died.promise;
  await first.close();
  assert.equal(received.length, 1);
  const second = await openWorld(t, { file, clock });
  await second.dispatcher.settled();
  assert.equal(received.length, 2);
  const ids = received.map(({ headers, json }) => [headers['webhook-id'], json.data.id]);
  assert.deepEqual(ids[0], ids[1]);
  assert.equal(ids[0]![1], alert.id);
  assert.deepEqual(await outcomes(second), [['alert.raised', 'delivered', 2, 200]]);
});

test('a sink that failed before a restart is known to fail after it', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'acta-sinks-')), 'control.db');
  const clock = manualClock(Date.parse('2026-11-20T09:00:00Z'));
  const { url } = await receiver(t, answering([500]));
  const first = await openWorld(t, { file, clock });
  await first.add(hook(url));
  await first.raise();
  await first.dispatcher.settled();
  await first.close();
  const second = await openWorld(t, { file, clock });
  await second.dispatcher.settled();
  const { state, problem, pending } = (await second.sinks.get('ops')).health;
  assert.deepEqual([state, problem, pending], ['failing', 'HTTP 500: said', 1]);
});

test('a stop breaks off what hangs, and the next start sends it again', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'acta-sinks-')), 'control.db');
  const clock = manualClock(Date.parse('2026-11-20T09:00:00Z'));
  const arrived = Promise.withResolvers<void>();
  const { url, received } = await receiver(t, (response, _request, count) => {
    if (count > 1) response.end('ok');
    arrived.resolve();
  });
  const first = await openWorld(t, { file, clock });
  await first.add(hook(url));
  await first.raise();
  await arrived.promise;
  await first.close();
  const second = await openWorld(t, { file, clock });
  await second.pass(MINUTE);
  assert.equal(received[0]!.headers['webhook-id'], received[1]!.headers['webhook-id']);
  assert.deepEqual(await outcomes(second), [['alert.raised', 'delivered', 2, 200]]);
});

test('what was delivered long ago is forgotten, what waits and what is open is not', async (t) => {
  const { url } = await receiver(t, answering([200], [200], [500]));
  const world = await openWorld(t);
  await world.add(hook(url));
  const resolved = await world.raise('high', 'a');
  await world.alerts.act(resolved.id, { action: 'resolve', verdict: 'benign' }, caller.by);
  await world.dispatcher.settled();
  await world.raise('high', 'b');
  await world.dispatcher.settled();
  world.clock.add(91 * 86_400_000);
  await world.prune();
  const left = await world.ledger();
  assert.deepEqual(
    left.map(({ state }) => state),
    ['pending'],
  );
});

test('a change and its messages are kept together or not at all', async (t) => {
  const { world } = await open(t, [200]);
  const alert = await world.raise('low');
  assert.equal((await world.ledger()).length, 0);
  const broken = {
    ...world.told({ ...alert, rule: { ...alert.rule, level: 'high' } }, 'alert.raised')!,
  };
  broken.routed = [{ id: 'snk_unknown', fold_ms: 1 }];
  const step = { at: alert.updated, by: 'x', what: 'noted' as const };
  const record = (await world.store.alerts.get(alert.id))!;
  const moved = { ...record, alert: { ...alert, status: 'resolved' as const } };
  await assert.rejects(world.store.alerts.keep(moved, null, step, broken));
  assert.equal((await world.store.alerts.get(alert.id))!.alert.status, 'open');
});

test('beyond the outbox limit messages are dead letters, not lost', async (t) => {
  const world = await openWorld(t, { limits: { 'alerts.outbox_messages': 2 } });
  await world.add({ ...hook('http://127.0.0.1:9'), enabled: true });
  for (const group of 'abcd') await world.raise('high', group);
  await world.dispatcher.settled();
  const rows = await world.ledger();
  const dead = rows.filter(({ state }) => state === 'failed');
  assert.equal(dead.length, 2);
  assert.match(dead[0]!.answer ?? '', /alerts\.outbox_messages/);
});
