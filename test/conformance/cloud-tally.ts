// Shared by the conformance tests of clouds and clusters: deliveries that others collected go
// through an adapter, and what came out is counted.
import { createMasker } from '@acta/event';
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkItem } from '../../packages/server/src/sources/adapter-testing.ts';
import type { Adapter, NormalizedItem } from '../../packages/server/src/sources/types.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora');

/** One body with where it came from. */
export interface Sample {
  name: string;
  body: string;
  headers?: Record<string, string> | undefined;
}

export interface Tally {
  deliveries: number;
  events: number;
  failed: number;
  actor: number;
  target: number;
  time: number;
  outcome: number;
  mapped: number;
  secrets: number;
  /** What went to quarantine, as `code name`. */
  quarantined: string[];
  unmapped: Set<string>;
  nameless: Set<string>;
}

/** Files of a folder as one body each. */
export function files(pattern: string, headers?: Record<string, string>): Sample[] {
  return globSync(join(root, pattern))
    .toSorted()
    .map((path) => ({ name: basename(path), body: readFileSync(path, 'utf8'), headers }));
}

/** Test cases in lines, the record under `event`, as one body each. */
export function eventLines(pattern: string): Sample[] {
  return files(pattern).flatMap(({ name, body }) =>
    body
      .trim()
      .split('\n')
      .map((line) => ({
        name,
        body: JSON.stringify((JSON.parse(line) as { event: unknown }).event),
      })),
  );
}

const awsKey = /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/;
const masker = createMasker({ key: new Uint8Array(32).fill(7) });

/** What came out of the samples; each event is held against schema, catalogue and declaration. */
export function tallyOf(adapter: Adapter, samples: readonly Sample[]): Tally {
  const tally: Tally = {
    deliveries: 0,
    events: 0,
    failed: 0,
    actor: 0,
    target: 0,
    time: 0,
    outcome: 0,
    mapped: 0,
    secrets: 0,
    quarantined: [],
    unmapped: new Set(),
    nameless: new Set(),
  };
  for (const { name, body, headers = {} } of samples) {
    tally.deliveries++;
    const delivery = { headers, body: Buffer.from(body), received: 0, via: 'webhook' };
    const { items, failed } = adapter.normalize(delivery, {});
    tally.failed += failed.length;
    for (const { code } of failed) tally.quarantined.push(`${code} ${name}`);
    for (const item of items) count(tally, adapter, name, item);
  }
  return tally;
}

function count(tally: Tally, adapter: Adapter, name: string, item: NormalizedItem): void {
  checkItem(adapter, item);
  const { event, unmapped, raw } = item;
  tally.events++;
  if (event.actor.type !== 'unknown') tally.actor++;
  else tally.nameless.add(`${name} ${event.native}`);
  if (event.target.type !== 'unknown') tally.target++;
  if (event.time !== undefined) tally.time++;
  if (event.outcome !== 'unknown') tally.outcome++;
  if (unmapped) tally.unmapped.add(event.native ?? '?');
  else tally.mapped++;
  const kept = masker.text(raw).text + JSON.stringify(masker.value(event));
  if (awsKey.test(kept) || /"(?:password|secretString)":"(?!masked)/i.test(kept)) tally.secrets++;
}

/** Holds shares of the events above their floors; prints one line. */
export function holds(
  tally: Tally,
  floors: Partial<Record<'actor' | 'target' | 'time' | 'outcome' | 'mapped', number>>,
  say: (line: string) => void,
): void {
  const { unmapped, nameless } = tally;
  const { deliveries, events, failed, actor, target, time, outcome, mapped, secrets } = tally;
  const counts = { deliveries, events, failed, actor, target, time, outcome, mapped, secrets };
  say(`${JSON.stringify(counts)} unmapped: ${[...unmapped].join(', ')}`);
  assert.ok(tally.events > 0, 'the folder has events');
  assert.equal(tally.secrets, 0, 'secrets left');
  for (const [key, floor] of Object.entries(floors)) {
    const share = tally[key as 'actor'] / tally.events;
    const names = key === 'actor' ? [...nameless].join(', ') : '';
    assert.ok(share >= floor, `${key}: ${share.toFixed(3)} of ${tally.events} ${names}`);
  }
}
