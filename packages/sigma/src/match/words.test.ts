import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { FieldTable } from './fields.ts';
import { Subject } from './subject.ts';
import { textsWith } from './words.ts';

const taken = (words: readonly string[], event: object): string[] => {
  const subject = new Subject(new FieldTable());
  subject.read(event);
  const texts: string[] = [];
  textsWith(words)(subject, (text) => texts.push(text));
  return texts;
};

const WORD = 'n.compute/machines/write';
const unit = fc.constantFrom('n', '.', 'M', ' ', '\n', '"', '\\', '\u{1f600}', '\ud800', '1');
const around = fc.string({ unit, maxLength: 6 });
/** The word, one of its ends, or something else, with what JSON has to escape. */
const text = fc
  .tuple(around, fc.constantFrom(WORD, WORD.toUpperCase(), WORD.slice(1), '', 'x'), around)
  .map((parts) => parts.join(''));
const event = fc.dictionary(
  text,
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    ),
  })).value,
);

test('a word of the whole text is in one of the texts taken', () => {
  fc.assert(
    fc.property(
      event,
      fc.constantFrom([WORD], [WORD, 'aaaaaaaaaaaa'], ['n', WORD]),
      (it, words) => {
        const whole = new Subject(new FieldTable());
        whole.read(it);
        const texts = taken(words, it);
        for (const word of words) {
          const isThere = whole.folded().includes(word);
          assert.equal(
            texts.some((each) => each.includes(word)),
            isThere,
          );
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('short strings are passed by', () => {
  assert.deepEqual(taken([WORD], { a: 'x', b: { c: ['y', 1, null] } }), []);
  assert.deepEqual(taken([WORD], { a: { [WORD.toUpperCase()]: 1 } }), [WORD]);
});
