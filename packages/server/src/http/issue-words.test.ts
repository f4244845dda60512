import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';

function wordsOf(schema: z.ZodType, value: unknown): string[] {
  const read = schema.safeParse(value, { error: issueWords });
  return read.success ? [] : read.error.issues.map(({ message }) => message);
}

const textOrFlag = z.union([z.string().max(4), z.boolean()]);

test('what is of a wrong type is told with what was expected and what came', () => {
  const rows: [z.ZodType, unknown, string][] = [
    [z.string(), 5, 'must be text, not a number'],
    [z.string(), undefined, 'is missing: it must be text'],
    [z.boolean(), 'yes', 'must be true or false, not text'],
    [z.int(), 1.5, 'must be a whole number, not a number'],
    [z.number(), Number.NaN, 'must be a number, not NaN'],
    [z.array(z.string()), { a: 1 }, 'must be a list, not an object'],
    [z.strictObject({}), null, 'must be an object, not null'],
    [z.record(z.string(), z.string()), [], 'must be an object, not a list'],
    [textOrFlag, 5, 'must be text or true or false, not a number'],
    [
      z.union([z.number(), z.string(), z.array(z.string())]),
      null,
      'must be a number, text or a list, not null',
    ],
    [z.enum(['a', 'b']), 'c', 'must be one of a, b'],
    [z.string().min(1), '', 'must not be empty'],
    [z.array(z.int()).max(1), [1, 2], 'has more than 1 entries'],
    [z.int().min(5), 3, 'is less than 5'],
  ];
  for (const [schema, value, words] of rows) assert.deepEqual(wordsOf(schema, value), [words]);
});

test('the alternative that the value is nearest to says what is wrong in it', () => {
  assert.deepEqual(wordsOf(textOrFlag, 'too long'), ['has more than 4 characters']);
  const objects = z.union([z.string(), z.strictObject({ a: z.number() })]);
  assert.deepEqual(wordsOf(objects, { a: 'x' }), ['at a must be a number, not text']);
});

test('no value is told, and no union says only that it is invalid', () => {
  const told = wordsOf(z.record(z.string(), textOrFlag), { token: ['s3cret'] });
  assert.deepEqual(told, ['must be text or true or false, not a list']);
  assert.deepEqual(wordsOf(z.union([]), 1), ['is not one of what is taken here']);
});
