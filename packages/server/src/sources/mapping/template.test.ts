import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Json } from '../reader.ts';
import { scopeOf } from './apply.ts';
import { fillTemplate, parseTemplate } from './template.ts';

function fill(text: string, value: Json): Json | undefined {
  const parsed = parseTemplate(text);
  assert.ok(parsed.ok, text);
  return fillTemplate(parsed.template, scopeOf({ value, raw: '', headers: {}, received: 0 }));
}

test('any text is itself once its braces are doubled', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.equal(fill(text.replaceAll('{', '{{').replaceAll('}', '}}'), null), text);
    }),
  );
});

test('places are filled; one alone keeps its type; an empty one empties the whole', () => {
  const value = { a: 'x', n: 7, l: [1, 2], o: { 'odd}key': 'q' } };
  assert.equal(fill('{a}/{n}', value), 'x/7');
  assert.equal(fill('{n}', value), 7);
  assert.deepEqual(fill('{l[*]}', value), [1, 2]);
  assert.equal(fill('{a}-{missing}', value), undefined);
  assert.equal(fill('{o["odd}key"]}', value), 'q');
  assert.equal(fill('{{a}}', value), '{a}');
});

test('what is wrong has its column', () => {
  for (const [text, column] of [
    ['ab{', 3],
    ['ab}', 3],
    ['{a..b}', 3],
    ['{}', 2],
    ['{a{b}}', 1],
  ] as const) {
    const parsed = parseTemplate(text);
    assert.ok(!parsed.ok, text);
    assert.equal(parsed.column, column, text);
  }
});
