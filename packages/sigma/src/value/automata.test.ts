import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RE2JS } from 're2js';
import { withBoundedAutomaton } from './automata.ts';

/** Leads to a state of its own with nearly each letter. */
function hostileText(): string {
  let [number, text] = [1, ''];
  for (let at = 0; at < 2_000; at++) {
    number = (number * 48_271) % 2_147_483_647;
    text += number % 2 === 0 ? 'a' : 'b';
  }
  return text;
}

test('expressions that texts make large are forgotten but for a few, and match on', () => {
  const text = hostileText();
  const compiled = Array.from({ length: 40 }, (_, n) => RE2JS.compile(`a.{10}[x-z]{${n + 1}}`));
  const tests = compiled.map(withBoundedAutomaton);
  for (const matches of tests) assert.equal(matches(text), false);
  const states = compiled.map((each) => each.re2().lazyDFA?.stateCount ?? 0);
  assert.equal(states.filter((count) => count > 128).length, 16);
  for (const [n, matches] of tests.entries()) {
    assert.equal(matches(`${text}a${'b'.repeat(10)}${'y'.repeat(n + 1)}`), true);
    assert.equal(matches(text), false);
  }
});
