import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, count, niceCeiling, plural, shortCount, totalText } from './numbers.ts';

test('numbers are grouped, and estimates say so', () => {
  assert.equal(count(182_044), '182,044');
  assert.equal(totalText(1204), '1,204');
  assert.equal(totalText({ at_least: 10_000 }), 'at least 10,000');
});

test('words follow the number', () => {
  assert.equal(plural(1, 'event'), '1 event');
  assert.equal(plural(0, 'event'), '0 events');
  assert.equal(plural(2, 'entry', 'entries'), '2 entries');
});

test('short forms keep their order', () => {
  assert.deepEqual([950, 9999, 38_200, 2_400_000].map(shortCount), ['950', '9,999', '38k', '2.4M']);
  assert.deepEqual([12, 2048, 3 * 1024 * 1024].map(bytes), ['12 B', '2.0 KiB', '3.0 MiB']);
});

test('an axis ends on a round number that holds the tallest bar', () => {
  for (const [value, top] of [
    [0, 1],
    [1, 1],
    [7, 10],
    [13, 20],
    [480, 500],
  ] as const) {
    assert.equal(niceCeiling(value), top);
  }
});
