import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { SnappyError, unsnappy } from './snappy.ts';

// The library comes with a sender of the tests, and only where its binary runs.
const snappy = load();
function load(): { compressSync(bytes: Buffer): Buffer } | undefined {
  try {
    return createRequire(import.meta.url)('snappy') as { compressSync(bytes: Buffer): Buffer };
  } catch {
    return undefined;
  }
}

const limit = 1_000_000;

/** A block of literals and copies, and what it stands for. */
const blocks = fc
  .array(
    fc.record({
      literal: fc.uint8Array({ minLength: 1, maxLength: 300 }),
      copies: fc.array(fc.record({ back: fc.nat(400), size: fc.integer({ min: 4, max: 64 }) }), {
        maxLength: 4,
      }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => {
    const tags: number[] = [];
    const plain: number[] = [];
    for (const { literal, copies } of parts) {
      const size = literal.length - 1;
      if (size < 60) tags.push(size << 2);
      else if (size < 256) tags.push(60 << 2, size);
      else tags.push(61 << 2, size & 255, size >> 8);
      tags.push(...literal);
      plain.push(...literal);
      for (const { back, size } of copies) {
        const offset = (back % plain.length) + 1;
        if (size < 12 && offset < 2048)
          tags.push(((offset >> 8) << 5) | ((size - 4) << 2) | 1, offset & 255);
        else if (size % 2 === 0) tags.push(((size - 1) << 2) | 2, offset & 255, offset >> 8);
        else tags.push(((size - 1) << 2) | 3, offset & 255, offset >> 8, 0, 0);
        for (let n = 0; n < size; n++) plain.push(plain[plain.length - offset]!);
      }
    }
    return { block: Buffer.from([...varint(plain.length), ...tags]), plain: Buffer.from(plain) };
  });

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];
}

test('every block gives what it stands for', () => {
  fc.assert(
    fc.property(blocks, ({ block, plain }) => {
      assert.deepEqual(unsnappy(block, limit), plain);
    }),
  );
});

test('what the reference compresses', (t) => {
  if (snappy === undefined) return t.diagnostic('the reference does not run here');
  const texts = fc.oneof(
    fc.uint8Array({ maxLength: 5_000 }),
    fc
      .array(fc.constantFrom('level=info ', 'user=ada ', '\n', 'x'), { maxLength: 2_000 })
      .map((words) => Buffer.from(words.join(''))),
  );
  fc.assert(
    fc.property(texts, (bytes) => {
      const plain = Buffer.from(bytes);
      assert.deepEqual(unsnappy(snappy.compressSync(plain), limit), plain);
    }),
  );
});

test('any bytes give bytes or a refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        unsnappy(bytes, 10_000);
      } catch (error) {
        assert.ok(error instanceof SnappyError);
      }
    }),
  );
});

test('a length that is too much, or that can’t be true', () => {
  assert.throws(() => unsnappy(Buffer.from([...varint(2_000_000), 0, 1]), limit), {
    reason: 'too_large',
  });
  assert.throws(() => unsnappy(Buffer.from([...varint(900_000), 0, 1]), limit), {
    reason: 'broken',
  });
  assert.throws(() => unsnappy(Buffer.from([]), limit), { reason: 'broken' });
  assert.throws(() => unsnappy(Buffer.from([255, 255, 255, 255, 255, 1]), limit), {
    reason: 'broken',
  });
  assert.deepEqual(unsnappy(Buffer.from([0]), limit), Buffer.alloc(0));
});
