import type { IngestAnswer } from '@acta/sdk';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collector, openBench, type Bench } from './testing.ts';

const deployed = {
  context: {
    specversion: '0.5.1',
    id: 'cd-1',
    source: '/ci/eu-1',
    type: 'dev.cdevents.service.deployed.0.3.0',
    timestamp: '2026-11-19T08:14:00.123456Z',
    chainId: 'chain-9',
  },
  subject: {
    id: 'pay',
    content: {
      environment: { id: 'production' },
      artifactId: `pkg:oci/pay@sha256%3A${'ab'.repeat(32)}`,
    },
  },
};
const envelope = {
  specversion: '1.0',
  id: 'ce-1',
  source: '/ci/eu-1',
  type: 'dev.cdevents.service.deployed.0.3.0',
  subject: 'pay',
  time: '2026-11-19T08:14:00Z',
  datacontenttype: 'application/json',
  data: deployed,
};

async function send(bench: Bench, body: unknown, headers: Record<string, string>) {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const answer = await bench.doors.events(collector, {
    headers,
    body: bytes,
    remoteAddress: '::1',
  });
  return { status: answer.status, ...(JSON.parse(answer.body) as IngestAnswer) };
}
const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };

test('a CDEvent in structured mode', async (t) => {
  const bench = await openBench(t);
  assert.equal((await send(bench, envelope, structured)).accepted, 1);
  const [entry] = await bench.entries();
  const event = entry?.event;
  assert.equal(event?.action, 'deployment.succeeded');
  assert.equal(event?.native, 'dev.cdevents.service.deployed.0.3.0');
  assert.equal(event?.time, '2026-11-19T08:14:00.123Z');
  assert.equal(event?.pipeline?.artifact, `sha256:${'ab'.repeat(32)}`);
  assert.equal(event?.pipeline?.environment, 'production');
  assert.equal(event?.pipeline?.service, 'pay');
  assert.equal(event?.source.delivery, '/ci/eu-1#ce-1');
  assert.equal(event?.raw, JSON.stringify(envelope));
});

test('source and id name an event: the same again is a duplicate, in any mode', async (t) => {
  const bench = await openBench(t);
  await send(bench, envelope, structured);
  const again = await send(bench, [envelope, { ...envelope, id: 'ce-2' }], batch);
  assert.deepEqual([again.accepted, again.duplicates], [1, 1]);
});

test('binary mode: attributes from headers', async (t) => {
  const bench = await openBench(t);
  const headers = {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': 'b-1',
    'ce-source': '/registry',
    'ce-type': 'com.example.image.scanned',
    'ce-subject': 'pay%20app',
    'ce-time': '2026-11-19T08:14:00Z',
  };
  const answer = await send(bench, { user: 'octavia' }, headers);
  assert.equal(answer.accepted, 1);
  const [entry] = await bench.entries();
  assert.equal(entry?.event.action, 'system.other');
  assert.equal(entry?.event.native, 'com.example.image.scanned');
  assert.equal(entry?.event.actor.id, 'octavia');
  assert.equal(entry?.event.target.id, 'pay app');
  assert.equal(entry?.event.target.parent?.id, '/registry');
  const empty = await send(bench, '', { ...headers, 'ce-id': 'b-2' });
  assert.equal(empty.accepted, 1);
  const broken = await send(bench, '{}', { ...headers, 'ce-subject': '%ff' });
  assert.equal(broken.status, 400);
});

test('an event of ours as data', async (t) => {
  const bench = await openBench(t);
  const data = { action: 'key.created', actor: { id: 'a' }, target: { id: 't' } };
  await send(bench, { ...envelope, type: 'x', data }, structured);
  const [entry] = await bench.entries();
  assert.equal(entry?.event.action, 'key.created');
  assert.equal(entry?.event.time, '2026-11-19T08:14:00.000Z');
});

test('what is no CloudEvent is told with the place', async (t) => {
  const bench = await openBench(t);
  const { id: _id, ...without } = envelope;
  const answer = await send(
    bench,
    [envelope, without, { ...envelope, specversion: '0.3' }, 1],
    batch,
  );
  assert.equal(answer.status, 207);
  assert.deepEqual(answer.rejected, [
    { item: 1, error: 'a CloudEvent needs id', path: '/id' },
    { item: 2, error: 'specversion is not "1.0"', path: '/specversion' },
    { item: 3, error: 'is not a CloudEvent' },
  ]);
});
