// Arbitrary and mutated bytes never crash a door: each delivery is taken, refused with a reason, or
// quarantined.
import { createMasker, eventSchema } from '@acta/event';
import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { draftOfItem } from '../ingest/describe.ts';
import { draftOfSent } from '../ingest/events.ts';
import { ActaError } from '../lib/errors.ts';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { github } from '../sources/github/index.ts';
import { NotNormalizable } from '../sources/types.ts';
import { readEvents } from './read-events.ts';
import { collector, openBench, pushPayload, webhook } from './testing.ts';

const masker = createMasker({ key: new Uint8Array(32).fill(1) });
const limits = createLimits({}, createMetrics());
const context = {
  source: { type: 'github', name: 'acme' },
  via: 'webhook',
  assurance: 'source_signed',
  received: Date.UTC(2026, 10, 19),
  skew: 300_000,
  marks: [],
} as const;

interface ExampleSet {
  name: string;
  examples: unknown[];
}
const require = createRequire(import.meta.url);
const sets = require('@octokit/webhooks-examples/api.github.com/index.json') as ExampleSet[];
const auditRecord = JSON.stringify({
  '@timestamp': 1_795_076_100_123,
  _document_id: 'a',
  action: 'org.update_member',
  actor: 'octavia',
  user: 'otto',
  org: 'acme',
  old_permission: 'read',
  permission: 'admin',
});

/** A small generator, the same in every run: mulberry32. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const replacements = [
  'null',
  '{}',
  '[]',
  '""',
  '-1',
  '1e400',
  '"\\ud800"',
  'true',
  '9007199254740993',
  '[[]]',
];

/** Bytes changed, cut, repeated, or a value put in another's place. */
function mutated(bytes: Buffer, next: (below: number) => number): Buffer {
  const kind = next(4);
  const at = next(bytes.length);
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1) {
    const changed = Buffer.from(bytes);
    for (let n = 0; n <= next(4); n++) changed[next(bytes.length)] = next(256);
    return changed;
  }
  const text = bytes.toString('utf8');
  if (kind === 2) return Buffer.from(text.slice(0, at) + text.slice(next(at + 1)));
  const member = text.indexOf('":', at);
  const end = text.indexOf(',"', member);
  if (member < 0 || end < 0) return Buffer.alloc(0);
  return Buffer.from(
    `${text.slice(0, member + 2)}${replacements[next(replacements.length)]}${text.slice(end)}`,
  );
}

function take(headers: Record<string, string>, body: Buffer, via: string): number {
  try {
    const { items, delivery } = github.normalize({ headers, body, received: 0, via }, {});
    for (const [place, item] of items.entries()) {
      const draft = draftOfItem(
        item,
        place,
        { ...context, ...(delivery ? { delivery } : {}) },
        masker,
      );
      const id = '0192f8c2-0000-8000-8000-000000000000';
      const time = draft.event.time ?? '2026-11-19T08:15:02.000Z';
      const kept = eventSchema.safeParse({ v: 1, id, received: time, ...draft.event, time });
      assert.ok(kept.success, `${JSON.stringify(kept.error?.issues[0])} from ${body.toString()}`);
    }
    return items.length;
  } catch (error) {
    if (error instanceof NotNormalizable) return 0;
    throw error;
  }
}

test('20,000 mutated deliveries: a valid event, a refusal, or quarantine', () => {
  const next = generator(19);
  const bodies = sets.flatMap(({ name, examples }) =>
    examples.map((example) => ({ name, body: Buffer.from(JSON.stringify(example)) })),
  );
  let taken = 0;
  for (let n = 0; n < 20_000; n++) {
    const stream = next(4) === 0;
    const { name, body } = bodies[next(bodies.length)] as (typeof bodies)[number];
    if (stream)
      taken += take({}, mutated(Buffer.from(`${auditRecord}\n${auditRecord}`), next), 'stream');
    else {
      taken += take({ 'x-github-event': name }, mutated(body, next), 'webhook');
    }
  }
  assert.ok(taken > 4_000, `only ${taken} events were read`);
});

const headerSets = [
  {},
  { 'content-type': 'application/json' },
  { 'content-type': 'application/x-ndjson' },
  { 'content-type': 'application/cloudevents+json' },
  { 'content-type': 'application/cloudevents-batch+json' },
  { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' },
];
const jsonish = fc.oneof(
  fc.json(),
  fc.array(fc.jsonValue()).map((values) => JSON.stringify(values)),
  fc
    .array(
      fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'e', '\n', '\u0000', '\ud800'),
    )
    .map((parts) => parts.join('')),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw)),
  jsonish.map((text) => Buffer.from(text)),
);

test('any bytes under any content type of POST /v1/events', () => {
  fc.assert(
    fc.property(fc.constantFrom(...headerSets), bytes, (headers, body) => {
      try {
        const { items } = readEvents(headers as Record<string, string>, body, limits);
        for (const [place, item] of items.entries()) draftOfSent({ masker }, context, item, place);
      } catch (error) {
        assert.ok(error instanceof ActaError && error.status < 500, String(error));
      }
    }),
    { numRuns: 5_000 },
  );
});

test('through the doors themselves, with a real ledger and a real quarantine', async (t) => {
  const bench = await openBench(t);
  const next = generator(7);
  const original = Buffer.from(JSON.stringify(pushPayload));
  let taken = 0;
  for (let n = 0; n < 200; n++) {
    const body = mutated(original, next);
    const signed = webhook('push', body, { delivery: `d-${n}` });
    const sent = { headers: headerSets[n % headerSets.length] ?? {}, body, remoteAddress: '::1' };
    for (const work of [
      () => bench.doors.delivery('acme', signed),
      () => bench.doors.events(collector, sent),
    ]) {
      try {
        const answer = await work();
        assert.ok([200, 202, 207, 400].includes(answer.status));
        taken++;
      } catch (error) {
        assert.ok(error instanceof ActaError && error.status < 500, String(error));
      }
    }
  }
  assert.ok(taken > 20, `only ${taken} were taken`);
  const { items } = await bench.intake.quarantine.list({ limit: 1_000 });
  assert.ok(items.length > 20);
});
