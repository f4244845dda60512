import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Json } from '../reader.ts';
import { scopeOf } from './apply.ts';
import { mappingLimits, StepsPassed } from './limits.ts';
import { formatPath, parsePath, valuesAt, type Path, type Segment } from './path.ts';

const key = fc.string({ minLength: 0, maxLength: 12, unit: 'binary' });
const segment: fc.Arbitrary<Segment> = fc.oneof(
  key.map((name) => ({ key: name })),
  fc.integer({ min: -9, max: 99 }).map((index) => ({ index })),
  fc.constant({ all: true as const }),
);
const path: fc.Arbitrary<Path> = fc
  .array(segment, { minLength: 1, maxLength: 8 })
  .map((segments) => ({ segments }));

const scope = (value: Json) => scopeOf({ value, raw: '', headers: { 'x-a': 'h' }, received: 0 });

function read(value: Json, text: string): Json[] {
  const parsed = parsePath(text);
  assert.ok(parsed.ok, text);
  return valuesAt(parsed.path, scope(value));
}

test('a path that is written is read as it was', () => {
  fc.assert(
    fc.property(path, (given) => {
      const text = formatPath(given);
      const parsed = parsePath(text);
      assert.ok(parsed.ok, text);
      assert.deepEqual(parsed.path, given);
    }),
  );
});

test('a path finds the value that stands there, as plain JavaScript does', () => {
  fc.assert(
    fc.property(
      fc.array(key, { minLength: 1, maxLength: 6 }),
      fc.string({ minLength: 1 }),
      (keys, leaf) => {
        let value: Json = leaf;
        for (const name of keys.toReversed()) {
          value = Object.defineProperty({}, name, { value, enumerable: true }) as {
            [key: string]: Json;
          };
        }
        const given = { segments: keys.map((name) => ({ key: name })) };
        assert.deepEqual(valuesAt(given, scope(value)), [leaf]);
      },
    ),
  );
});

test('members, items, all items, quoted names and roots', () => {
  const value = {
    a: { 'b.c': [1, { d: 'x' }, { d: 'y' }] },
    '@timestamp': 't',
    '@text': 'own',
    n: null,
    e: '',
  };
  const cases: [string, Json[]][] = [
    ['a["b.c"][0]', [1]],
    ['a["b.c"][-1].d', ['y']],
    ['a["b.c"][*].d', ['x', 'y']],
    ['a[*][0]', [1]],
    ['@timestamp', ['t']],
    ['["@text"]', ['own']],
    ['@headers.x-a', ['h']],
    ['@record.a["b.c"][0]', [1]],
    ['n', []],
    ['e', []],
    ['a.constructor', []],
    ['__proto__.x', []],
    ['a["b.c"].length', []],
  ];
  for (const [text, expected] of cases) assert.deepEqual(read(value, text), expected, text);
});

test('what is no path says where and what was expected', () => {
  const cases: [string, number, RegExp][] = [
    ['', 1, /missing/],
    ['a..b', 2, /expected a name/],
    ['a.', 2, /expected a name/],
    ['a[', 2, /expected \[0\]/],
    ['a[1x]', 2, /expected \[0\]/],
    ['a]b', 2, /expected "\." or "\["/],
    ['a["b]', 2, /expected \[0\]/],
    ['x'.repeat(600), 1, /longer/],
    ['a.'.repeat(40) + 'a', 65, /segments/],
  ];
  for (const [text, column, message] of cases) {
    const parsed = parsePath(text);
    assert.ok(!parsed.ok, text);
    assert.equal(parsed.column, column, text);
    assert.match(parsed.message, message);
  }
});

test('wide records cost a bounded number of steps', () => {
  const wide = Array.from({ length: 1_000 }, () => Array.from({ length: 1_000 }, () => 1));
  assert.equal(read(wide, '[*]').length, mappingLimits.wildcard_max_items);
  const parsed = parsePath('[*][*]');
  assert.ok(parsed.ok);
  const narrow = scope(wide);
  narrow.budget.steps = 100;
  assert.throws(() => valuesAt(parsed.path, narrow), StepsPassed);
});
