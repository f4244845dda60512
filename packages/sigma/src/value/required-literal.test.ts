import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compileRegex } from './regex.ts';
import { requiredLiteral } from './required-literal.ts';

const cases: [string, string][] = [
  ['abc', 'abc'],
  ['assumed-role/[^/]+/i-[0-9a-f]{8,17}$', 'assumed-role/'],
  [String.raw`\.internal\d+x`, '.internal'],
  ['abc?d', 'ab'],
  ['ab*cd', 'cd'],
  ['ab+cd', 'ab'],
  ['a{2}bc', 'bc'],
  ['(foo)bar', 'bar'],
  ['(foo|ba)r', ''],
  ['foo|bar', ''],
  ['(?i)foo', ''],
  ['[]x]ab', 'ab'],
  [String.raw`[\]x]ab`, 'ab'],
  [String.raw`a\nb`, 'a'],
  ['', ''],
];
for (const [pattern, wanted] of cases) {
  test(`/${pattern}/ holds ${JSON.stringify(wanted)}`, () => {
    assert.equal(requiredLiteral(pattern), wanted);
  });
}

test('every match holds it', () => {
  const atom = fc.constantFrom('a', 'b', 'ab', '.', '[ab]', '(ab)', '(a|b)', String.raw`\.`, 'b');
  const times = fc.constantFrom('', '', '', '?', '*', '+', '{1,2}', '{0,1}');
  const piece = fc.tuple(atom, times).map((both) => both.join(''));
  const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
  const text = fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 10 });
  fc.assert(
    fc.property(pattern, text, (expression, units) => {
      const subject = units.join('');
      // The runtime's own engine says what matches.
      if (!new RegExp(expression).test(subject)) return;
      assert.ok(subject.includes(requiredLiteral(expression)));
      const flags = { insensitive: false, multiline: false, dotAll: false };
      assert.ok(compileRegex(expression, flags)(subject));
    }),
    { numRuns: 3_000 },
  );
});

test('a pattern without regard to case is found in whatever case', () => {
  const isFound = compileRegex('Needle[0-9]', {
    insensitive: true,
    multiline: false,
    dotAll: false,
  });
  assert.equal(isFound('hay NEEDLE7'), true);
  assert.equal(isFound('hay'), false);
});
