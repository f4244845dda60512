import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compileGlob } from './glob.ts';
import { parseSigmaString } from './sigma-string.ts';

/** The same by dynamic programming, without any haste. */
function slowly(pattern: string, text: string): boolean {
  let row = Array.from({ length: text.length + 1 }, (_, at) => at === 0);
  for (const unit of pattern) {
    const next = row.map(() => false);
    for (let at = 0; at <= text.length; at++) {
      if (unit === '*') next[at] = row[at]! || (at > 0 && next[at - 1]!);
      else if (at > 0) next[at] = row[at - 1]! && (unit === '?' || unit === text[at - 1]);
    }
    row = next;
  }
  return row[text.length]!;
}

test('globs match as their definition says', () => {
  const unit = fc.constantFrom('a', 'b', '*', '?');
  const pattern = fc.array(unit, { maxLength: 10 }).map((units) => units.join(''));
  const text = fc
    .array(fc.constantFrom('a', 'b'), { maxLength: 12 })
    .map((units) => units.join(''));
  fc.assert(
    fc.property(pattern, text, (wild, plain) => {
      assert.equal(compileGlob(parseSigmaString(wild))(plain), slowly(wild, plain));
    }),
    { numRuns: 2_000 },
  );
});
