import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { FieldTable } from '../match/fields.ts';
import { Subject } from '../match/subject.ts';
import { testOf } from '../match/test-of.ts';
import { parseRules } from '../parse/rules.ts';
import { LOGSOURCE, ruleAround, rulesetOf, selection } from '../testing.ts';
import { createEngine } from './engine.ts';
import { explain } from './explain.ts';
import { createRuleset } from './ruleset.ts';

const many = (...texts: string[]): string => texts.join('\n---\n');

test('a rule applies where all that its log source names agrees', () => {
  const rule = (source: string) =>
    `title: "${source}"\nlogsource: {${source}}\ndetection: {s: {a: x}, condition: s}`;
  const engine = createEngine(
    rulesetOf(
      many(
        rule('product: github'),
        rule('product: GitHub, service: audit'),
        rule('category: application'),
        rule('product: aws'),
      ),
    ),
  );
  const titles = (...sources: Parameters<typeof engine.match>[1]) =>
    engine.match({ a: 'x' }, sources).map(({ rule: { title } }) => title);
  assert.deepEqual(titles({ product: 'github', service: 'audit' }), [
    'product: github',
    'product: GitHub, service: audit',
  ]);
  assert.deepEqual(titles({ product: 'github' }), ['product: github']);
  assert.deepEqual(titles({ product: 'aws' }, { category: 'Application' }), [
    'category: application',
    'product: aws',
  ]);
  assert.deepEqual(titles({ product: 'gitlab' }), []);
});

const field = fc.constantFrom('a', 'b', 'c.d', 'C.D', 'c', 'c.d.z', 'e.f.g', 'e.f');
const word = fc.constantFrom('x', 'xy', 'y', '', '*', 'x*', '*y', '1', 'X');
const modifier = fc.constantFrom('', '|contains', '|startswith', '|endswith', '|re', '|cased');
const item = fc
  .tuple(field, modifier, word)
  .filter(([, how, text]) => how !== '|re' || !text.includes('*'))
  .map(([name, how, text]) => `${name}${how}: '${text}'`);
const search = fc.oneof(
  item.map((one) => ({ one })),
  fc.constant({ one: 'a: null' }),
  fc.constant({ one: 'c.d|exists: true' }),
);
const conditions = [
  's0',
  'not s0',
  's0 and s1',
  's0 or s1',
  's0 and not s1',
  '1 of s*',
  'all of s*',
];
const detection = fc
  .tuple(search, search, fc.constantFrom(...conditions))
  .map(([{ one }, { one: two }, condition]) =>
    ruleAround(`s0:\n  ${one}\ns1:\n  ${two}\ncondition: ${condition}`),
  );
const value = fc.constantFrom<unknown>('x', 'xy', 'Y', '', null, 1, true, ['x', 'y'], { z: 'x' });
const nested = fc.oneof(value, fc.record({ d: value, D: value }, { requiredKeys: [] }));
const deep = fc.oneof(
  value,
  fc.record({ f: fc.record({ g: value, G: value }, { requiredKeys: [] }), 'F.g': value }),
);
const event = fc.record(
  {
    a: value,
    b: value,
    c: fc.oneof(nested, fc.array(nested, { maxLength: 3 })),
    'c.d': value,
    e: fc.oneof(deep, fc.array(deep, { maxLength: 3 })),
    'E.F': fc.record({ g: value }),
  },
  { requiredKeys: [] },
);

const details = fc.array(detection, { minLength: 1, maxLength: 20 });

test('the index never hides a match, and the engine agrees with each rule alone', () => {
  fc.assert(
    fc.property(details, fc.array(event, { minLength: 1, maxLength: 5 }), (texts, subjects) => {
      const { rules } = parseRules(many(...texts));
      const set = createRuleset(rules);
      const engine = createEngine(set);
      for (const subject of subjects) {
        const found = engine.match(subject, [LOGSOURCE]);
        const alone = set.detections.filter(({ expression }) => {
          const fields = new FieldTable();
          const matches = testOf(expression, fields, () => []);
          const single = new Subject(fields);
          single.read(subject);
          return matches(single);
        });
        assert.deepEqual(found, alone);
      }
    }),
    { numRuns: 500 },
  );
});

const sources = fc.constantFrom('product: test', 'product: test, service: one', 'product: other');
const placed = fc.array(fc.tuple(detection, sources, fc.constantFrom('a', 'b', 'c', 'd', 'e')), {
  maxLength: 5,
});
/** One rule a name; later ones take the place of earlier ones. */
const textOf = (rules: readonly [string, string, string][]): string =>
  [...new Map(rules.map(([text, source, name]) => [name, { text, source }]))]
    .map(([name, { text, source }]) =>
      text.replace('logsource:\n  product: test', `name: ${name}\nlogsource: {${source}}`),
    )
    .join('\n---\n');

test('an engine that goes on with other rules is as one made of them', () => {
  const asked = [[LOGSOURCE], [{ product: 'test', service: 'one' }], [{ product: 'other' }]];
  fc.assert(
    fc.property(
      fc.array(placed, { minLength: 2, maxLength: 6 }),
      fc.array(event),
      (steps, events) => {
        const known = new Map<string, ReturnType<typeof parseRules>['rules']>();
        const engine = createEngine({ detections: [] });
        for (const step of steps) {
          // What was there before is the same object, as a caller that changes one rule has it.
          const rules = textOf(step)
            .split('\n---\n')
            .flatMap((text) => {
              const parsed = known.get(text) ?? parseRules(text).rules;
              known.set(text, parsed);
              return parsed;
            });
          const set = createRuleset(rules);
          engine.use(set);
          const fresh = createEngine(set);
          for (const source of asked) {
            for (const each of events) {
              assert.deepEqual(engine.match(each, source), fresh.match(each, source));
            }
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('an event leaves nothing behind for the next', () => {
  const engine = createEngine(rulesetOf(ruleAround(selection('a: x', 'b: null'))));
  assert.equal(engine.match({ a: 'x', b: 'y' }, [LOGSOURCE]).length, 0);
  assert.equal(engine.match({ a: 'x' }, [LOGSOURCE]).length, 1);
  assert.equal(engine.match({}, [LOGSOURCE]).length, 0);
  const not = createEngine(
    rulesetOf(ruleAround("s: {a: x}\nf: {b: '?*'}\ncondition: s and not f")),
  );
  assert.equal(not.match({ a: 'x' }, [LOGSOURCE]).length, 1);
  assert.equal(not.match({ a: 'x', b: 'y' }, [LOGSOURCE]).length, 0);
});

test('hostile events are only events', () => {
  const engine = createEngine(rulesetOf(ruleAround(selection('a.b: x', "c|contains: '*'"))));
  let deep: unknown = 'x';
  for (let n = 0; n < 5_000; n++) deep = { a: deep, b: deep === 'x' ? 'x' : 'y' };
  assert.doesNotThrow(() => engine.match({ a: deep }, [LOGSOURCE]));
  const odd = JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2},"":"","a..b":"x"}') as object;
  assert.equal(engine.match(odd, [LOGSOURCE]).length, 0);
  const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, n]));
  assert.equal(engine.match({ ...wide, a: { b: 'x' }, c: 1 }, [LOGSOURCE]).length, 1);
});

test('a regular expression is found by what its matches hold, in any case it takes', () => {
  const matches = (pattern: string, text: string): number => {
    const engine = createEngine(rulesetOf(ruleAround(selection(`a|re: '${pattern}'`))));
    return engine.match({ a: text }, [LOGSOURCE]).length;
  };
  assert.equal(matches('.+:Role/x', 'arn:Role/x'), 1);
  assert.equal(matches('.+:Role/x', 'arn:role/x'), 0);
  assert.equal(matches('(?i)mask', 'MA\u017FK'), 1);
  assert.equal(matches('(?i)talk', 'TAL\u212A'), 1);
});

test('fields are found behind more spellings of their names than are remembered', () => {
  const engine = createEngine(rulesetOf(ruleAround(selection('abcdefghijklmno: x'))));
  const units = 'abcdefghijklmno'.split('');
  for (let n = 0; n < 20_000; n++) {
    const key = units.map((unit, at) => ((n >> at) & 1 ? unit.toUpperCase() : unit));
    assert.equal(engine.match({ [key.join('')]: 'x' }, [LOGSOURCE]).length, 1);
  }
});

test('an overlay changes rules of others by their id', () => {
  const id = '3f2c7d9e-9d1f-4d7e-8d3a-1d6f2b6a9c01';
  const text = ruleAround(selection('gcp.method: x'), `id: ${id}\nlevel: low`);
  const { rules } = parseRules(text);
  assert.equal(createRuleset(rules, { rules: { [id]: { off: true } } }).detections.length, 0);
  const aliases = { 'gcp.method': ['payload.method'] };
  const set = createRuleset(rules, {
    aliases: [{ logsource: LOGSOURCE, fields: aliases }],
    rules: { [id]: { level: 'high' } },
  });
  assert.equal(set.detections[0]?.rule.level, 'high');
  const engine = createEngine(set);
  assert.equal(engine.match({ payload: { method: 'x' } }, [LOGSOURCE]).length, 1);
  assert.equal(
    engine.match({ gcp: { method: 'y' }, payload: { method: 'x' } }, [LOGSOURCE]).length,
    0,
  );
});

test('a filter must hold as well', () => {
  const rule = ruleAround(selection('a: x'), 'name: base');
  const filter = (rules: string) =>
    'title: f\nlogsource: {product: test}\n' +
    `filter: {rules: ${rules}, s: {user: adm}, condition: not s}`;
  const engine = createEngine(rulesetOf(many(rule, filter('[base]'))));
  assert.equal(engine.match({ a: 'x', user: 'adm' }, [LOGSOURCE]).length, 0);
  assert.equal(engine.match({ a: 'x', user: 'eve' }, [LOGSOURCE]).length, 1);
  assert.throws(() => rulesetOf(many(rule, filter('[other]'))), /other, which is no rule/);
});

test('a block on elements is found by what stands in it', () => {
  const text = ruleAround(
    's:\n  a[any]:\n    b.c: X\n    d|contains: y\ncondition: s',
    'sigma-version: 3',
  );
  const engine = createEngine(rulesetOf(text));
  const matches = (event: object) => engine.match(event, [LOGSOURCE]).length;
  assert.equal(matches({ a: [{ b: { c: 'x' }, d: 'xyz' }] }), 1);
  assert.equal(matches({ a: { b: [{ c: 'x' }], d: { e: 'y' } } }), 1);
  assert.equal(matches({ a: [{ b: { c: 'x' } }, { d: 'y' }] }), 0);
});

test('a block on elements binds to one of them', () => {
  const text = ruleAround('s:\n  a[any]:\n    b: x\n    c: y\ncondition: s', 'sigma-version: 3');
  const engine = createEngine(rulesetOf(text));
  assert.equal(engine.match({ a: [{ b: 'x' }, { c: 'y' }] }, [LOGSOURCE]).length, 0);
  assert.equal(engine.match({ a: [{ b: 'z' }, { b: 'x', c: 'y' }] }, [LOGSOURCE]).length, 1);
});

test('an explanation names what matched and what was there', () => {
  const [ready] = rulesetOf(
    ruleAround('s:\n  a: x\nf:\n  b|contains: y\ncondition: s and not f'),
  ).detections;
  const told = explain(ready!, { a: 'X', b: 'z' });
  assert.equal(told.matched, true);
  assert.deepEqual(
    told.items.map(({ kind, matched }) => [kind, matched]),
    [
      ['search', true],
      ['not', true],
    ],
  );
  assert.deepEqual(told.items[0]?.items[0], {
    label: 'a equals "x"',
    kind: 'test',
    matched: true,
    items: [],
    found: ['X'],
  });
});

test('what can not work is refused by name, and so is what is built on it', () => {
  const bad = ruleAround("s: {a|expand: '%x%'}\ncondition: s", 'name: bad');
  const count = (rules: string, name = 'c') =>
    `title: ${name}\nname: ${name}\ncorrelation:\n  type: event_count\n  rules: [${rules}]\n` +
    '  group-by: [a]\n  timespan: 1m\n  condition: {gte: 2}';
  const { rules } = parseRules(many(bad, count('bad'), count('nobody', 'd'), count('e', 'e')));
  const { rejected } = createRuleset(rules);
  assert.deepEqual(
    rejected.map(({ rule, error }) => [rule.title, error.code]),
    [
      ['test', 'placeholder'],
      ['c', 'reference'],
      ['d', 'reference'],
      ['e', 'reference'],
    ],
  );
  assert.match(rejected[1]!.error.message, /built on bad/);
  assert.match(rejected[3]!.error.message, /circle: e → e/);
});
