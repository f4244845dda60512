// What the conformance tests of adapters count: every event is held against the schema, and each
// lacking actor, target, time or action is named.
import { catalogue, createMasker, eventSchema } from '@acta/event';
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Adapter, Normalized } from '../../packages/server/src/sources/types.ts';

/** One delivery of the corpus: headers in lower case, the exact body. */
export interface Sample {
  name: string;
  headers?: Record<string, string>;
  body: Buffer | string;
  via?: string;
  settings?: Record<string, unknown>;
}

export interface Counts {
  deliveries: number;
  parsed: number;
  events: number;
  actor: number;
  target: number;
  time: number;
  outcome: number;
  mapped: number;
}

export interface Tally {
  counts: Counts;
  /** Events that lack something, as `what file native`. */
  lacking: string[];
  /** Files without any event, with the reason. */
  refused: string[];
}

/** Normalizes every sample and counts. */
export function tallyOf(adapter: Adapter, samples: readonly Sample[]): Tally {
  const counts: Counts = {
    deliveries: 0,
    parsed: 0,
    events: 0,
    actor: 0,
    target: 0,
    time: 0,
    outcome: 0,
    mapped: 0,
  };
  const tally: Tally = { counts, lacking: [], refused: [] };
  for (const sample of samples) {
    counts.deliveries++;
    const normalized = normalizeSample(adapter, sample);
    if (typeof normalized === 'string') tally.refused.push(`${sample.name}: ${normalized}`);
    else countItems(adapter, sample.name, normalized, tally);
  }
  return tally;
}

function normalizeSample(adapter: Adapter, sample: Sample): Normalized | string {
  try {
    return adapter.normalize(
      {
        headers: sample.headers ?? {},
        body: Buffer.from(sample.body),
        received: Date.UTC(2026, 0, 1),
        via: sample.via ?? 'webhook',
      },
      sample.settings ?? {},
    );
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined) throw error;
    return `${code} ${message}`;
  }
}

function countItems(adapter: Adapter, name: string, normalized: Normalized, tally: Tally): void {
  const { counts, lacking, refused } = tally;
  for (const { code, detail } of normalized.failed) refused.push(`${name}: ${code} ${detail}`);
  if (normalized.failed.length === 0 && normalized.items.length > 0) counts.parsed++;
  for (const { event, unmapped, delivery, raw } of normalized.items) {
    counts.events++;
    checkEvent(adapter, name, event, delivery);
    checkMasked(name, raw);
    const lacks = (what: string) => lacking.push(`${what} ${name} ${event.native}`);
    if (event.actor.type === 'unknown') lacks('actor');
    else counts.actor++;
    if (event.target.type === 'unknown') lacks('target');
    else counts.target++;
    if (event.time === undefined) lacks('time');
    else counts.time++;
    if (event.outcome !== 'unknown') counts.outcome++;
    if (unmapped) lacks('action');
    else counts.mapped++;
  }
}

function checkEvent(
  adapter: Adapter,
  name: string,
  event: Normalized['items'][number]['event'],
  delivery: string | undefined,
): void {
  const definition = catalogue.get(event.action);
  assert.ok(definition !== undefined, `${name}: ${event.action} is in the catalogue`);
  assert.ok(adapter.actions.includes(event.action), `${name}: ${event.action} is declared`);
  const kept = eventSchema.safeParse({
    v: 1,
    id: '0192f8c2-0000-8000-8000-000000000000',
    received: '2026-01-01T00:00:00.000Z',
    source: { type: adapter.type, name: 'acme', ...(delivery === undefined ? {} : { delivery }) },
    category: definition.category,
    effect: definition.effect,
    severity: definition.severity,
    ...event,
    time: event.time ?? '2026-01-01T00:00:00.000Z',
  });
  assert.ok(kept.success, `${name}: ${JSON.stringify(kept.error?.issues[0])}`);
}

const masker = createMasker({ key: new Uint8Array(32).fill(7) });

/** What is masked once holds nothing more to mask. */
function checkMasked(name: string, raw: string): void {
  const once = masker.text(raw).text;
  assert.equal(masker.text(once).masked, 0, `${name}: a secret is left`);
}

/**
 * Prints the counts as one line, and holds them against floors as shares of the events. `noEvents`
 * are the files, by the end of their names, that hold no delivery of the product.
 */
export function report(
  t: TestContext,
  folder: string,
  tally: Tally,
  floors: Partial<Record<'actor' | 'target' | 'time' | 'mapped', number>>,
  noEvents: readonly string[] = [],
): void {
  t.diagnostic(`${folder} ${JSON.stringify(tally.counts)}`);
  for (const line of tally.lacking.slice(0, 60)) t.diagnostic(line);
  const others = tally.refused.filter(
    (line) => !noEvents.some((name) => line.split(': ')[0]?.endsWith(name) === true),
  );
  assert.deepEqual(others, []);
  assert.ok(tally.counts.deliveries > 0, 'the folder has samples');
  const files = new Set(tally.refused.map((line) => line.split(': ')[0]));
  assert.equal(tally.counts.parsed + files.size, tally.counts.deliveries);
  for (const [key, floor] of Object.entries(floors)) {
    const share = tally.counts[key as keyof Counts] / tally.counts.events;
    assert.ok(share >= floor, `${key}: ${share.toFixed(3)} of ${tally.counts.events} events`);
  }
}
