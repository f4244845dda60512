import type { IngestAnswer } from '@acta/sdk';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Caller } from '../ingest/index.ts';
import { ActaError } from '../lib/errors.ts';
import { admin, collector, openBench, type Bench } from './testing.ts';

const event = {
  action: 'deployment.succeeded',
  actor: { type: 'user', id: 'octavia' },
  target: { type: 'environment', id: 'production' },
};

function request(body: unknown, headers: Record<string, string> = {}) {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const all = { 'content-type': 'application/json', ...headers };
  return { headers: all, body: bytes, remoteAddress: '203.0.113.9' };
}

async function send(
  bench: Bench,
  body: unknown,
  headers: Record<string, string> = {},
  caller: Caller = collector,
) {
  const answer = await bench.doors.events(caller, request(body, headers));
  return { status: answer.status, ...(JSON.parse(answer.body) as IngestAnswer) };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ActaError) return `${error.status} ${error.code}`;
    throw error;
  }
  return 'taken';
}

test('one object, an array, and lines', async (t) => {
  const bench = await openBench(t);
  assert.equal((await send(bench, event)).accepted, 1);
  assert.equal((await send(bench, [event, event])).accepted, 2);
  const lines = `${JSON.stringify(event)}\n\r\n${JSON.stringify(event)}`;
  const answer = await send(bench, lines, { 'content-type': 'application/x-ndjson' });
  assert.equal(answer.accepted, 2);
  assert.deepEqual(
    answer.receipts.map(({ index }) => index),
    [3, 4],
  );
  const [entry] = await bench.entries();
  assert.deepEqual(entry?.event.source, { type: 'github', name: 'acme', via: 'api' });
  assert.equal(entry?.event.actor.assurance, 'source_authenticated');
  assert.equal(entry?.event.category, 'deploy');
});

test('a sender without a source of its own only claims', async (t) => {
  const bench = await openBench(t);
  await send(bench, event, {}, admin);
  const [entry] = await bench.entries();
  assert.deepEqual(entry?.event.source, { type: 'events', name: 'api', via: 'api' });
  assert.equal(entry?.event.actor.assurance, 'claimed');
});

test('a key writes for its source only while that stands and is not paused', async (t) => {
  const bench = await openBench(t);
  const source = await bench.store.sources.byName('acme');
  const refusedNow = async () => {
    await bench.intake.changed('acme');
    return codeOf(bench.doors.events(collector, request(event)));
  };
  await bench.store.sources.update({ ...source!, paused: true });
  assert.equal(await refusedNow(), '403 source_paused');
  await bench.store.sources.remove(source!.id);
  assert.equal(await refusedNow(), '403 source_removed');
  assert.equal((await bench.entries()).length, 0);
});

test('a full quarantine does not undo the answer for what was recorded', async (t) => {
  const bench = await openBench(t, { limits: { 'intake.quarantine_bytes': 10 } });
  const some = await send(bench, [event, { ...event, id: 'mine' }]);
  assert.deepEqual([some.status, some.accepted, some.rejected.length], [207, 1, 1]);
});

test('an action outside the catalogue keeps its word in native', async (t) => {
  const bench = await openBench(t);
  await send(bench, { ...event, action: 'llama.sheared', category: 'change' });
  const [entry] = await bench.entries();
  assert.equal(entry?.event.action, 'change.other');
  assert.equal(entry?.event.native, 'llama.sheared');
});

test('Idempotency-Key and source.delivery make retries safe; without either each is new', async (t) => {
  const bench = await openBench(t);
  const key = { 'idempotency-key': 'k-1' };
  const first = await send(bench, [event, event], key);
  const again = await send(bench, [event, event], key);
  assert.deepEqual([again.accepted, again.duplicates], [0, 2]);
  assert.deepEqual(
    again.receipts.map(({ id }) => id),
    first.receipts.map(({ id }) => id),
  );
  const own = { ...event, source: { delivery: 'x-1' } };
  assert.equal((await send(bench, own)).accepted, 1);
  assert.equal((await send(bench, [event, own])).duplicates, 1);
  const changed = await send(bench, { ...own, outcome: 'failure' });
  assert.equal(changed.receipts[0]?.conflict, true);
  assert.equal((await send(bench, event)).accepted, 1);
});

test('a delivery id can not pass for an Idempotency-Key', async (t) => {
  const bench = await openBench(t);
  await send(bench, event, { 'idempotency-key': 'k-1' });
  const posed = { ...event, source: { delivery: 'idempotency-key:k-1' }, outcome: 'failure' };
  const answer = await send(bench, posed);
  assert.equal(answer.status, 400);
  assert.equal(answer.rejected[0]?.path, '/source/delivery');
  assert.equal(bench.ledger.head().size, 1);
});

test('some rejected: 207; all: 400; what was rejected lies in quarantine and can be replayed', async (t) => {
  const bench = await openBench(t);
  const bad = { ...event, id: 'mine' };
  const some = await send(bench, [event, bad, event]);
  assert.equal(some.status, 207);
  assert.equal(some.accepted, 2);
  assert.equal(some.rejected[0]?.item, 1);
  assert.ok(some.rejected[0]?.error);
  const none = await bench.doors.events(collector, { ...request([{ actor: 1 }]), id: 'r-1' });
  assert.equal(none.status, 400);
  assert.equal(none.headers['content-type'], 'application/problem+json');
  const { receipts, type, code, request_id, detail } = JSON.parse(none.body);
  assert.deepEqual(receipts, []);
  assert.deepEqual([type, code], ['urn:acta:problem:events_invalid', 'events_invalid']);
  assert.equal(request_id, 'r-1');
  assert.match(detail, /the first: \/action is required\. /);
  const lines = `{"action":\n${JSON.stringify(event)}`;
  const mixed = await send(bench, lines, { 'content-type': 'application/x-ndjson' });
  assert.deepEqual(mixed.rejected, [{ item: 0, error: 'is not valid JSON' }]);
  const { items } = await bench.intake.quarantine.list({ source: 'acme', limit: 10 });
  assert.equal(items.length, 3);
  const [last] = items;
  assert.equal(
    await codeOf(bench.intake.quarantine.replay(last!.id, admin)),
    '422 still_unreadable',
  );
});

test('what was rejected together is replayed together, once it is valid', async (t) => {
  const strict = await openBench(t, { limits: { 'intake.event_bytes': 300 } });
  const long = { ...event, why: { reason: 'x'.repeat(300) } };
  const answer = await send(strict, [event, long, long], { 'idempotency-key': 'k' });
  assert.deepEqual([answer.accepted, answer.rejected.length], [1, 2]);
  const { items } = await strict.intake.quarantine.list({ limit: 10 });
  assert.equal(items.length, 1);
  const replayed = await strict.intake.quarantine.replay(items[0]!.id, admin);
  assert.equal(replayed.accepted, 2);
  await strict.stop();
  const roomy = await openBench(t, { after: strict });
  const again = await send(roomy, [event, long, long], { 'idempotency-key': 'k' });
  assert.deepEqual([again.accepted, again.duplicates], [0, 3]);
});

const refusals: readonly (readonly [string, string, unknown, Record<string, string>])[] = [
  ['empty', '400 body_empty', '', {}],
  ['cut JSON', '400 json_invalid', '[{"a":1}', {}],
  ['two objects in a row', '400 json_invalid', '{}{}', {}],
  ['not UTF-8', '400 charset_invalid', Buffer.from([0x22, 0xc3, 0x28, 0x22]), {}],
  [
    'another charset',
    '415 charset_unknown',
    JSON.stringify({ ...event, native: 'ä' }),
    { 'content-type': 'application/json; charset=ISO-8859-1' },
  ],
  ['UTF-16', '400 charset_invalid', Buffer.from('\ufeff{"action":"ä"}', 'utf16le'), {}],
  ['too deep', '400 too_deep', '['.repeat(100) + ']'.repeat(100), {}],
  ['a deep cut-off', '400 too_deep', '['.repeat(1_000_000), {}],
  ['too many parts', '413 too_many_parts', `[${'{},'.repeat(1_000_001)}1]`, {}],
  ['too many', '413 too_many_events', `[${'1,'.repeat(10_000)}1]`, {}],
  ['XML', '415 media_type_unknown', '<a/>', { 'content-type': 'application/xml' }],
  ['a long key', '400 idempotency_key_invalid', event, { 'idempotency-key': 'x'.repeat(201) }],
  [
    'a key with control characters',
    '400 idempotency_key_invalid',
    event,
    { 'idempotency-key': 'a\u0007' },
  ],
  ['too large', '413 body_too_large', Buffer.alloc(26_214_401, 0x20), {}],
  [
    'too large compressed',
    '413 body_too_large',
    Buffer.alloc(8_388_609),
    { 'content-encoding': 'zstd' },
  ],
  ['no events in lines', '400 body_empty', '\n\n', { 'content-type': 'application/x-ndjson' }],
];

for (const [name, expected, body, headers] of refusals) {
  test(`refused: ${name} → ${expected}`, async (t) => {
    const bench = await openBench(t);
    assert.equal(await codeOf(bench.doors.events(collector, request(body, headers))), expected);
    assert.equal(bench.ledger.head().size, 0);
  });
}

test('a charset is UTF-8, or makes no difference', async (t) => {
  const bench = await openBench(t);
  for (const charset of ['utf-8', 'UTF-8', '"utf-8"', 'utf8', 'us-ascii', 'iso-8859-1']) {
    const type = `application/json; charset=${charset}`;
    assert.equal((await send(bench, event, { 'content-type': type })).accepted, 1, charset);
  }
});

test('halves of surrogate pairs become U+FFFD: every reader can read the event', async (t) => {
  const bench = await openBench(t);
  const half = String.raw`{"action":"branch.created","actor":{"id":"\ud800","name":"\ud83d\ude00"},"target":{"id":"x\uDC00y"},"labels":{"\udfff":"z"}}`;
  await send(bench, half);
  await send(bench, half, { 'content-type': 'application/x-ndjson' });
  await send(bench, `{"specversion":"1.0","id":"1","source":"s","type":"t","data":${half}}`, {
    'content-type': 'application/cloudevents+json',
  });
  const ce = { 'ce-specversion': '1.0', 'ce-id': '2', 'ce-source': 's', 'ce-type': 't' };
  await send(bench, half, ce);
  const entries = await bench.entries();
  assert.equal(entries.length, 4);
  for (const { event } of entries) {
    assert.deepEqual([event.actor.id, event.actor.name], ['\ufffd', '😀']);
    assert.equal(event.target.id, 'x\ufffdy');
    assert.deepEqual(event.labels, { '\ufffd': 'z' });
  }
});

test('items that are no events are told one by one', async (t) => {
  const bench = await openBench(t);
  const odd: unknown[] = [null, 1, 'x', [], {}, { __proto__: null, constructor: 1 }, event];
  const answer = await send(bench, JSON.stringify(odd));
  assert.equal(answer.accepted, 1);
  assert.equal(answer.rejected.length, 6);
  assert.equal((await send(bench, '[]')).status, 200);
});

test('an event larger than the limit is told, and the others are taken', async (t) => {
  const bench = await openBench(t);
  const large = { ...event, raw: 'x'.repeat(1_048_577) };
  const answer = await send(bench, [event, large]);
  assert.equal(answer.accepted, 1);
  assert.match(answer.rejected[0]?.error ?? '', /intake\.event_bytes/);
});

test('every content encoding', async (t) => {
  const bench = await openBench(t);
  const plain = Buffer.from(JSON.stringify(event));
  for (const [encoding, body] of [
    ['gzip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['zstd', zstdCompressSync(plain)],
    ['identity', plain],
    ['GZIP', gzipSync(plain)],
  ] as const) {
    assert.equal((await send(bench, body, { 'content-encoding': encoding })).accepted, 1, encoding);
  }
});

test('many compressed bodies at once are all read', async (t) => {
  const bench = await openBench(t);
  const body = gzipSync(JSON.stringify(event));
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => send(bench, body, { 'content-encoding': 'gzip' })),
  );
  assert.ok(answers.every(({ accepted }) => accepted === 1));
  await assert.rejects(send(bench, Buffer.from('no'), { 'content-encoding': 'gzip' }));
  assert.equal((await send(bench, body, { 'content-encoding': 'gzip' })).status, 200);
});

test('secrets are masked in fields, in changes by field name, and in raw', async (t) => {
  const bench = await openBench(t);
  const pat = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
  await send(bench, {
    ...event,
    why: { reason: `token ${pat}` },
    changes: [{ field: 'db.password', from: 'old-pass-word', to: 'new-pass-word' }],
    raw: `{"password":"raw-pass-word"}`,
  });
  const kept = JSON.stringify((await bench.entries()).map(({ event }) => event));
  for (const word of [pat, 'old-pass-word', 'new-pass-word', 'raw-pass-word']) {
    assert.equal(kept.includes(word), false, word);
  }
  assert.match(kept, /masked:hmac-sha256:/);
});

test('a full ledger: 503 with Retry-After, nothing taken, nothing counted', async (t) => {
  const full = new ActaError({
    code: 'overloaded',
    status: 503,
    fault: 'operator',
    detail: 'full',
    next: 'later',
    retry_after_s: 1,
  });
  const bench = await openBench(t, {
    append: () => ({
      append: () => Promise.reject(full),
      appendAhead: () => Promise.reject(full),
    }),
  });
  await bench.intake.changed('acme');
  assert.equal(
    await codeOf(bench.doors.events(collector, request([event, { bad: 1 }]))),
    '503 overloaded',
  );
  assert.equal(bench.intake.health('acme').events, 0);
  assert.equal((await bench.intake.quarantine.list({ limit: 1 })).items.length, 0);
});

test('an event from the future is marked skewed, one without a time says so', async (t) => {
  const bench = await openBench(t);
  await send(bench, [{ ...event, time: '2026-11-19T09:15:02Z' }, event]);
  const marks = (await bench.entries()).map(({ event: { marks } }) => marks);
  assert.deepEqual(marks, [['skewed'], ['time_missing']]);
});
