import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createLiteralSearch, type Literal } from './literals.ts';
import { nameHint, nameStems } from './names.ts';
import { mayHoldUrlPassword, patternHints, replacePatterns } from './patterns.ts';

const literals: Literal[] = [
  ...nameStems.map((text) => ({ text, anyCase: true, bit: 1 })),
  ...patternHints.map((text) => ({ text, anyCase: false, bit: 2 })),
];
const search = createLiteralSearch(literals);

function searchPlainly(text: string): number {
  let found = 0;
  for (const { text: literal, anyCase, bit } of literals) {
    const at = anyCase
      ? text.search(new RegExp(literal.replace(/[.+]/g, '\\$&'), 'i'))
      : text.indexOf(literal);
    if (at >= 0) found |= bit;
  }
  return found;
}

const filler = fc.string({ unit: 'binary', maxLength: 8 });
const literal = fc.constantFrom(...literals.map(({ text }) => text));
const shuffledCase = fc
  .tuple(literal, fc.func(fc.boolean()))
  .map(([text, upper]) => Array.from(text, (c, at) => (upper(at) ? c.toUpperCase() : c)).join(''));
const cut = literal.map((text) => text.slice(0, -1));

test('it finds what a plain search finds, at any place and in any case', () => {
  const pieces = fc.array(fc.oneof(filler, literal, shuffledCase, cut), { maxLength: 4 });
  fc.assert(
    fc.property(pieces, (list) => {
      const text = list.join('');
      assert.equal(search(text), searchPlainly(text), text);
    }),
    { numRuns: 2_000 },
  );
});

test('every literal is found at each distance from the start', () => {
  for (const { text, bit } of literals) {
    for (const before of ['', '.', '..', '...', 'ä€']) {
      assert.equal(search(before + text) & bit, bit, before + text);
      assert.equal(search(`${before + text}.`) & bit, bit, text);
    }
  }
});

test('long texts are searched to their end, over every seam', () => {
  const long = '.'.repeat(100_000);
  for (const at of [0, 32_700, 32_760, 32_767, 32_768, 65_400, 99_998]) {
    assert.equal(search(`${long.slice(0, at)}ghp_${long.slice(at)}`), 2, String(at));
    assert.equal(search(`${long.slice(0, at)}ConnectionString${long.slice(at)}`), 1, String(at));
    assert.equal(search(`${long.slice(0, at)}ghq_${long.slice(at)}`), 0, String(at));
  }
  assert.equal(search(`${'ä€'.repeat(30_000)}ghp_`), 2);
});

test('literals have the three characters that the search needs', () => {
  for (const { text } of literals) assert.ok(text.length >= 3, text);
});

test('no secret passes both nets', () => {
  const parts = ['://', ':', '@', '/', 'a', 'pw', ' ', '"', '\\/\\/', 'https', 'x.y'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), (list) => {
      const text = list.join('');
      const hit = replacePatterns(text, () => '') !== text;
      if (hit) assert.ok(mayHoldUrlPassword(text) || (search(text) & 2) !== 0, text);
    }),
    { numRuns: 3_000 },
  );
});

test('the pattern for names finds what the search finds', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(filler, shuffledCase), { maxLength: 3 }), (list) => {
      nameHint.lastIndex = 0;
      const text = list.join('');
      assert.equal(nameHint.test(text), (search(text) & 1) !== 0, text);
    }),
  );
});
