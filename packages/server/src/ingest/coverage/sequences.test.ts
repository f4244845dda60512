import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countSequence, emptySequences, missingOf, rangesText } from './sequences.ts';

const limits = { streams: 100, gaps: 100 };

function counted(numbers: readonly number[], stream = 'host') {
  const state = emptySequences();
  numbers.forEach((number, at) => countSequence(state, { stream, number }, at, limits));
  return state;
}

test('a gap is what did not come, and it shrinks as late ones come', () => {
  const state = counted([4, 5, 9]);
  assert.deepEqual(state.gaps[0]?.missing, [[6, 8]]);
  countSequence(state, { stream: 'host', number: 7 }, 10, limits);
  assert.deepEqual(state.gaps[0]?.missing, [
    [6, 6],
    [8, 8],
  ]);
  assert.equal(rangesText(state.gaps[0].missing), '6, 8');
  countSequence(state, { stream: 'host', number: 6 }, 11, limits);
  countSequence(state, { stream: 'host', number: 8 }, 12, limits);
  assert.equal(state.gaps[0]?.closed, 12);
});

test('streams are counted apart; one beyond the limit takes the place of the oldest', () => {
  const state = emptySequences();
  const few = { streams: 2, gaps: 10 };
  for (const [at, stream] of ['a', 'b', 'c'].entries()) {
    countSequence(state, { stream, number: at * 100 }, at, few);
  }
  assert.deepEqual([...state.streams.keys()], ['b', 'c']);
  assert.deepEqual(state.gaps, []);
});

test('a counter that begins anew, far behind or far ahead, is no gap', () => {
  assert.deepEqual(counted([5_000, 5_001, 1, 2, 3]).gaps, []);
  assert.deepEqual(counted([7, 90_000_000, 90_000_001]).gaps, []);
  const after = counted([5_000, 5_001, 1, 2, 4]);
  assert.deepEqual(after.gaps[0]?.missing, [[3, 3]]);
});

test('the same number twice, as the records of one event have it, is no gap', () => {
  assert.deepEqual(counted([1, 1, 2, 2, 2, 3, 2]).gaps, []);
});

test('property: in any order, within reach, what is missing at the end is what never came', () => {
  const shuffledRun = fc
    .uniqueArray(fc.integer({ min: 2, max: 60 }), { minLength: 1, maxLength: 59 })
    .chain((came) => fc.shuffledSubarray(came, { minLength: came.length }));
  fc.assert(
    fc.property(shuffledRun, (came) => {
      const state = counted([1, ...came]);
      const top = Math.max(...came);
      const never = Array.from({ length: top - 1 }, (_, n) => n + 2).filter(
        (number) => !came.includes(number),
      );
      const missing = state.gaps.flatMap((gap) =>
        gap.missing.flatMap(([first, last]) =>
          Array.from({ length: last - first + 1 }, (_, n) => first + n),
        ),
      );
      assert.deepEqual(
        missing.toSorted((a, b) => a - b),
        never,
      );
      for (const gap of state.gaps) {
        assert.equal(gap.closed === null, missingOf(gap) > 0);
      }
    }),
  );
});
