import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodeBase64, decodeBase64Lenient, encodeBase64, isCanonicalBase64 } from './base64.ts';

test('bytes come back as they were, and as node:buffer writes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = encodeBase64(bytes);
      assert.equal(text, Buffer.from(bytes).toString('base64'));
      assert.deepEqual(decodeBase64(text), bytes);
    }),
  );
  const large = new Uint8Array(12_000_001).fill(7);
  assert.equal(Buffer.compare(decodeBase64(encodeBase64(large)), large), 0);
});

test('only the one canonical form of a value is taken', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (text) => {
      const canonical = Buffer.from(text, 'base64').toString('base64') === text;
      assert.equal(isCanonicalBase64(text), canonical);
    }),
  );
  const refused = [
    '=',
    'A',
    'AA',
    'AA=',
    'AAA',
    'AB==',
    'AAB=',
    'AA==\n',
    ' AA==',
    'AA==AA==',
    '-_==',
    'AAAA=',
  ];
  for (const text of refused) {
    assert.throws(() => decodeBase64(text), { code: 'base64_malformed' }, text);
  }
});

test('the lenient form ignores stray bits and nothing else', () => {
  assert.deepEqual(decodeBase64Lenient('AB=='), Uint8Array.of(0));
  assert.deepEqual(decodeBase64Lenient('AAB='), Uint8Array.of(0, 0));
  for (const text of ['A', 'AA', 'AA =', '-_==']) {
    assert.throws(() => decodeBase64Lenient(text), { code: 'base64_malformed' }, text);
  }
});
