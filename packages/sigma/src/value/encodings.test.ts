import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { base64, base64Offsets, dashVariants, encoders } from './encodings.ts';

const anyBytes = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => String.fromCharCode(...bytes));

test('one of the three offsets stands in the base64 of any text around the bytes', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, anyBytes, (before, bytes, after) => {
      const whole = base64(before + bytes + after);
      const offsets = base64Offsets(bytes);
      assert.ok(whole.includes(offsets[before.length % 3]!));
    }),
  );
});

test('the known offsets of a known text', () => {
  assert.deepEqual(base64Offsets('foobar'), ['Zm9vYmFy', 'Zvb2Jhc', 'mb29iYX']);
});

test('UTF-16 in both orders, and with its mark', () => {
  assert.equal(encoders.utf16le('cmd'), 'c\0m\0d\0');
  assert.equal(encoders.utf16be('cmd'), '\0c\0m\0d');
  assert.equal(encoders.utf16('c'), '\u00ff\u00fec\0');
  assert.equal(encoders.utf8('ä'), '\u00c3\u00a4');
});

test('each flag takes five dashes, others are left', () => {
  assert.deepEqual(dashVariants('/c', 100), ['-c', '/c', '\u2013c', '\u2014c', '\u2015c']);
  assert.deepEqual(dashVariants('well-known', 100), ['well-known']);
  assert.equal(dashVariants('-a -b', 100)?.length, 25);
  assert.equal(dashVariants('-a -b -c -d', 100), undefined);
});
