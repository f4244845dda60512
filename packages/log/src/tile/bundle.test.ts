import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { leafHashes } from '../hash/merkle.ts';
import { numbered } from '../testing/memory-log.ts';
import { bundleLeafHashes, decodeBundle, encodeBundle, MAX_ENTRY_BYTES } from './bundle.ts';

test('entries come back as they were, and hash as they do alone', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 256 });
  fc.assert(
    fc.property(entries, (list) => {
      const bundle = encodeBundle(list);
      const before = bundle.slice();
      assert.deepEqual(decodeBundle(bundle), list);
      assert.deepEqual(bundleLeafHashes(bundle), leafHashes(list));
      assert.deepEqual(bundle, before);
    }),
    { numRuns: 50 },
  );
});

test('a bundle in a Buffer is left as it was', () => {
  const bundle = Buffer.from(encodeBundle(numbered(5)));
  const before = Buffer.from(bundle);
  assert.deepEqual(bundleLeafHashes(bundle), leafHashes(numbered(5)));
  assert.deepEqual(bundle, before);
});

test('the format, byte by byte', () => {
  const bundle = encodeBundle([Buffer.from('one'), new Uint8Array(0), new Uint8Array(258).fill(7)]);
  assert.deepEqual([...bundle.subarray(0, 9)], [0, 3, 0x6f, 0x6e, 0x65, 0, 0, 1, 2]);
  assert.equal(bundle.length, 5 + 2 + 260);
});

test('an entry may have 65,535 bytes and a bundle 256 entries', () => {
  const largest = new Uint8Array(MAX_ENTRY_BYTES).fill(1);
  assert.deepEqual(decodeBundle(encodeBundle([largest])), [largest]);
  assert.throws(() => encodeBundle([new Uint8Array(MAX_ENTRY_BYTES + 1)]), {
    code: 'entry_too_large',
  });
  assert.throws(() => encodeBundle([]), { code: 'bundle_malformed' });
  assert.throws(() => encodeBundle(numbered(257)), { code: 'bundle_malformed' });
});

test('a bundle that is cut off, or too long, is refused', () => {
  const bundle = encodeBundle(numbered(3));
  const ends = new Set([9, 18]);
  for (let length = 1; length < bundle.length; length++) {
    const cut = bundle.slice(0, length);
    const refused = { code: 'bundle_malformed' };
    if (ends.has(length)) assert.equal(decodeBundle(cut).length, length / 9);
    else assert.throws(() => decodeBundle(cut), refused, `${length}`);
  }
  const many = new Uint8Array(2 * 257);
  for (const read of [decodeBundle, bundleLeafHashes]) {
    assert.throws(() => read(many), { code: 'bundle_malformed' });
    assert.equal(read(many.subarray(2)).length, read === decodeBundle ? 256 : 8192);
  }
});
