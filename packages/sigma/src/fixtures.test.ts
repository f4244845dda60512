import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFixtures, runFixtures } from './fixtures.ts';
import { parseRules } from './parse/rules.ts';

const { rules } = parseRules(`title: destroyed
name: destroyed
logsource: {product: test}
detection: {s: {action: destroy}, condition: s}
---
title: many destroyed
correlation:
  {type: event_count, rules: [destroyed], group-by: [user], timespan: 10m, condition: {gte: 3}}
`);

test('a story fires where the outermost rule does', () => {
  const fixtures = parseFixtures(`
- title: three within ten minutes
  fires: true
  events:
    - {at: 1m, every: 1m, times: 3, event: {action: destroy, user: a}}
- title: three within an hour
  fires: false
  events:
    - {every: 20m, times: 3, event: {action: destroy, user: a}}
- title: of another product
  fires: false
  events:
    - {times: 3, logsource: {product: other}, event: {action: destroy, user: a}}
- title: one alone
  fires: false
  event: {action: destroy, user: a}
`);
  assert.deepEqual(
    runFixtures(rules, fixtures).map(({ fired, by }) => [fired, by]),
    [
      [true, ['many destroyed']],
      [false, []],
      [false, []],
      [false, []],
    ],
  );
});

test('what is no fixture is refused with its place', () => {
  for (const [text, message, line] of [
    ['title: x', /are a list/, 1],
    ['- fires: true\n  event: {}', /`title` is missing/, 1],
    ['- title: x\n  fires: maybe\n  event: {}', /`fires` is not true or false/, 2],
    ['- title: x\n  fires: true', /either/, 1],
    ['- title: x\n  fires: true\n  events:\n    - {at: soon, event: {}}', /no time span/, 4],
  ] as const) {
    assert.throws(
      () => parseFixtures(text),
      (error: { message: string; position: { line: number } }) =>
        message.test(error.message) && error.position.line === line,
    );
  }
});
