import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { complete } from './complete.ts';

// text with the cursor at |, one label that is offered
const OFFERED: [string, string][] = [
  ['|', 'actor'],
  ['act|', 'action'],
  ['a -acto|', 'actor'],
  ['lab|', 'label.'],
  ['severity:|', 'critical'],
  ['severity:h|', 'high'],
  ['outcome:|', '*'],
  ['(category:dep|', 'deploy'],
  ['com|', 'commit'],
];

test('offers what may follow', () => {
  for (const [marked, label] of OFFERED) {
    const cursor = marked.indexOf('|');
    const { items } = complete(marked.replace('|', ''), cursor);
    assert.ok(
      items.some((item) => item.label === label),
      marked,
    );
  }
});

test('names the field whose values could be looked up', () => {
  const hints = complete('x actor:oct y', 11);
  assert.deepEqual([hints.field, hints.typed, hints.from, hints.to], ['actor', 'oct', 8, 11]);
});

test('a name in quotes is one name, closed or open', () => {
  const closed = complete('x label."two words":oct', 23);
  assert.deepEqual(
    [closed.field, closed.typed, closed.from, closed.to],
    ['labels.two words', 'oct', 20, 23],
  );
  const open = complete('x -label."two wo', 16);
  assert.deepEqual([open.typed, open.from, open.to, open.items], ['label."two wo', 3, 16, []]);
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, cursor) => {
      const hints = complete(text, cursor);
      assert.ok(hints.from <= hints.to && hints.to <= text.length);
    }),
  );
});
