import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compileRegex } from './regex.ts';
import { requiredLiterals } from './required-literals.ts';

const cases: [pattern: string, literals: string[] | undefined][] = [
  ['abc', ['abc']],
  ['assumed-role/[^/]+/i-[0-9a-f]{8,17}$', ['assumed-role/']],
  [String.raw`\.internal\d+x`, ['.internal']],
  ['abc?d', ['ab']],
  ['ab*cde', ['cde']],
  ['ab+c', ['ab']],
  ['a{2}bcd', ['bcd']],
  ['(foo)bar', ['foo']],
  ['(?:foo|ba)r', ['foo', 'ba']],
  ['foo|bar', ['foo', 'bar']],
  ['foo|.', undefined],
  ['(foo)?x', ['x']],
  ['(foo){0,2}xy', ['xy']],
  ['[]x]ab', ['ab']],
  [String.raw`[\]x]ab`, ['ab']],
  [String.raw`\bsudo\b`, ['sudo']],
  [String.raw`a\x41b`, undefined],
  ['(?=x)y', undefined],
  ['a(b', undefined],
  ['', undefined],
];
for (const [pattern, literals] of cases) {
  test(`/${pattern}/ holds one of ${JSON.stringify(literals)}`, () => {
    assert.deepEqual(requiredLiterals(pattern)?.literals, literals);
  });
}

test('every match holds one of them', () => {
  const { expression } = fc.letrec<{ expression: string; piece: string }>((tie) => ({
    piece: fc
      .tuple(
        fc.oneof(
          { maxDepth: 3, depthSize: 'small' },
          fc.constantFrom('a', 'b', 'ab', 'A', '.', '[ab]', '[^a]', String.raw`\.`, String.raw`\w`),
          tie('expression').map((inner) => `(${inner})`),
        ),
        fc.constantFrom('', '', '', '', '?', '*', '+', '{2}', '{0,1}', '{1,2}?'),
      )
      .map(([atom, times]) => (atom === 'ab' && times !== '' ? `(ab)${times}` : atom + times)),
    expression: fc
      .array(fc.array(tie('piece'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
      .map((branches) => branches.map((pieces) => pieces.join('')).join('|')),
  }));
  const text = fc.array(fc.constantFrom('a', 'b', 'A', '.'), { maxLength: 8 });
  fc.assert(
    fc.property(expression, text, fc.boolean(), (source, units, insensitive) => {
      const subject = units.join('');
      // The runtime's own engine says what matches.
      const isMatch = new RegExp(source, insensitive ? 'i' : '').test(subject);
      const flags = { insensitive, multiline: false, dotAll: false };
      const { test: matches, needs } = compileRegex(source, flags);
      assert.equal(matches(subject), isMatch);
      if (isMatch && needs.length > 0) {
        assert.ok(needs.some((each) => subject.toLowerCase().includes(each)));
      }
      assert.equal(
        compileRegex(insensitive ? `(?i)${source}` : source, {
          ...flags,
          insensitive: false,
        }).test(subject),
        isMatch,
      );
    }),
    { numRuns: 3_000 },
  );
});

test('letters with a third case are found too', () => {
  const flags = { insensitive: true, multiline: false, dotAll: false };
  assert.equal(compileRegex('mask', flags).test('MAS\u212A'), true);
  assert.equal(compileRegex('mask', flags).test('ma\u017Fk'), true);
  assert.equal(compileRegex('mask', flags).test('mas'), false);
});
