import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorOf, axisPlaces, fillBuckets } from './buckets.ts';

const hour = (value: number) => `2026-11-19T${String(value).padStart(2, '0')}:00:00.000Z`;
const answer = (hours: number[], interval_s = 3600) => ({
  interval_s,
  buckets: hours.map((value) => ({ start: hour(value), count: value, failures: 0 })),
  covered: { from: null, to: null, through_index: 0 },
  total: 0,
});

test('a gap between two bars is filled with empty ones', () => {
  const counts = fillBuckets(answer([3, 6]), null, null).map((bucket) => bucket.count);
  assert.deepEqual(counts, [3, 0, 0, 6]);
});

test("the range's quiet ends are part of the picture", () => {
  const filled = fillBuckets(answer([4]), hour(2), hour(7));
  assert.deepEqual(
    filled.map((bucket) => bucket.start),
    [2, 3, 4, 5, 6].map(hour),
  );
});

test('nothing found is an empty axis over the range, or nothing without one', () => {
  assert.equal(fillBuckets(answer([]), hour(2), hour(4)).length, 2);
  assert.deepEqual(fillBuckets(answer([]), null, null), []);
});

test('a range of very many buckets keeps those that the server gave', () => {
  const filled = fillBuckets(answer([3, 6], 1), '2025-01-01T00:00:00.000Z', null);
  assert.equal(filled.length, 2);
});

test('the axis names each bucket at most once', () => {
  assert.deepEqual(axisPlaces(0, 900), []);
  assert.deepEqual(axisPlaces(1, 900), [0]);
  assert.deepEqual(axisPlaces(2, 900), [0, 1]);
  assert.deepEqual(axisPlaces(61, 700), [0, 20, 40, 60]);
  assert.deepEqual(
    [0, 1, 2].map((mark) => anchorOf(mark, 3)),
    ['start', 'middle', 'end'],
  );
});
