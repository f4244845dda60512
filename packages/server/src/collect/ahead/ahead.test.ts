import type { IngestAnswer } from '@acta/sdk';
import { checkRecord } from '@acta/event/disclosures';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { copyEventRow, writeEventRow } from '../../index/rows/event-row.ts';
import { RowBinaryWriter } from '../../index/rows/row-binary.ts';
import type { Caller } from '../../ingest/index.ts';
import { draftsAhead } from '../../lib/ahead.ts';
import { manualClock } from '../../lib/clock.ts';
import { ActaError } from '../../lib/errors.ts';
import { createLimits } from '../../lib/limits.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { createRandom } from '../../lib/random.ts';
import { collector, openBench, start_ms, type Bench } from '../testing.ts';
import { createAhead, WORTH_A_THREAD_BYTES } from './index.ts';
import { createMaker } from './make.ts';
import type { RequestAhead } from './messages.ts';

const headers = { 'content-type': 'application/json' };
const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const text = fc.string({ unit: 'binary', maxLength: 60 });
const sentEvent = fc.record(
  {
    time: fc
      .date({ min: new Date(1), max: new Date(start_ms), noInvalidDate: true })
      .map((date) => date.toISOString()),
    action: fc.constantFrom('deployment.succeeded', 'secret.read', 'commits.pushed', 'odd word'),
    outcome: fc.constantFrom('success', 'failure'),
    native: word,
    actor: fc.record({ type: word, id: word, name: text }, { requiredKeys: ['id'] }),
    target: fc.record({ type: word, id: word }),
    targets: fc.array(fc.record({ type: word, id: word }), { maxLength: 2 }),
    context: fc.record({ ip: fc.ipV4(), user_agent: text }),
    pipeline: fc.record({ commit: fc.constant('c89373ec2694947c6db0b7f193a0dd8328312a1f') }),
    changes: fc.array(fc.record({ field: word, from: text, to: text }), { maxLength: 2 }),
    labels: fc.dictionary(fc.constantFrom('team', 'password'), text),
    raw: text,
    source: fc.record({ delivery: word }),
  },
  { requiredKeys: ['time', 'action', 'actor', 'target'] },
);

function makerAt(clock = manualClock(start_ms)) {
  return createMaker({
    secret: new Uint8Array(32).fill(1),
    masking_key: new Uint8Array(32).fill(7),
    limits: createLimits({}, createMetrics()),
    clock,
    random: createRandom(),
  });
}

function asked(events: unknown, changes: Partial<RequestAhead> = {}): RequestAhead {
  return {
    headers,
    body: Buffer.from(JSON.stringify(events)),
    sender: { source: { type: 'events', name: 'api' }, assurance: 'claimed' },
    received: start_ms,
    ...changes,
  };
}

test('an entry made ahead verifies, and its row is that of its event', () => {
  const make = makerAt();
  const received = '2026-11-20T10:11:12.345Z';
  fc.assert(
    fc.property(fc.array(sentEvent, { minLength: 1, maxLength: 5 }), (events) => {
      const { entries } = make.entries(asked(events))!;
      const copied = new RowBinaryWriter(8);
      const written = new RowBinaryWriter(8);
      draftsAhead(entries).forEach((draft, place) => {
        draft.receive(received);
        const entry = draft.entry(1_000_000 * place, received);
        assert.equal(entry.event.received, received);
        assert.equal(entry.event.id, draft.id);
        checkRecord(entry.leaf, entry.record);
        const { id, time, source, action, native } = entry.event;
        const { type, name, via } = source;
        const outline = { id, time, received, source: { type, name, via }, action };
        assert.deepEqual(entry.outline, native === undefined ? outline : { ...outline, native });
        copyEventRow(copied, entry.row!, entry.index, received);
        writeEventRow(written, entry);
      });
      assert.deepEqual(copied.take(), written.take());
    }),
    { numRuns: 300 },
  );
});

test('what its bytes alone do not tell is left to the intake', () => {
  const make = makerAt();
  const event = { time: '2026-11-19T08:15:02.114Z', action: 'a.b', actor: { id: 'x' } };
  const whole = { ...event, target: { id: 'y' } };
  assert.notEqual(make.entries(asked([whole, whole])), null);
  assert.equal(make.entries(asked([whole, event])), null, 'one that is refused');
  assert.equal(make.entries(asked([{ ...whole, time: undefined }])), null, 'one without a time');
  const numbered = { ...whole, labels: { sequence_stream: 's', sequence_number: '1' } };
  assert.equal(make.entries(asked([numbered])), null, 'one whose number is counted');
  assert.throws(() => make.entries(asked([], { body: Buffer.from('[') })), ActaError);
  const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
  const hidden = JSON.stringify([whole, { ...whole, changes: [{ field: 'x', to: 0 }] }]);
  const body = Buffer.from(hidden.replace('"to":0', `"to":${deep}`));
  assert.throws(() => make.entries(asked([], { body })), { code: 'too_deep' });
});

/** Some hundred events, larger than what is worth a thread. */
function large(from: number, changes: object = {}) {
  return Array.from({ length: 300 }, (_, place) => ({
    time: new Date(start_ms - 1_000_000 + from + place).toISOString(),
    action: 'deployment.succeeded',
    actor: { type: 'user', id: `octavia-${place % 7}` },
    target: { type: 'environment', id: 'production' },
    raw: JSON.stringify({ place, why: 'a'.repeat(WORTH_A_THREAD_BYTES / 250) }),
    ...changes,
  }));
}

test('one very large request does not make the memory of all later ones as large', () => {
  const maker = makerAt();
  const event = large(0)[0]!;
  const [many, few] = [30, 1].map((times) =>
    asked(Array.from({ length: times }, () => ({ ...event, raw: 'a b '.repeat(100_000) }))),
  );
  maker.entries(many!);
  maker.entries(few!);
  const { entries } = maker.entries(few!)!;
  assert.ok(entries.rows.buffer.byteLength < 8 * 1024 * 1024, `${entries.rows.buffer.byteLength}`);
});

async function send(bench: Bench, body: unknown, more = {}, caller: Caller = collector) {
  const answer = await bench.doors.events(caller, {
    headers: { ...headers, ...more },
    body: Buffer.from(JSON.stringify(body)),
    remoteAddress: '203.0.113.9',
  });
  return { status: answer.status, ...(JSON.parse(answer.body) as IngestAnswer) };
}

async function byThread(bench: Bench): Promise<number> {
  const shown = /acta_intake_ahead_total\{by="thread"\} (\d+)/.exec(await bench.metrics.text());
  return Number(shown?.[1] ?? 0);
}

/** Sends until the thread stands and has made the entries of a request. */
async function warm(bench: Bench): Promise<void> {
  while ((await byThread(bench)) === 0) await send(bench, large(0));
}

test('large requests are recorded by way of the thread as small ones are without', async (t) => {
  const bench = await openBench(t);
  await send(bench, large(0).slice(0, 10));
  await warm(bench);
  const before = bench.ledger.head().size;
  const made = await byThread(bench);
  const answer = await send(bench, large(0));
  assert.deepEqual([answer.status, answer.accepted, answer.duplicates], [200, 300, 0]);
  assert.deepEqual(
    answer.receipts.map(({ index }) => index),
    Array.from({ length: 300 }, (_, place) => before + place),
  );
  assert.equal(await byThread(bench), made + 1);
  const entries = await bench.entries();
  for (let place = 0; place < 10; place += 1) {
    const { event: direct } = entries[place]!;
    const { event } = entries[before + place]!;
    const { id, received } = event;
    assert.deepEqual(event, { ...direct, id, received });
    assert.equal(id, answer.receipts[place]!.id);
  }
  assert.equal(bench.intake.health('acme').events, before + 300);
  assert.deepEqual((await bench.ledger.verify()).findings, []);
});

test('repeats and conflicts are found among them, also of what came without the thread', async (t) => {
  const bench = await openBench(t);
  const key = { 'idempotency-key': 'run 1' };
  const first = await send(bench, large(0), key);
  await warm(bench);
  const again = await send(bench, large(0), key);
  assert.deepEqual([again.accepted, again.duplicates], [0, 300]);
  const indexes = (answer: IngestAnswer) => answer.receipts.map(({ index }) => index);
  assert.deepEqual(indexes(again), indexes(first));
  const others = await send(bench, large(0, { outcome: 'failure' }), key);
  assert.deepEqual([others.accepted, others.receipts[0]!.conflict], [300, true]);
  const repeated = await send(bench, large(0, { outcome: 'failure' }), key);
  assert.deepEqual([repeated.accepted, repeated.duplicates], [0, 300]);
  const same = { ...large(0)[0]!, source: { delivery: 'once' } };
  const twice = await send(bench, large(0, same));
  assert.deepEqual([twice.accepted, twice.duplicates], [1, 299]);
  assert.equal((await bench.entries()).at(-1)?.event.source.delivery, 'once');
});

test('an older clock is marked, and the time of receipt does not go back', async (t) => {
  const bench = await openBench(t);
  await warm(bench);
  bench.clock.add(-5_000);
  const made = await byThread(bench);
  await send(bench, large(0));
  assert.equal(await byThread(bench), made + 1);
  const entries = await bench.entries();
  const received = entries.map(({ event }) => event.received);
  assert.deepEqual(received, received.toSorted());
  assert.deepEqual(entries.at(-1)?.event.marks, ['clock_clamped']);
  assert.deepEqual((await bench.ledger.verify()).findings, []);
});

test('what is refused is refused in the same words', async (t) => {
  const bench = await openBench(t);
  await warm(bench);
  const mixed = await send(bench, [...large(0), { action: 'a.b' }]);
  assert.deepEqual([mixed.status, mixed.accepted, mixed.rejected.length], [207, 300, 1]);
  assert.equal(mixed.rejected[0]!.item, 300);
  const broken = bench.doors.events(collector, {
    headers,
    body: Buffer.from(JSON.stringify(large(0)).slice(1)),
    remoteAddress: '203.0.113.9',
  });
  await assert.rejects(broken, { code: 'json_invalid' });
});

test('more than may wait, and a thread that is gone, are left to the intake', async () => {
  const metrics = createMetrics();
  const request = asked(large(0));
  const most = Math.floor(request.body.length * 1.5);
  const ahead = createAhead({
    secret: new Uint8Array(32),
    masking_key: new Uint8Array(32),
    limits: {},
    known: createLimits({ 'intake.ahead_bytes': most }, metrics),
    logger: silentLogger(),
    metrics,
    threads: 1,
  });
  while ((await ahead.make(request)) === null) await turn();
  const [one, other] = await Promise.all([ahead.make(request), ahead.make(request)]);
  assert.notEqual(one, null);
  assert.equal(other, null);
  assert.match(await metrics.text(), /acta_limit_reached_total\{limit="intake.ahead_bytes"\} 1/);
  const last = ahead.make(request);
  await ahead.close();
  assert.equal(await last, null);
  assert.equal(await ahead.make(request), null);
});
