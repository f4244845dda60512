import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRules } from '../parse/rules.ts';
import { createEngine } from './engine.ts';
import type { Overlay } from './overlay.ts';
import { createRuleset } from './ruleset.ts';

const RULE = `title: one
id: 5f1d0c1e-6f0c-4d3b-8a57-0d9a6c1f2e30
logsource: {product: x}
detection:
  s: {a|expand: '%ours%'}
  condition: s
level: low
`;
const FILTER = `title: not b
logsource: {product: x}
filter:
  rules: [5f1d0c1e-6f0c-4d3b-8a57-0d9a6c1f2e30]
  quiet: {b: 1}
  condition: not quiet
`;
const [rule] = parseRules(RULE).rules;
const [filter] = parseRules(FILTER).rules;
const ours = (...values: string[]): Overlay => ({ placeholders: { ours: values } });

const matched = (rules: (typeof rule)[], overlay: Overlay, event: object): string[] =>
  createEngine(createRuleset(rules as never, overlay))
    .match(event as Record<string, unknown>, [{ product: 'x' }])
    .map(({ rule: { level } }) => level ?? '');

test('a rule that was in a set before is as new in the next', () => {
  const event = { a: 'ana', b: 1 };
  assert.deepEqual(matched([rule], ours('ana'), event), ['low']);
  assert.deepEqual(matched([rule], ours('bob'), event), []);
  assert.deepEqual(matched([rule, filter], ours('ana'), event), []);
  const louder = { ...ours('ana'), rules: { [rule!.id!]: { level: 'high' as const } } };
  assert.deepEqual(matched([rule], louder, event), ['high']);
  assert.deepEqual(matched([rule], ours('ana'), event), ['low']);
});

test('what is rejected is rejected again, until it is put right', () => {
  for (const _round of [1, 2]) {
    const { rejected, detections } = createRuleset([rule!], {});
    assert.equal(detections.length, 0);
    assert.match(rejected[0]!.error.message, /%ours%/);
  }
  assert.equal(createRuleset([rule!], ours('ana')).rejected.length, 0);
});

test('the same rules are compiled once', () => {
  const [first, again] = [1, 2].map(() => createRuleset([rule!], ours('ana')).detections[0]!);
  assert.equal(first!.expression, again!.expression);
});
