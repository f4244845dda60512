// Refusals of the doors of compatible senders as they go over HTTP: each in its protocol, with the
// headers that tell a sender when to come again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCompatibleDoors } from '../collect/index.ts';
import { ActaError } from '../lib/errors.ts';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createWorld } from './testing/world.ts';

const busy = new ActaError({
  code: 'overloaded',
  status: 503,
  fault: 'operator',
  detail: 'More is being recorded than the disk takes.',
  next: 'Send it again shortly.',
  retry_after_s: 7,
});

/** A body that each door takes, and where its answer says that it was too much. */
const doors = [
  ['/services/collector', '{"event":"x"}', {}, (text: string) => JSON.parse(text).code === 9],
  [
    '/_bulk',
    '{"create":{}}\n{"a":1}\n',
    {},
    (text: string) => JSON.parse(text).error.type === 'es_rejected_execution_exception',
  ],
  [
    '/loki/api/v1/push',
    '{"streams":[{"stream":{},"values":[["1","x"]]}]}',
    { 'content-type': 'application/json' },
    (text: string) => text.startsWith('More is being recorded'),
  ],
  [
    '/v1/logs',
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{}]}]}]}',
    { 'content-type': 'application/json' },
    (text: string) => JSON.parse(text).code === 14,
  ],
] as const;

async function worldUnderPressure() {
  const metrics = createMetrics();
  const clock = { now: () => 0 };
  const compatible = createCompatibleDoors({
    intake: { acceptRecords: () => Promise.reject(busy), noteRefused: () => undefined },
    clock,
    metrics,
    limits: createLimits({}, metrics),
    size: () => 0,
  });
  const world = await createWorld({ compatible });
  const key = { name: 'shipper', role: 'collector', source: 'acme' } as const;
  const made = await world.context.access.keyring.create(key, 'test');
  return { world, authorization: `Bearer ${made.key}` };
}

test('under pressure: 503, Retry-After, and words that the sender understands', async () => {
  const { world, authorization } = await worldUnderPressure();
  for (const [url, payload, headers, says] of doors) {
    const sent = { ...headers, authorization };
    const answer = await world.app.inject({ method: 'POST', url, payload, headers: sent });
    assert.equal(answer.statusCode, 503, url);
    assert.equal(answer.headers['retry-after'], '7', url);
    assert.ok(says(answer.body), `${url}: ${answer.body}`);
    const isElastic = answer.headers['x-elastic-product'] === 'Elasticsearch';
    assert.equal(isElastic, url === '/_bulk');
  }
  await world.close();
});

test('a body above the limit: 413 with its name, whatever the door', async () => {
  const { world, authorization } = await worldUnderPressure();
  const payload = Buffer.alloc(26_214_401, 0x20);
  for (const url of [...doors.map(([path]) => path), '/v1/events', '/intake/acme']) {
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await world.app.inject({ method: 'POST', url, payload, headers });
    assert.equal(answer.statusCode, 413, url);
    const named = url === '/services/collector' ? /"code":27/ : /intake\.plain_bytes/;
    assert.match(answer.body, named, url);
  }
  await world.close();
});

test('an encoding, a key that is not known, one that is not bound: each with its status, counted', async () => {
  const { world, authorization } = await worldUnderPressure();
  for (const [url, payload, headers] of doors) {
    const post = (more: Record<string, string>) =>
      world.app.inject({ method: 'POST', url, payload, headers: { ...headers, ...more } });
    assert.equal((await post({ authorization, 'content-encoding': 'br' })).statusCode, 415, url);
    assert.equal((await post(world.keys.collector)).statusCode, 400, url);
    const before = world.failed.length;
    const wrong = await post({ authorization: 'Bearer acta_no_no' });
    assert.ok([401, 403].includes(wrong.statusCode), url);
    if (before === 0) assert.equal(world.failed[0]?.how, 'bearer');
    // A cookie is no credential here.
    assert.equal((await post({ cookie: 'acta_session=x' })).statusCode, 401, url);
  }
  await world.close();
});
