// Mutated deliveries over all adapters and the doors' parsers: 20,000 of them, and a million with
// ACTA_LONG=1. None crashes, none takes long, none leaves memory behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { adapters } from '../sources/all.ts';
import { fuzz } from './fuzz.ts';

const long = process.env['ACTA_LONG'] === '1';
const count = long ? 1_000_000 : 20_000;
const rounds = 10;
/** Of one delivery, by time of CPU: no other one waits longer. */
const longest_ms = 50;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

test(`${count} mutated deliveries: events, a reason to hold them, or a refusal`, (t) => {
  const by = new Map<string, number>();
  const refused = new Map<string, number>();
  const heaps: number[] = [];
  let events = 0;
  let slowest = { ms: 0, what: '' };
  for (let round = 0; round < rounds; round++) {
    const report = fuzz(count / rounds, 1 + round);
    events += report.events;
    for (const [name, seen] of report.by) by.set(name, (by.get(name) ?? 0) + seen);
    for (const [code, seen] of report.refused) refused.set(code, (refused.get(code) ?? 0) + seen);
    if (report.slowest.ms > slowest.ms) slowest = report.slowest;
    heaps.push(heap());
  }
  t.diagnostic(
    `${events} events; the slowest took ${slowest.ms.toFixed(1)} ms of CPU: ${slowest.what}`,
  );
  t.diagnostic(`heap ${heaps.map((bytes) => (bytes / 1e6).toFixed(1)).join(', ')} MB`);
  if (long) {
    t.diagnostic(`by: ${JSON.stringify(Object.fromEntries(by))}`);
    t.diagnostic(`refused: ${JSON.stringify(Object.fromEntries(refused))}`);
  }
  for (const { type } of adapters) {
    assert.ok((by.get(type) ?? 0) > 0, `nothing was tried on ${type}`);
  }
  assert.ok(events > count / 5, `only ${events} events were read`);
  assert.ok(slowest.ms < longest_ms, `${slowest.ms} ms of CPU: ${slowest.what}`);
  // Caches fill in the first rounds; what grows with deliveries would grow on.
  const [first = 0, last = 0] = [heaps[2], heaps.at(-1)];
  assert.ok(last - first < 20e6, `the heap grew by ${last - first} bytes`);
});
