import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createPacker, unpackEntries } from './packed.ts';

const entries = fc.array(
  fc.record(
    {
      index: fc.maxSafeNat(),
      leaf: fc.string({ unit: 'grapheme' }),
      record: fc.string({ unit: 'grapheme' }),
    },
    { noNullPrototype: true },
  ),
);

test('what is packed is unpacked again, as often as memory is used again', () => {
  const pack = createPacker();
  fc.assert(
    fc.property(entries, (given) => {
      assert.deepEqual([...unpackEntries(pack(given))], given);
    }),
  );
});

test('what is larger than the memory that is kept is packed as well', () => {
  const pack = createPacker();
  const large = { index: 7, leaf: '{}', record: 'é'.repeat(3_000_000) };
  const small = { index: 8, leaf: '{}', record: '' };
  for (const given of [small, large, small])
    assert.deepEqual([...unpackEntries(pack([given]))], [given]);
});
