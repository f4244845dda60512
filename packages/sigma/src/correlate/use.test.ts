import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createEngine } from '../engine/engine.ts';
import { LOGSOURCE, rulesetOf } from '../testing.ts';
import { createCorrelator } from './correlator.ts';
import type { Firing } from './types.ts';

const MINUTE = 60_000;
const KINDS = ['a', 'b'];

const base = (name: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: {product: test}\n` +
  `detection: {s: {kind: ${name}}, condition: s}`;
const on = (name: string, body: string, custom = '{}'): string =>
  `title: ${name}\nname: ${name}\ncorrelation: {group-by: [g], timespan: 10m, ${body}}\n` +
  `custom_attributes: ${custom}`;
const counting = (name: string, least: number): string =>
  on(name, `type: event_count, rules: [a], condition: {gte: ${least}}`);

const KEPT = [
  ...KINDS.map(base),
  counting('count', 3),
  on('order', 'type: temporal_ordered, rules: [a, b]'),
  on('values', 'type: value_count, rules: [b], condition: {field: v, gte: 3}'),
  on('built', 'type: event_count, rules: [count], condition: {gte: 2}'),
  on(
    'missing',
    'type: temporal_ordered, rules: [a, b]',
    '{acta.absence: {expected: b}, acta.suppress: 2m}',
  ),
];
const OTHERS = [counting('x', 1), on('y', 'type: temporal, rules: [a, b]'), base('z')];

/** Rules that go on with others, parsed anew or the same. */
function open() {
  const texts = new Map<string, ReturnType<typeof rulesetOf>>();
  const setOf = (rules: readonly string[], isNew = false) => {
    const text = rules.join('\n---\n');
    const set = isNew ? rulesetOf(text) : (texts.get(text) ?? rulesetOf(text));
    texts.set(text, set);
    return set;
  };
  const set = setOf(KEPT);
  const engine = createEngine(set);
  const correlator = createCorrelator(set);
  let ref = 0;
  return {
    correlator,
    use: (rules: readonly string[], isNew = false) => {
      const changed = setOf(rules, isNew);
      engine.use(changed);
      correlator.use(changed);
    },
    send: (at: number, event: object) => {
      const matched = engine.match(event, [LOGSOURCE]);
      return correlator.observe({ event, time: at, ref: ref++, matched });
    },
  };
}

const told = (firings: Firing[]) =>
  firings
    .filter(({ rule }) => !['x', 'y'].includes(rule.name!))
    .map(({ rule, group, time, refs }) => [rule.name, group, time, refs]);

test('correlations that stay do not see that others come and go', () => {
  const step = fc.record({
    minutes: fc.integer({ min: 0, max: 3 }),
    kind: fc.constantFrom(...KINDS),
    g: fc.constantFrom('p', 'q'),
    v: fc.integer({ min: 0, max: 4 }),
    change: fc.option(fc.record({ others: fc.subarray(OTHERS), isNew: fc.boolean() })),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const steady = open();
      const changing = open();
      let at = 0;
      for (const { minutes, change, ...event } of steps) {
        at += minutes * MINUTE;
        if (change !== null) changing.use([...change.others, ...KEPT], change.isNew);
        assert.deepEqual(told(changing.send(at, event)), told(steady.send(at, event)));
        const until = at - MINUTE;
        assert.deepEqual(
          told(changing.correlator.advance(until)),
          told(steady.correlator.advance(until)),
        );
      }
    }),
  );
});

test('a correlation that changed, or was away, begins anew', () => {
  const { send, use } = open();
  const bases = KINDS.map(base);
  const count = (at: number) => send(at, { kind: 'a', g: 'p' }).length;
  use([...bases, counting('count', 3)]);
  assert.deepEqual([count(0), count(1)], [0, 0]);
  use([...bases, counting('count', 2)]);
  assert.deepEqual([count(2), count(3), count(4)], [0, 1, 0]);
  use(bases);
  use([...bases, counting('count', 2)]);
  assert.deepEqual([count(5), count(6)], [0, 1]);
});
