import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { encodeBase64url } from '#hash';
import { sealEvent } from '../seal.ts';
import { anyEvent, anySeed } from '../testing.ts';
import { checkDisclosures } from './check.ts';
import { digestOf } from './encode.ts';
import { disclosuresOf } from './open.ts';

test('a disclosure of another event is refused', () => {
  fc.assert(
    fc.property(anyEvent, anySeed, anySeed, (event, one, other) => {
      fc.pre(Buffer.compare(one, other) !== 0);
      const { leaf, record } = sealEvent(event, one);
      const [first, ...rest] = disclosuresOf(record);
      const foreign = disclosuresOf(sealEvent(event, other).record);
      assert.throws(() => checkDisclosures(leaf, foreign), { code: 'disclosure_unreferenced' });
      assert.throws(() => checkDisclosures(leaf, [first!, foreign[1]!]), {
        code: 'disclosure_unreferenced',
      });
      assert.throws(() => checkDisclosures(leaf, rest), { code: 'disclosure_unreferenced' });
    }),
  );
});

test('any changed character of a disclosure is noticed', () => {
  fc.assert(
    fc.property(anyEvent, anySeed, fc.nat(), fc.nat(), (event, seed, which, where) => {
      const { leaf, record } = sealEvent(event, seed);
      const disclosures = disclosuresOf(record);
      const text = disclosures[which % disclosures.length]!;
      const at = where % text.length;
      const changed = text[at] === 'A' ? 'B' : 'A';
      disclosures[which % disclosures.length] = text.slice(0, at) + changed + text.slice(at + 1);
      assert.throws(() => checkDisclosures(leaf, disclosures), { name: 'DisclosureError' });
    }),
  );
});

test('leaves and disclosures of another shape are refused', () => {
  const leafFor = (text: string, more: object = {}): string =>
    JSON.stringify({ v: 1, _sd: [digestOf(text)], _sd_alg: 'sha-256', ...more });
  const disclose = (items: unknown): string => encodeBase64url(JSON.stringify(items));
  const unknown = disclose(['s', 'event', { stranger: {} }]);
  assert.throws(() => checkDisclosures(leafFor(unknown), [unknown]), { code: 'shape_unknown' });
  const flat = disclose(['s', 'event', { actor: 'x' }]);
  assert.throws(() => checkDisclosures(leafFor(flat), [flat]), { code: 'shape_unknown' });
  const text = disclose(['s', 'event', 'x']);
  assert.throws(() => checkDisclosures(leafFor(text), [text]), { code: 'shape_unknown' });
  const good = disclose(['s', 'event', {}]);
  for (const more of [
    { v: 2 },
    { _sd: [] },
    { _sd_alg: 'sha-512' },
    { event: {} },
    { _sd: ['a', 'b'] },
  ]) {
    assert.throws(() => checkDisclosures(leafFor(good, more), []), { code: 'shape_unknown' });
  }
  for (const leaf of ['', '[]', 'null', '{"v":1']) {
    assert.throws(() => checkDisclosures(leaf, []), { code: 'leaf_malformed' });
  }
  const many = Array.from({ length: 7 }, (_, at) => disclose(['s', `n${at}`, 1]));
  assert.throws(() => checkDisclosures(leafFor(good), many), { code: 'too_many' });
});
