import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manualClock } from '../lib/clock.ts';
import { createRejections, type Rejection } from './rejections.ts';

function setUp(addresses = 100) {
  const clock = manualClock(1_000_000);
  const records: Rejection[] = [];
  const rejections = createRejections({ clock, addresses, record: (one) => records.push(one) });
  return { clock, records, rejections };
}

test('the first at once, then one a minute with its count', () => {
  const { clock, records, rejections } = setUp();
  for (let n = 0; n < 10; n++) rejections.note('acme', '192.0.2.1', 'signature_mismatch');
  assert.deepEqual(
    records.map(({ count }) => count),
    [1],
  );
  clock.add(30_000);
  rejections.flush();
  assert.equal(records.length, 1);
  clock.add(30_000);
  rejections.flush();
  assert.deepEqual(
    records.map(({ count }) => count),
    [1, 9],
  );
  rejections.note('acme', '192.0.2.1', 'signature_mismatch');
  assert.deepEqual(
    records.map(({ count }) => count),
    [1, 9, 1],
  );
});

test('a minute that ended is counted before the next begins, and nothing is counted twice', () => {
  const { clock, records, rejections } = setUp();
  rejections.note('acme', 'a', 'x');
  rejections.note('acme', 'a', 'x');
  clock.add(60_000);
  rejections.note('acme', 'a', 'x');
  assert.deepEqual(
    records.map(({ count }) => count),
    [1, 1, 1],
  );
  rejections.flush(true);
  assert.equal(records.length, 3);
});

test('sources and addresses are counted apart', () => {
  const { records, rejections } = setUp();
  rejections.note('acme', 'a', 'x');
  rejections.note('acme', 'b', 'x');
  rejections.note('other', 'a', 'x');
  assert.equal(records.length, 3);
});

test('memory is bounded: the oldest gives way, and its count is not lost', () => {
  const { records, rejections } = setUp(2);
  rejections.note('acme', 'a', 'x');
  rejections.note('acme', 'a', 'x');
  rejections.note('acme', 'b', 'x');
  rejections.note('acme', 'c', 'x');
  assert.deepEqual(
    records.map(({ address, count }) => `${address}${count}`),
    ['a1', 'b1', 'a1', 'c1'],
  );
});
