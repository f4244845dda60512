import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { deriveEventId, idKey, idTime, randomEventId, type EventName } from './event-id.ts';
import { idPattern } from './schema/patterns.ts';

const secret = new Uint8Array(32).fill(5);
const anyName: fc.Arbitrary<EventName> = fc.record({
  secret: fc.constant(secret),
  source: fc.string({ unit: 'binary' }),
  delivery: fc.string({ unit: 'binary', maxLength: 3_000 }),
  item: fc.nat(),
  revision: fc.nat(),
  time_ms: fc.nat({ max: 2 ** 48 - 1 }),
});

test('ids are UUIDs of version 8 and hold the time; the same name gives the same id', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const id = deriveEventId(name);
      assert.match(id, idPattern);
      assert.equal(idTime(id), name.time_ms);
      assert.match(idKey(id), /^[0-9a-f]{19}$/);
      assert.equal(deriveEventId({ ...name }), id);
    }),
  );
});

test('the key does not depend on the time, and differs with every other part', () => {
  fc.assert(
    fc.property(anyName, anyName, (one, other) => {
      assert.equal(idKey(deriveEventId({ ...one, time_ms: 0 })), idKey(deriveEventId(one)));
      for (const part of ['source', 'delivery', 'item', 'revision'] as const) {
        if (one[part] === other[part]) continue;
        const changed = { ...one, [part]: other[part] };
        assert.notEqual(idKey(deriveEventId(changed)), idKey(deriveEventId(one)), part);
      }
      const elsewhere = { ...one, secret: new Uint8Array(32).fill(6) };
      assert.notEqual(idKey(deriveEventId(elsewhere)), idKey(deriveEventId(one)));
    }),
  );
});

test('no characters move from one part to the next without another id', () => {
  const base = { secret, item: 0, revision: 0, time_ms: 0 };
  assert.notEqual(
    deriveEventId({ ...base, source: 'ab', delivery: 'c' }),
    deriveEventId({ ...base, source: 'a', delivery: 'bc' }),
  );
  assert.notEqual(
    deriveEventId({ ...base, source: 'a', delivery: '1', item: 1 }),
    deriveEventId({ ...base, source: 'a', delivery: '11', item: 0 }),
  );
});

test('an event without a name gets an id of the same form, made of all the random bits', () => {
  const random = fc.uint8Array({ minLength: 10, maxLength: 16 });
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 48 - 1 }), random, (time_ms, bytes) => {
      const id = randomEventId(time_ms, bytes);
      assert.match(id, idPattern);
      assert.equal(idTime(id), time_ms);
      const hex = Buffer.from(bytes).toString('hex');
      assert.equal(idKey(id).slice(0, 3), hex.slice(0, 3));
      assert.equal(idKey(id).slice(4), hex.slice(4, 19));
    }),
  );
  assert.throws(() => randomEventId(0, new Uint8Array(9)), RangeError);
});

test('an id is the same for ever', () => {
  const id = deriveEventId({
    secret,
    source: 'acme',
    delivery: '72d3162e',
    item: 3,
    revision: 0,
    time_ms: Date.parse('2026-11-19T08:15:02.114Z'),
  });
  assert.equal(id, '01a1f2df-97e2-8d51-9217-746e1b30addc');
});

test('odd times become what 48 bits hold; short secrets are refused', () => {
  const name = { secret, source: 's', delivery: 'd', item: 0, revision: 0 };
  assert.equal(idTime(deriveEventId({ ...name, time_ms: -5 })), 0);
  assert.equal(idTime(deriveEventId({ ...name, time_ms: Number.NaN })), 0);
  assert.equal(idTime(deriveEventId({ ...name, time_ms: 2 ** 60 })), 2 ** 48 - 1);
  assert.equal(idTime(deriveEventId({ ...name, time_ms: 1.9 })), 1);
  assert.throws(
    () => deriveEventId({ ...name, secret: new Uint8Array(8), time_ms: 0 }),
    RangeError,
  );
});
