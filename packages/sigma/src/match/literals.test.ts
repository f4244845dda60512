import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createLiterals } from './literals.ts';

test('all literals in a text are found, and no others', () => {
  const word = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
  const words = fc.uniqueArray(
    word.map((units) => units.join('')),
    { maxLength: 30 },
  );
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
  fc.assert(
    fc.property(words, text, (literals, units) => {
      const whole = units.join('');
      const found = new Set<number>();
      createLiterals(literals).search(whole, (literal) => found.add(literal));
      const wanted = literals.flatMap((literal, at) => (whole.includes(literal) ? [at] : []));
      assert.deepEqual(
        [...found].toSorted((a, b) => a - b),
        wanted,
      );
    }),
    { numRuns: 1_000 },
  );
});

test('more literals than fit one expression are found too', () => {
  const literals = Array.from({ length: 2_000 }, (_, n) => `literal.${n}.`);
  const found: number[] = [];
  createLiterals(literals).search('a literal.1999. and literal.20.', (each) => found.push(each));
  assert.deepEqual(found, [1_999, 20]);
});
