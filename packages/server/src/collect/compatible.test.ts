// Every door, fed with what is nearly right: it takes it, keeps it, or refuses it; nothing else.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { test } from 'node:test';
import type { SentRecords } from '../ingest/index.ts';
import { manualClock } from '../lib/clock.ts';
import { ActaError } from '../lib/errors.ts';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createCompatibleDoors } from './compatible-doors.ts';

const collector = { id: 'key:1', name: 'ci', kind: 'key', source: 'acme' };
const json = { 'content-type': 'application/json' };
const record = '{"time":1,"event":{"a":"b\\"c","n":395969746957422600}}';
const samples = {
  hec: [`${record}\n${record}`, {}],
  raw: [`line one\nline two\n${record}`, {}],
  bulk: [`{"create":{"_id":"1"}}\n${record}\n{"delete":{"_id":"2"}}\n`, {}],
  loki: [`{"streams":[{"stream":{"a":"b"},"values":[["1","x"],["2","y",{"c":"d"}]]}]}`, json],
  otlp: [
    '{"resourceLogs":[{"resource":{},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{"stringValue":"x"}}]}]}]}',
    json,
  ],
  proto: [Buffer.from([10, 9, 18, 7, 18, 5, 42, 3, 10, 1, 120]), {}],
} as const;

function doors(taken: (sent: SentRecords) => void) {
  const metrics = createMetrics();
  const compatible = createCompatibleDoors({
    intake: {
      async acceptRecords(_source, sent) {
        taken(sent);
        const outcomes = sent.records.map(() => ({ ok: true as const, receipts: [] }));
        return { outcomes, accepted: 0, duplicates: 0, failed: 0 };
      },
      noteRefused: () => undefined,
    },
    clock: manualClock(0),
    metrics,
    limits: createLimits({}, metrics),
    size: () => 1,
  });
  return (door: keyof typeof samples, body: Buffer) => {
    const request = { headers: samples[door][1], body, remoteAddress: '' };
    const { hec, bulk, loki, otlp } = compatible;
    if (door === 'hec') return hec.event(collector, request);
    if (door === 'raw') return hec.raw(collector, request);
    if (door === 'bulk') return bulk.bulk(collector, request, undefined);
    return door === 'loki' ? loki.push(collector, request) : otlp.logs(collector, request);
  };
}

test('the samples are taken', async () => {
  let records = 0;
  const send = doors((sent) => (records += sent.records.length));
  for (const [door, [body]] of Object.entries(samples)) {
    const answer = await send(door as keyof typeof samples, Buffer.from(body as string));
    assert.ok(answer.status < 300, door);
  }
  assert.equal(records, 2 + 3 + 1 + 2 + 1 + 1);
});

test('changed, cut and filled up: each an answer or a refusal, and no text of another', async () => {
  const names = Object.keys(samples) as (keyof typeof samples)[];
  const edits = fc.array(
    fc.record({
      at: fc.nat(),
      byte: fc.nat(255),
      kind: fc.constantFrom('set', 'cut', 'add', 'twice'),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), edits, async (door, edits) => {
      let body = Buffer.from(samples[door][0] as string);
      for (const { at, byte, kind } of edits) {
        const place = body.length === 0 ? 0 : at % body.length;
        if (kind === 'set' && body.length > 0) body[place] = byte;
        else if (kind === 'cut') body = body.subarray(0, place);
        else if (kind === 'twice') body = Buffer.concat([body, body.subarray(place)]);
        else
          body = Buffer.concat([
            body.subarray(0, place),
            Buffer.from([byte]),
            body.subarray(place),
          ]);
      }
      const send = doors(({ records }) => {
        for (const { text } of records) assert.equal(typeof text, 'string');
      });
      try {
        const answer = await send(door, Buffer.from(body));
        assert.ok(answer.status >= 200 && answer.status < 500);
      } catch (error) {
        assert.ok(error instanceof ActaError && error.fault === 'caller', String(error));
      }
    }),
    { numRuns: 1_500 },
  );
});
