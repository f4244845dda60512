import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseEventInput } from '../parse/index.ts';
import { sealEvent } from '../seal.ts';
import { anyEvent } from '../testing.ts';
import { checkDisclosures } from './check.ts';
import { disclosuresOf } from './open.ts';
import { hasReservedName, isReservedName, withoutReservedNames } from './reserved.ts';

const seed = new Uint8Array(16).fill(1);
const least = { action: 'branch.created', actor: { id: 'ann' }, target: { id: 'main' } };
const [sample] = fc.sample(anyEvent, { numRuns: 1, seed: 1 });

test('names that RFC 9901 reserves are refused where a sender names members', () => {
  for (const name of ['_sd', '...']) {
    const sent: [object, string][] = [
      [{ labels: { [name]: 'x' } }, '/labels'],
      [{ context: { request: { headers: { [name]: 'x' } } } }, '/context/request/headers'],
      [{ changes: [{ field: 'f', to: { a: [{ [name]: ['x'] }] } }] }, '/changes/0/to'],
    ];
    for (const [more, path] of sent) {
      const parsed = parseEventInput({ ...least, ...more });
      assert.ok(!parsed.ok && parsed.error.path.startsWith(path), JSON.stringify(more));
    }
  }
});

test('an event with such a member is not sealed; without it its evidence holds', () => {
  for (const name of ['_sd', '...']) {
    const changes = [{ field: 'f', to: { [name]: ['x'], [`${name}_`]: 1 } }];
    const event = { ...sample!, changes, raw: `{"${name}":["x"],"a":"\\"_sd\\":"}` };
    assert.throws(() => sealEvent(event, seed), RangeError);
    const clean = { ...event, changes: withoutReservedNames(changes) };
    assert.deepEqual(clean.changes[0]!.to, { [`${name}__`]: ['x'], [`${name}_`]: 1 });
    const { leaf, record } = sealEvent(clean, seed);
    const { event: shown } = checkDisclosures(leaf, disclosuresOf(record));
    assert.deepEqual(shown.changes, clean.changes);
    assert.equal(shown.raw, event.raw);
  }
});

test('a text is told by its members alone, and nothing else is renamed', () => {
  const names = (value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, member]) =>
          (Array.isArray(value) ? [] : [name]).concat(names(member)),
        )
      : [];
  const key = fc.oneof(fc.constantFrom('_sd', '...', '_sd":', '_sd_'), fc.string());
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.constantFrom('_sd', '...', '"_sd":', '\\"_sd":'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const has = names(value).some(isReservedName);
      const escaped = names(value).some((name) => name.endsWith('"_sd'));
      if (!escaped) assert.equal(hasReservedName(JSON.stringify(value)), has);
      const clean = withoutReservedNames(value);
      assert.equal(names(clean).some(isReservedName), false);
      assert.equal(names(clean).length, names(value).length);
      if (!has) assert.equal(clean, value);
    }),
  );
});
