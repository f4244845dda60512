import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bitLength, checkSize, parseSize, splitPoint } from './size.ts';

test('sizes are integers from 0 to 2^53-1', () => {
  for (const size of [0, 1, 2 ** 31, 2 ** 32 + 1, 2 ** 53 - 1]) assert.equal(checkSize(size), size);
  for (const size of [-1, 0.5, NaN, Infinity, 2 ** 53, 2 ** 63]) {
    assert.throws(() => checkSize(size), { code: 'size_out_of_range' }, String(size));
  }
});

test('decimals have no sign, no leading zero, and are exact', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (value) => assert.equal(parseSize(String(value)), value)));
  const refused = [
    '',
    '-1',
    '+1',
    '01',
    '00',
    '1 ',
    ' 1',
    '1.0',
    '1e3',
    '0x1',
    '１',
    '9007199254740992',
  ];
  for (const text of refused) assert.equal(parseSize(text), null, text);
  assert.equal(parseSize('18446744073709551615'), null);
});

test('splits and bit lengths are right far beyond 32 bits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 2n, max: 2n ** 53n - 1n }), (value) => {
      const bits = value.toString(2).length;
      assert.equal(bitLength(Number(value)), bits);
      const split = BigInt(splitPoint(Number(value)));
      assert(split < value && split * 2n >= value, `${value} split at ${split}`);
    }),
  );
  assert.equal(bitLength(0), 0);
});
