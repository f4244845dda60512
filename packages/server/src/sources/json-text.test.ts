import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemSlices, memberSlice, shapeOf, valueSlices } from './json-text.ts';

const whitespace = fc.constantFrom('', ' ', '\n', '\t \r\n');
const whole = (text: string) => ({ start: 0, end: text.length });

test('the items of a list are cut as JSON.parse sees them', () => {
  fc.assert(
    fc.property(fc.array(fc.json()), whitespace, (items, space) => {
      const text = `${space}[${items.map((item) => space + item + space).join(',')}]`;
      const slices = itemSlices(text) ?? [];
      const cut = slices.map(({ start, end }) => text.slice(start, end).trim());
      assert.deepEqual(
        cut,
        items.map((item) => item.trim()),
      );
    }),
  );
});

test('values in a row are cut apart with or without space between', () => {
  const values = fc.array(
    fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
  );
  fc.assert(
    fc.property(values, whitespace, (each, space) => {
      const texts = each.map((value) => JSON.stringify(value));
      const text = texts.join(space);
      const slices = valueSlices(text) ?? [];
      assert.deepEqual(
        slices.map(({ start, end }) => text.slice(start, end)),
        texts,
      );
    }),
  );
});

test('a member is found as JSON.parse finds it: escaped names, the last of equal names', () => {
  const text = '{"a":{"event":1},"event":[1],"ev\\u0065nt":{"x":"}\\"{"} }';
  const slice = memberSlice(text, whole(text), 'event');
  assert.equal(text.slice(slice?.start, slice?.end), '{"x":"}\\"{"}');
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (value, name) => {
      const json = JSON.stringify(value);
      const found = memberSlice(json, whole(json), name);
      const expected = Object.hasOwn(value, name) ? JSON.stringify(value[name]) : undefined;
      assert.equal(found === null ? undefined : json.slice(found.start, found.end), expected);
    }),
  );
});

test('any text at all: no crash, no endless loop, slices in order', () => {
  const pieces = fc.array(
    fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'a', ' ', '\u0000'),
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      for (const slices of [itemSlices(text), valueSlices(text)]) {
        let end = 0;
        for (const slice of slices ?? []) {
          assert.ok(slice.start >= end && slice.end > slice.start && slice.end <= text.length);
          end = slice.end;
        }
      }
      memberSlice(text, whole(text), 'a');
      shapeOf(Buffer.from(text), { depth: 32, parts: 100 });
    }),
    { numRuns: 2_000 },
  );
});

test('shape counts what is outside of texts, and stops past a limit', () => {
  const of = (text: string) => {
    const { depth, parts } = shapeOf(Buffer.from(text), { depth: 32, parts: 100 });
    return `${depth} ${parts}`;
  };
  assert.equal(of('1'), '0 0');
  assert.equal(of('{"a":"[[[[\\"[[["}'), '1 1');
  assert.equal(of('[{"a":[1]},[2]]'), '3 4');
  assert.equal(of('['.repeat(1_000_000)), '33 33');
  assert.equal(of('[],'.repeat(1_000_000)), '1 101');
});
