import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFiles, checkRules } from './check.ts';

const BASE = `title: base
name: base
logsource: {product: test}
detection:
  s: {a: 1}
  condition: s
`;
const MANY = `title: many
correlation:
  type: event_count
  rules: [base]
  timespan: 1h
  condition: {gte: 3}
`;

const placesOf = (text: string) =>
  checkRules(text).errors.map(({ code, position }) => [code, position?.line, position?.column]);

test('what only compiling finds has its place', () => {
  const wrong = BASE.replace('a: 1', "a|re: '('");
  assert.deepEqual(placesOf(wrong), [['value', 5, 7]]);
  assert.deepEqual(placesOf(BASE.replace('condition: s', 'condition: t')), [['condition', 6, 3]]);
  assert.deepEqual(
    placesOf(
      `${BASE}---\n${BASE.replace('1', '2').replace('{a: 2}', '{a|wrong: 2}').replaceAll('base', 'other')}`,
    ),
    [['modifier', 12, 7]],
  );
});

test('rules of other files may be named; what is missing is said once', () => {
  assert.deepEqual(placesOf(MANY), [['reference', 4, 3]]);
  const both = checkFiles([
    { file: 'many.yml', text: MANY },
    { file: 'base.yml', text: BASE },
  ]);
  assert.deepEqual(
    both.map(({ errors }) => errors),
    [[], []],
  );
  const broken = `${BASE.replace('logsource', 'logsauce')}---\n${MANY}`;
  assert.deepEqual(placesOf(broken), [['schema', 1, 1]]);
});

test('the overlay fills placeholders', () => {
  const text = BASE.replace('a: 1', "a|expand: '%ours%'");
  assert.equal(checkRules(text).errors[0]?.code, 'placeholder');
  const overlay = { rules: { base: { placeholders: { ours: ['x'] } } } };
  assert.deepEqual(checkRules(text, { overlay }).errors, []);
});
