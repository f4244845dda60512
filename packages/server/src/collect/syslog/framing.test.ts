import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFraming, FramingBroken, type Framing } from './framing.ts';

const max = 64;
const texts = (framing: Framing, ...chunks: string[]): string[] =>
  chunks
    .flatMap((chunk) => framing.push(Buffer.from(chunk)))
    .concat(framing.end())
    .map(({ bytes, cut }) => `${bytes.toString()}${cut ? ' (cut)' : ''}`);

test('lines, and the last one without a line break', () => {
  assert.deepEqual(texts(createFraming(max), '<1>one\n<2>two\r\n\n<3>th', 'ree'), [
    '<1>one',
    '<2>two\r',
    '<3>three',
  ]);
});

test('counted messages may hold line breaks, and senders may add one behind', () => {
  assert.deepEqual(texts(createFraming(max), '7 <1>one\n\n6 <2>tw', 'o'), ['<1>one\n', '<2>two']);
});

test('a line that begins with digits is no count unless a message follows', () => {
  assert.deepEqual(texts(createFraming(max), '20', '26 was a year\nnext\n'), [
    '2026 was a year',
    'next',
  ]);
});

test('what is longer than the limit is cut, and the next message stands', () => {
  const long = 'x'.repeat(200);
  assert.deepEqual(texts(createFraming(max), `<1>${long}`, `${long}\n<2>b\n`), [
    `<1>${'x'.repeat(61)} (cut)`,
    '<2>b',
  ]);
  assert.deepEqual(texts(createFraming(max), `203 <1>${long}4 <2>b`), [
    `<1>${'x'.repeat(61)} (cut)`,
    '<2>b',
  ]);
});

test('a counted message that the sender did not finish is kept and marked', () => {
  assert.deepEqual(texts(createFraming(max), '20 <1>half'), ['<1>half (cut)']);
  assert.deepEqual(texts(createFraming(max), '4 <1>a2'), ['<1>a']);
});

test('a stream that loses its counts is given up', () => {
  assert.throws(() => texts(createFraming(max), '4 <1>a<2>b'), FramingBroken);
  assert.throws(() => texts(createFraming(max), '4 <1>a99999999 <2>b'), FramingBroken);
});

test('however a stream is split, the same messages come out', () => {
  const line = fc
    .stringMatching(/^[^\n\r\0]{0,80}$/)
    .map((text) => Buffer.from(`<9>${text}`).subarray(0, max));
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.boolean(), sizes, (lines, counted, cuts) => {
      const stream = Buffer.concat(
        lines.flatMap((bytes) =>
          counted ? [Buffer.from(`${bytes.length} `), bytes] : [bytes, Buffer.from('\n')],
        ),
      );
      const framing = createFraming(max);
      const found: Buffer[] = [];
      for (let at = 0, n = 0; at < stream.length; n++) {
        const size = cuts[n % cuts.length] as number;
        found.push(...framing.push(stream.subarray(at, at + size)).map(({ bytes }) => bytes));
        at += size;
      }
      found.push(...framing.end().map(({ bytes }) => bytes));
      assert.deepEqual(found.map(String), lines.map(String));
    }),
  );
});

test('any bytes at all: messages within the limit, or a stream that is given up', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 90 }), { maxLength: 8 }), (chunks) => {
      const framing = createFraming(max);
      try {
        for (const chunk of chunks) {
          for (const { bytes } of framing.push(chunk)) assert.ok(bytes.length <= max);
        }
        framing.end();
      } catch (error) {
        assert.ok(error instanceof FramingBroken);
      }
    }),
  );
});
