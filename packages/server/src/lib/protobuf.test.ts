import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { test } from 'node:test';
import {
  bytesField,
  doubleOf,
  eachField,
  numberField,
  stringOf,
  WireError,
  type WireValue,
} from './protobuf.ts';

function fieldsOf(bytes: Uint8Array): [number, WireValue][] {
  const found: [number, WireValue][] = [];
  eachField(bytes, (field, value) => found.push([field, value]));
  return found;
}

test('what is written is read', () => {
  const field = fc.integer({ min: 1, max: 100_000 });
  const number = fc.record({ field, value: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }) });
  const text = fc.record({ field, value: fc.string({ minLength: 1, unit: 'grapheme' }) });
  fc.assert(
    fc.property(fc.array(fc.oneof(number, text)), (fields) => {
      const bytes = Buffer.concat(
        fields.map(({ field, value }) =>
          typeof value === 'number' ? numberField(field, value) : bytesField(field, value),
        ),
      );
      const read = fieldsOf(bytes).map(([field, value]) => ({
        field,
        value: typeof value === 'bigint' ? Number(value) : stringOf(value),
      }));
      assert.deepEqual(
        read,
        fields.map(({ field, value }) => ({ field, value })),
      );
    }),
  );
});

test('any bytes are a message or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      try {
        fieldsOf(bytes);
      } catch (error) {
        assert.ok(error instanceof WireError);
      }
    }),
  );
});

test('numbers of every kind', () => {
  const view = new DataView(new ArrayBuffer(9));
  view.setUint8(0, (3 << 3) | 1);
  view.setFloat64(1, -1.5, true);
  const [[field, value] = [0, 0n]] = fieldsOf(new Uint8Array(view.buffer));
  assert.deepEqual([field, doubleOf(value)], [3, -1.5]);
  const minusOne = [1 << 3, ...Array.from({ length: 9 }, () => 0xff), 1];
  assert.deepEqual(fieldsOf(Buffer.from(minusOne)), [[1, 0xffff_ffff_ffff_ffffn]]);
  assert.deepEqual(fieldsOf(Buffer.from([(1 << 3) | 5, 1, 0, 0, 0])), [[1, 1n]]);
  assert.equal(numberField(1, 0).length + bytesField(1, '').length, 0);
});
