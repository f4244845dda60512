import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { github } from '../../sources/github/index.ts';
import { refused } from '../errors.ts';
import { ActaError } from '../../lib/errors.ts';
import { collector, openBench, type Bench } from '../testing.ts';

const channel = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const record = (n: number, more: object = {}) => ({
  '@timestamp': 1_795_076_100_000 + n,
  _document_id: `doc-${n}`,
  action: 'protected_branch.destroy',
  actor: 'octavia',
  repo: 'acme/pay',
  ...more,
});

function request(body: string | Buffer, headers: Record<string, string> = {}) {
  return { headers, body: Buffer.from(body), remoteAddress: '203.0.113.9' };
}

async function send(bench: Bench, body: string | Buffer, headers: Record<string, string> = {}) {
  const answer = await bench.compatible.hec.event(collector, request(body, headers));
  return { status: answer.status, ...(JSON.parse(answer.body) as Record<string, unknown>) };
}

const eventsOf = async (bench: Bench) =>
  (await bench.entries()).map(({ event }) => event).filter(({ source }) => source.type !== 'acta');

test('objects one after the other become events of the key’s source', async (t) => {
  const bench = await openBench(t);
  const envelope = { time: 1_795_076_101.25, host: 'gh', source: 'audit', sourcetype: 'json' };
  const body =
    JSON.stringify({ ...envelope, event: record(1), fields: { org: 'acme' } }) +
    JSON.stringify({ event: JSON.stringify(record(2)) }) +
    `\n${JSON.stringify({ event: record(3) })}`;
  assert.deepEqual(await send(bench, body), { status: 200, text: 'Success', code: 0 });
  const events = await eventsOf(bench);
  assert.deepEqual(
    events.map(({ action, source }) => [action, source.name, source.via, source.delivery]),
    [1, 2, 3].map((n) => ['branch_protection.removed', 'acme', 'hec', `doc-${n}`]),
  );
  assert.deepEqual(events[0]?.context?.request?.headers, {
    'hec-host': 'gh',
    'hec-source': 'audit',
    'hec-sourcetype': 'json',
    'hec-field-org': 'acme',
  });
  assert.equal(events[0]?.raw, JSON.stringify(record(1)));
  assert.equal(events[0]?.actor.assurance, 'source_authenticated');
});

test('again, and compressed: what has an id of the product is not recorded twice', async (t) => {
  const bench = await openBench(t);
  const body = JSON.stringify({ event: record(1) });
  await send(bench, body);
  await send(bench, gzipSync(body), { 'content-encoding': 'gzip' });
  assert.equal((await eventsOf(bench)).length, 1);
});

test('one that can’t be read is told by its place, and costs none of the others', async (t) => {
  const bench = await openBench(t);
  const good = (n: number) => JSON.stringify({ event: record(n) });
  const rows: [string, object][] = [
    [`${good(1)}{"time":1}${good(2)}`, { code: 12, text: 'Event field is required' }],
    [`${good(3)}{"event":""}${good(4)}`, { code: 13, text: 'Event field cannot be blank' }],
    [`${good(5)}{"event":{"cut`, { code: 6, text: 'Invalid data format' }],
  ];
  for (const [body, told] of rows) {
    assert.deepEqual(await send(bench, body), { status: 400, ...told, 'invalid-event-number': 1 });
  }
  // What no adapter can read is kept; HEC has no words for it.
  const odd = await send(bench, `${good(6)}{"event":"no record"}`);
  assert.equal(odd.status, 200);
  assert.equal((await eventsOf(bench)).length, 6);
  const { items } = await bench.intake.quarantine.list({ limit: 10 });
  assert.deepEqual(
    items.map(({ reason }) => reason).toSorted(),
    ['envelope_invalid', 'event_blank', 'event_missing', 'json_invalid'].toSorted(),
  );
});

test('what is kept is taken again once it can be read', async (t) => {
  let works = false;
  const adapter = {
    ...github,
    normalize: (...args: Parameters<typeof github.normalize>) =>
      works
        ? github.normalize(...args)
        : github.normalize({ ...args[0], body: Buffer.from('-') }, {}),
  };
  const bench = await openBench(t, { adapters: [adapter] });
  await send(bench, JSON.stringify({ host: 'a', event: record(1) }));
  assert.equal((await eventsOf(bench)).length, 0);
  works = true;
  const { items } = await bench.intake.quarantine.list({ limit: 10 });
  const answer = await bench.intake.quarantine.replay(items[0]!.id, collector);
  assert.equal(answer.accepted, 1);
  const [event] = await eventsOf(bench);
  assert.equal(event?.context?.request?.headers?.['hec-host'], 'a');
});

test('a channel gets an acknowledgement, which holds once the events are durable', async (t) => {
  const bench = await openBench(t);
  const with_channel = { 'x-splunk-request-channel': channel };
  const { hec } = bench.compatible;
  const body = JSON.stringify({ event: record(1) });
  const { ackId } = (await send(bench, body, with_channel)) as unknown as { ackId: number };
  const ask = (ids: unknown, headers: Record<string, string> = with_channel) =>
    JSON.parse(hec.ack(request(JSON.stringify({ acks: ids }), headers)).body) as object;
  assert.deepEqual(ask([ackId, ackId + 1_000]), {
    acks: { [ackId]: true, [ackId + 1_000]: false },
  });
  assert.throws(() => ask([0], {}), { code: 'channel_missing' });
  assert.throws(() => ask([-1]), { code: 'acks_invalid' });
  assert.throws(() => ask('x'), { code: 'acks_invalid' });
  await assert.rejects(send(bench, body, { 'x-splunk-request-channel': 'x' }), {
    code: 'channel_invalid',
  });
});

test('raw lines, with what the address says of them', async (t) => {
  const bench = await openBench(t);
  await bench.addSource('linux', 'hosts');
  const line =
    '<38>Nov 19 08:14:00 web-1 sshd[7]: Accepted publickey for ada from 203.0.113.7 port 5';
  const query = { sourcetype: 'syslog', host: 'relay' };
  const caller = { ...collector, source: 'hosts' };
  const both = request(`${line}\n${line}\n`);
  const answer = await bench.compatible.hec.raw(caller, { ...both, query });
  assert.equal(answer.status, 200);
  const events = await eventsOf(bench);
  // A line may well come twice: without an id, both are events.
  assert.equal(events.length, 2);
  assert.equal(events[0]?.raw, line);
  assert.equal(events[0]?.context?.request?.headers?.['hec-sourcetype'], 'syslog');
});

test('events of Acta’s own form, with a shipper’s members beside them', async (t) => {
  const bench = await openBench(t);
  await bench.addSource('events', 'ci');
  const own = { action: 'deployment.succeeded', actor: { id: 'ada' }, target: { id: 'pay' } };
  const body = JSON.stringify({ time: 1_795_076_101, event: { ...own, host: 'runner-1' } });
  const answer = await bench.compatible.hec.event({ ...collector, source: 'ci' }, request(body));
  assert.equal(answer.status, 200);
  const [event] = await eventsOf(bench);
  assert.equal(event?.action, 'deployment.succeeded');
  assert.equal(event?.time, '2026-11-19T08:15:01.000Z');
});

test('bytes that are not UTF-8 spoil their own event only', async (t) => {
  const bench = await openBench(t);
  const body = Buffer.concat([
    Buffer.from(JSON.stringify({ event: record(1) })),
    Buffer.from('{"event":"'),
    Buffer.from([0xe9]),
    Buffer.from('"}'),
    Buffer.from(JSON.stringify({ event: record(2) })),
  ]);
  await send(bench, body);
  assert.equal((await eventsOf(bench)).length, 2);
  const { items } = await bench.intake.quarantine.list({ limit: 10 });
  assert.deepEqual(
    items.map(({ reason }) => reason),
    ['encoding_invalid'],
  );
});

test('under pressure nothing is taken, and the sender hears so', async (t) => {
  const busy = new ActaError({
    code: 'overloaded',
    status: 503,
    fault: 'operator',
    detail: 'Busy.',
    next: 'Wait.',
    retry_after_s: 1,
  });
  const bench = await openBench(t, {
    append: () => ({
      append: () => Promise.reject(busy),
      appendAhead: () => Promise.reject(busy),
    }),
  });
  await assert.rejects(send(bench, JSON.stringify({ event: record(1) })), { code: 'overloaded' });
  const { status, body } = bench.compatible.hec.refused(busy, {});
  assert.deepEqual([status, JSON.parse(body).code], [503, 9]);
});

test('limits and refusals, each in HEC’s words', async (t) => {
  const bench = await openBench(t, { limits: { 'doors.records_per_request': 2 } });
  const one = JSON.stringify({ event: record(1) });
  await assert.rejects(send(bench, one.repeat(3)), { code: 'too_many_events' });
  await assert.rejects(send(bench, '   '), { code: 'body_empty' });
  const unbound = { id: 'key:2', name: 'x', kind: 'key' };
  await assert.rejects(bench.compatible.hec.event(unbound, request(one)), {
    code: 'key_without_source',
  });
  const said = (error: ActaError) => {
    const answer = bench.compatible.hec.refused(error, {});
    return [answer.status, JSON.parse(answer.body).code];
  };
  assert.deepEqual(said(refused('body_empty')), [400, 5]);
  assert.deepEqual(said(refused('key_without_source')), [400, 4]);
  assert.deepEqual(said(refused('channel_missing')), [400, 10]);
  assert.deepEqual(said(refused('too_many_events')), [413, 27]);
  const text = await bench.metrics.text();
  assert.match(text, /acta_door_refused_total\{door="hec",code="too_many_events"\} 1/);
});
