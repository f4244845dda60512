import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ANY, formatSigmaString, ONE, parseSigmaString, plainText } from './sigma-string.ts';

const cases: [string, unknown[]][] = [
  ['', []],
  ['plain', ['plain']],
  ['*', [ANY]],
  ['a*b?c', ['a', ANY, 'b', ONE, 'c']],
  ['**', [ANY]],
  [String.raw`\*`, ['*']],
  [String.raw`\?`, ['?']],
  [String.raw`a\\b`, [String.raw`a\b`]],
  [String.raw`C:\Windows\cmd.exe`, [String.raw`C:\Windows\cmd.exe`]],
  [String.raw`\\*`, ['\\', ANY]],
  [String.raw`\\\*`, [String.raw`\*`]],
  [String.raw`\\\\server`, [String.raw`\\server`]],
  ['ends with \\', ['ends with \\']],
];
for (const [text, parts] of cases) {
  test(`${JSON.stringify(text)} is read`, () => {
    assert.deepEqual(parseSigmaString(text), parts);
  });
}

test('what is written is read again', () => {
  const part = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('\\', '*', '?', '\\*'));
  fc.assert(
    fc.property(fc.array(part), (texts) => {
      const value = parseSigmaString(texts.join(''));
      assert.deepEqual(parseSigmaString(formatSigmaString(value)), value);
    }),
  );
});

test('a text without wildcards and backslashes is itself', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/[\\*?]/.test(text));
      assert.equal(plainText(parseSigmaString(text)), text);
    }),
  );
});
