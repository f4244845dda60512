import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { groups } from '../vocabulary.ts';
import { eraseGroups } from './open.ts';
import { groupTexts, parseRecord, seedLine } from './record.ts';

const records = fc
  .tuple(
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
    fc.uniqueArray(fc.tuple(fc.constantFrom(...groups), fc.jsonValue()), {
      selector: ([group]) => group,
    }),
    fc.subarray([...groups]),
  )
  .map(([seed, values, erased]) => {
    const lines = values.map(([group, value]) => `${group} ${JSON.stringify(value)}`);
    return eraseGroups([seedLine(seed), ...lines].join('\n'), erased);
  });

test('the texts of a record’s groups are those that its salts are for', () => {
  fc.assert(
    fc.property(records, (record) => {
      const read = parseRecord(record).groups.map(({ group, kept }) => [
        group,
        kept?.value ?? null,
      ]);
      assert.deepEqual(groupTexts(record), read);
    }),
  );
});

test('what Acta never wrote is refused', () => {
  const seed = seedLine(new Uint8Array(16));
  for (const record of ['', '2 x', `${seed}\n`, `${seed}\nactor`, `${seed}\nnobody {}`]) {
    assert.throws(() => groupTexts(record), { code: 'record_malformed' });
  }
});
