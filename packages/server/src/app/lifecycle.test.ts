import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger, silentLogger } from '../lib/logger.ts';
import { manualClock } from '../lib/clock.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createRandom } from '../lib/random.ts';
import { createCipher } from '../lib/cipher.ts';
import type { AuditRecord } from '../ingest/index.ts';
import { openStore } from '../store/index.ts';
import { checkExposure } from './authentication.ts';
import { listen, startingHandler } from './listener.ts';
import { every } from './periodic.ts';
import { createTeardown } from './teardown.ts';
import { createVerifications } from './verification.ts';

test('what was opened is closed in reverse, also past a part that fails', async () => {
  const lines: string[] = [];
  const logger = createLogger('error', { write: (line) => void lines.push(line) });
  const teardown = createTeardown(logger);
  const order: string[] = [];
  teardown.add('first', () => void order.push('first'));
  teardown.add('broken', () => Promise.reject(new Error('no')));
  teardown.add('last', async () => void order.push('last'));
  assert.deepEqual(await teardown.run(), ['broken']);
  assert.deepEqual(order, ['last', 'first']);
  assert.deepEqual(await teardown.run(), []);
  assert.match(lines[0]!, /broken/);
});

test('an address that others reach needs authentication', () => {
  for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) {
    checkExposure(host, false, false);
  }
  for (const host of ['0.0.0.0', '::', '192.168.1.2', 'example.org', '127.0.0.1.example.org']) {
    assert.throws(() => checkExposure(host, false, false), /no authentication is configured/, host);
    checkExposure(host, true, false);
    checkExposure(host, false, true);
  }
});

test('the socket answers while starting, hands over, and lets requests end before it closes', async () => {
  const listener = await listen('127.0.0.1', 0, startingHandler);
  const url = `http://127.0.0.1:${listener.port}`;
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  const starting = await fetch(`${url}/v1/events`);
  assert.equal(starting.status, 503);
  assert.equal(starting.headers.get('retry-after'), '1');
  let finish: (() => void) | undefined;
  const reached = new Promise<void>((resolve) => {
    listener.use((_request, response) => {
      finish = () => response.end('done');
      resolve();
    });
  });
  const slow = fetch(`${url}/slow`).then((answer) => answer.text());
  await reached;
  const closed = listener.close(10_000);
  finish!();
  assert.equal(await slow, 'done');
  await closed;
});

test('a connection that never ends is cut after the grace', async () => {
  const listener = await listen('127.0.0.1', 0, () => undefined);
  const hanging = fetch(`http://127.0.0.1:${listener.port}/`).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await listener.close(10);
  assert.ok((await hanging) instanceof Error);
});

test('a port in use is said with what to do', async () => {
  const listener = await listen('127.0.0.1', 0, startingHandler);
  const second = listen('127.0.0.1', listener.port, startingHandler);
  await assert.rejects(second, /is in use.*--port/);
  await listener.close(0);
});

test('periodic work never runs twice at a time, and its end is waited for', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  let reached: () => void = () => undefined;
  const twice = new Promise<void>((resolve) => (reached = resolve));
  const work = every(
    1,
    async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      if (++runs === 2) reached();
      if (runs === 1) throw new Error('once');
    },
    silentLogger(),
  );
  // The timer alone does not keep the process alive.
  const alive = setInterval(() => undefined, 1_000);
  await twice;
  await work.stop();
  clearInterval(alive);
  assert.equal(most, 1);
  assert.equal(running, 0);
});

async function verifying(verify: () => Promise<{ size: number; checked: number; findings: [] }>) {
  const clock = manualClock(Date.parse('2026-11-20T09:00:00.000Z'));
  const random = createRandom();
  const cipher = createCipher(new Uint8Array(32), random);
  const store = openStore({ file: ':memory:', cipher, now: '2026-11-20T09:00:00.000Z' });
  const records: AuditRecord[] = [];
  const verifications = await createVerifications({
    ledger: {
      origin: 'acta.test/1',
      head: () => ({ size: 3, root: new Uint8Array(32), checkpoint: '', time_ms: null }),
    },
    verify,
    store: store.verifications,
    audit: { record: async (_by, record) => void records.push(record) },
    itself: { id: 'acta', name: 'Acta', kind: 'service' },
    since_ms: clock.now(),
    closing: new AbortController().signal,
    clock,
    random,
    logger: silentLogger(),
    metrics: createMetrics(),
  });
  return { verifications, records, clock };
}

test('a verification is kept, recorded, runs once at a time and again when due', async () => {
  const { verifications, records, clock } = await verifying(async () => ({
    size: 3,
    checked: 3,
    findings: [],
  }));
  await verifications.startIfDue(60_000);
  assert.equal(records.length, 0, 'a new log is not due');
  const [one, two] = await Promise.all([verifications.start(null), verifications.start(null)]);
  assert.equal(one.id, two.id);
  await verifications.settled();
  const kept = await verifications.get(one.id);
  assert.equal(kept?.state, 'passed');
  assert.deepEqual(
    records.map((record) => record.action),
    ['verification.started', 'verification.completed'],
  );
  await verifications.startIfDue(60_000);
  assert.equal(records.length, 2, 'not due yet');
  clock.add(60_000);
  await verifications.startIfDue(60_000);
  await verifications.settled();
  assert.equal(records.length, 4);
});

test('a verification that breaks is an error of its own, not of the server', async () => {
  const { verifications, records } = await verifying(() => Promise.reject(new Error('unreadable')));
  const { id } = await verifications.start(null);
  await verifications.settled();
  const kept = await verifications.get(id);
  assert.equal(kept?.state, 'error');
  assert.equal(kept?.findings[0]?.found, 'unreadable');
  assert.equal(records.at(-1)?.action, 'verification.failed');
  assert.equal(records.at(-1)?.outcome, 'failure');
});
