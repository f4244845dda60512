import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActaEvent } from '@acta/event';
import { createRuleset, parseRules } from '@acta/sigma';
import { createDetector, type Detection } from './detector.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 20, 12);

const rules = `title: repository deleted
id: 3f2c7d9e-9d1f-4d7e-8d3a-1d6f2b6a9c01
logsource: {product: github, service: audit}
detection: {s: {action: repo.destroy}, condition: s}
---
title: failed
name: failed
logsource: {product: acta}
detection: {s: {outcome: failure}, condition: s}
---
title: many failures
id: 3f2c7d9e-9d1f-4d7e-8d3a-1d6f2b6a9c02
correlation:
  {type: event_count, rules: [failed], group-by: [actor.id], timespan: 10m, condition: {gte: 3}}
---
title: opened
name: opened
logsource: {product: acta}
detection: {s: {action: incident.opened}, condition: s}
---
title: closed
name: closed
logsource: {product: acta}
detection: {s: {action: incident.closed}, condition: s}
---
title: not closed
id: 3f2c7d9e-9d1f-4d7e-8d3a-1d6f2b6a9c03
correlation:
  {type: temporal_ordered, rules: [opened, closed], group-by: [target.id], timespan: 1h}
custom_attributes: {acta.absence: {expected: closed}}
`;

const ruleset = createRuleset(parseRules(rules, 'test.yml').rules);
const detector = () => createDetector({ ruleset, lateness_ms: MINUTE });
let index = 0;

function event(at: number, changes: Partial<ActaEvent> = {}): { index: number; event: ActaEvent } {
  const time = new Date(NOW + at).toISOString();
  const made = {
    v: 1,
    id: '0199',
    time,
    received: new Date(Math.max(NOW, NOW + at)).toISOString(),
    source: { type: 'github', name: 'acme', via: 'webhook' },
    action: 'repository.pushed',
    native: 'git.push',
    category: 'change',
    effect: 'update',
    outcome: 'success',
    severity: 'info',
    actor: { type: 'user', id: 'github:1', name: 'octocat', assurance: 'source_signed' },
    target: { type: 'repository', id: 'github:2', name: 'acme/pay' },
    ...changes,
  };
  return { index: index++, event: made as ActaEvent };
}

const titles = (found: Detection[]) => found.map(({ rule }) => rule.slice(-1));

test('a rule on the product’s own record names who did what to what', () => {
  const entry = event(0, { raw: '{"action":"repo.destroy"}' });
  const [found, ...more] = detector().take([event(0), entry]);
  assert.equal(more.length, 0);
  assert.deepEqual(found?.group, { 'actor.id': 'github:1', 'target.id': 'github:2' });
  assert.deepEqual(found.entries, [entry.index]);
  assert.deepEqual(found.actor, { id: 'github:1', name: 'octocat' });
  assert.equal(found.time, NOW);
  assert.match(found.rule_hash, /^[0-9a-f]{64}$/);
});

test('the same log gives the same keys, whatever the batches', () => {
  const entries = Array.from({ length: 7 }, (_, n) => event(n * MINUTE, { outcome: 'failure' }));
  const whole = detector().take(entries);
  const other = detector();
  const parts = entries.flatMap((entry) => other.take([entry]));
  assert.equal(whole.length, 2);
  assert.deepEqual(
    parts.map(({ key }) => key),
    whole.map(({ key }) => key),
  );
});

test('what is due is said once the clock passes it, lateness included', () => {
  const one = detector();
  const opened = event(0, { action: 'incident.opened' });
  assert.deepEqual(one.take([opened]), []);
  assert.deepEqual(one.advance(NOW + 60 * MINUTE), []);
  assert.deepEqual(titles(one.advance(NOW + 63 * MINUTE)), ['3']);
  assert.deepEqual(one.advance(NOW + 90 * MINUTE), []);
});

test('a clock that is ahead does not make others late', () => {
  const one = detector();
  one.take([event(0, { action: 'incident.opened' }), event(10 * 365 * 24 * 60 * MINUTE)]);
  assert.deepEqual(one.advance(NOW + 30 * MINUTE), []);
});

test('what is imported is judged apart, and said to be historical', () => {
  const one = detector();
  const old = -90 * 24 * 60 * MINUTE;
  const imported = (at: number) => event(old + at, { outcome: 'failure', marks: ['imported'] });
  assert.deepEqual(one.take([event(0, { outcome: 'failure' })]), []);
  const found = one.take([imported(0), imported(1), imported(2)]);
  assert.deepEqual(
    found.map(({ historical, time }) => [historical, time]),
    [[true, NOW + old + 2]],
  );
  assert.equal(
    one.take([event(2, { outcome: 'failure' }), event(3, { outcome: 'failure' })])[0]?.historical,
    false,
  );
});

test('what comes more than a day late is judged by its own time, and is not historical', () => {
  const one = detector();
  const old = (at: number, outcome: 'failure' | 'success' = 'failure') => {
    const { index: number, event: made } = event(at - 40 * 24 * 60 * MINUTE, { outcome });
    return { index: number, event: { ...made, received: new Date(NOW).toISOString() } };
  };
  assert.deepEqual(one.take([old(0), old(MINUTE)]), []);
  assert.deepEqual(one.advance(NOW), []);
  // Another source is hours ahead.
  assert.deepEqual(one.take([old(20 * 60 * MINUTE, 'success')]), []);
  const found = one.take([old(2 * MINUTE)]);
  assert.deepEqual(
    found.map(({ historical, count }) => [historical, count]),
    [[false, 3]],
  );
});

test('memory survives a snapshot, but for rules that changed', () => {
  const failures = [0, 1].map((at) => event(at, { outcome: 'failure' }));
  const first = detector();
  first.take(failures);
  const saved = JSON.parse(JSON.stringify(first.snapshot()));
  const second = detector();
  second.restore(saved);
  assert.deepEqual(titles(second.take([event(2, { outcome: 'failure' })])), ['2']);

  const edited = createRuleset(parseRules(rules.replace('gte: 3', 'gte: 4')).rules);
  const third = createDetector({ ruleset: edited, lateness_ms: MINUTE });
  third.restore(saved);
  const more = [2, 3].map((at) => event(at, { outcome: 'failure' }));
  assert.deepEqual(third.take(more), []);
});
