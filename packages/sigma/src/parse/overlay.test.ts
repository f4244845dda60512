import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOverlay } from './overlay.ts';

test('an overlay says what is changed by rule and by log source', () => {
  const overlay = parseOverlay(`
rules:
  r1: {off: true, reason: never works}
  r2: {level: low, aliases: {a: [b, c]}, placeholders: {p: [1, x]}}
aliases:
  - logsource: {product: GCP}
    fields: {x.y: [z], w: v}
placeholders: {all: one}
`);
  assert.deepEqual(overlay, {
    rules: {
      r1: { off: true, reason: 'never works' },
      r2: { level: 'low', aliases: { a: ['b', 'c'] }, placeholders: { p: [1, 'x'] } },
    },
    aliases: [{ logsource: { product: 'gcp' }, fields: { 'x.y': ['z'], w: ['v'] } }],
    placeholders: { all: ['one'] },
  });
  assert.deepEqual(parseOverlay(''), {});
});

test('what is no overlay is refused with its place', () => {
  for (const [text, message, line] of [
    ['- a', /is a map/, 1],
    ['rules:\n  r: {of: true}', /`of` is not known here/, 2],
    ['rules:\n  r: {off: yes please}', /`off` is not true or false/, 2],
    ['rules:\n  r: {level: severe}', /`level` is "severe"/, 2],
    ['aliases: {a: b}', /no list of/, 1],
    ['aliases:\n  - fields: {a: b}', /`logsource` is missing/, 2],
    ['placeholders:\n  p: [{a: 1}]', /no list of texts and numbers/, 2],
  ] as const) {
    assert.throws(
      () => parseOverlay(text),
      (error: { message: string; position: { line: number } }) =>
        message.test(error.message) && error.position.line === line,
      text,
    );
  }
});
