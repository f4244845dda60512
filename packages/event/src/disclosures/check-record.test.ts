import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { sealEvent } from '../seal.ts';
import { anyEvent, anySeed } from '../testing.ts';
import { groups } from '../vocabulary.ts';
import { checkRecord } from './check-record.ts';
import { checkDisclosures } from './check.ts';
import { digestOf, eventDisclosure, memberDisclosure } from './encode.ts';
import { DisclosureError } from './errors.ts';
import { disclosuresOf, eraseGroups } from './open.ts';

/** What is wrong, by the long way or by the other. */
function codeOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    assert.ok(error instanceof DisclosureError, String(error));
    return error.code;
  }
}

function same(leaf: string, record: string): string | null {
  const long = codeOf(() => checkDisclosures(leaf, disclosuresOf(record)));
  assert.equal(
    codeOf(() => checkRecord(leaf, record)),
    long,
  );
  return long;
}

test('a record opens its leaf, whole or with groups erased', () => {
  fc.assert(
    fc.property(anyEvent, anySeed, fc.subarray([...groups]), (event, seed, gone) => {
      const { leaf, record } = sealEvent(event, seed);
      assert.equal(same(leaf, record), null);
      assert.equal(same(leaf, eraseGroups(record, gone)), null);
    }),
  );
});

test('what was altered anywhere is judged as by the long way', () => {
  const characters = fc.constantFrom(...'A"0_.{}[],: \\\n'.split(''));
  fc.assert(
    fc.property(
      anyEvent,
      anySeed,
      fc.nat(),
      characters,
      fc.boolean(),
      (event, seed, at, put, of) => {
        const { leaf, record } = sealEvent(event, seed);
        const alter = (text: string): string => {
          const place = at % text.length;
          return text.slice(0, place) + put + text.slice(place + 1);
        };
        if (of) same(alter(leaf), record);
        else same(leaf, alter(record));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('what should never have been sealed is refused, though its digest stands in the leaf', () => {
  const salt = 'A'.repeat(22);
  const sealed = (lines: [group: string, value: string][], more = '', own = salt) => {
    const digests = lines.map(([group, value]) => digestOf(memberDisclosure(own, group, value)));
    const digest = digestOf(eventDisclosure(own, digests));
    const leaf = `{"v":1${more},"_sd":["${digest}"],"_sd_alg":"sha-256"}`;
    const record = lines.map(([group, value]) => `\n${group} ${own} ${value}`).join('');
    return [leaf, `1 - ${own}${record}`] as const;
  };
  const deep = `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`;
  const cases = [
    sealed([['actor', '{"_sd":["x"],"a":{"...":1}}']]),
    sealed([['actor', '{"a":[{"...":1,"b":2}]}']]),
    sealed([['actor', '7']]),
    sealed([['actor', '{},{}']]),
    sealed([['actor', deep]]),
    sealed([
      ['actor', '{}'],
      ['actor', '{"a":1}'],
    ]),
    sealed([['actor', '{}']], ',"event":{}'),
    sealed([['actor', '{}']], ',"a":{"...":1}'),
    sealed([['actor', '{}']], '', 'x","event",{}],["'),
  ];
  for (const [leaf, record] of cases) assert.notEqual(same(leaf, record), null, record);
  assert.equal(same(...sealed([['actor', '{}']])), null);
});
