import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Query } from './ast.ts';
import { formatQuery } from './format.ts';
import { parseQuery } from './parse.ts';
import { QUERY_LIMITS } from './limits.ts';
import { anyQuery } from './testing.ts';

function parsed(text: string): Query {
  const result = parseQuery(text);
  assert.ok(result.ok, `${text}: ${result.ok ? '' : JSON.stringify(result.error)}`);
  return result.ast;
}

// what is typed → how it is printed again
const READ: [string, string][] = [
  ['', ''],
  ['   ', ''],
  ['openssl', 'openssl'],
  ['"rotate key"', '"rotate key"'],
  ['"openssl"', 'openssl'],
  ['a b', 'a b'],
  ['a AND b', 'a b'],
  ['a OR b', 'a OR b'],
  ['a b OR c d', '(a b) OR (c d)'],
  ['(a OR b) c', '(a OR b) c'],
  ['-a', '-a'],
  ['NOT a', '-a'],
  ['NOT NOT a', '--a'],
  ['-(a OR b)', '-(a OR b)'],
  ['((a))', 'a'],
  ['and or not', 'and or not'],
  ['actor:octocat', 'actor:octocat'],
  ['-action:git.*', '-action:git.*'],
  ['target:acme/*', 'target:acme/*'],
  ['actor:github:583231', 'actor:github:583231'],
  ['context.ip:10.0.0.0/8', 'ip:10.0.0.0/8'],
  ['ip:2001:db8::/32', 'ip:2001:db8::/32'],
  ['severity:>=high', 'severity:>=high'],
  ['severity:[low TO high}', 'severity:[low TO high}'],
  ['severity:low..high', 'severity:[low TO high]'],
  ['time:>=2026-11-01', 'time:>=2026-11-01'],
  ['time:2026-11', 'time:2026-11'],
  ['time:now-7d..now', 'time:[now-7d TO now]'],
  ['time:[now-7d TO *]', 'time:>=now-7d'],
  ['time:>="2026-11-01T08:00:00Z"', 'time:>=2026-11-01T08:00:00Z'],
  ['index:>100', 'index:>100'],
  ['ticket:*', 'ticket:*'],
  ['ticket:**', 'ticket:*'],
  ['label.team:payments', 'label.team:payments'],
  ['labels.Team:payments', 'label.Team:payments'],
  ['labels."team":payments', 'label.team:payments'],
  ['labels."team:owner":x', 'label."team:owner":x'],
  ['-label."two words":"a b"', '-label."two words":"a b"'],
  ['label."k8s.io/app":(a b)', 'label."k8s.io/app":a OR label."k8s.io/app":b'],
  ['label."say \\"hi\\"":*', 'label."say \\"hi\\"":*'],
  ['header."x y":z*', 'context.request.headers."x y":z*'],
  ['label."no colon"', 'label. "no colon"'],
  ['source:(github OR vault)', 'source:github OR source:vault'],
  ['source:(github vault) x', '(source:github OR source:vault) x'],
  ['*ookshot/5fd*', '*ookshot/5fd*'],
  ['ip:*....', 'ip:*.\\.\\.\\.'],
  ['a\\*b', '"a*b"'],
  ['a\\ b', '"a b"'],
  ['reason:"say \\"hi\\""', 'reason:"say \\"hi\\""'],
  ['raw:"head_sha"', 'raw:head_sha'],
  ['native:protected_branch.destroy', 'native:protected_branch.destroy'],
  ['2001:db8::1', '2001:db8::1'],
  ['ACTOR:x', 'actor:x'],
  ['action:AND', 'action:"AND"'],
  ['foo"bar"', 'foo bar'],
];

test('reads what people type', () => {
  for (const [text, printed] of READ) assert.equal(formatQuery(parsed(text)), printed, text);
});

// what is typed, column, a word of the message, one thing that was expected
const REFUSED: [string, number, RegExp, string][] = [
  ['"open', 1, /no end/, '"'],
  ['a (b', 5, /column 3 is not closed/, ')'],
  ['a )', 3, /Nothing was opened/, 'AND'],
  ['a AND', 6, /too early/, 'a word'],
  ['OR a', 1, /no term/, 'field:value'],
  ['a OR OR b', 6, /no term/, 'a word'],
  ['()', 2, /no term/, 'a word'],
  ['NOT', 4, /too early/, 'a word'],
  ['actr:x', 1, /no field actr; did you mean actor/, 'actor'],
  ['https://x', 1, /no field https/, 'a "phrase"'],
  ['actor:', 7, /no value/, '*'],
  ['actor: x', 7, /no value/, '*'],
  ['label."":x', 1, /no field label/, 'a "phrase"'],
  ['label."a b": x', 13, /no value/, '*'],
  ['severity:urgent', 10, /no value of severity/, 'high'],
  ['severity:>=', 10, /Nothing follows/, 'high'],
  ['ip:300.1.1.1', 4, /no value of context.ip/, 'an address'],
  ['ip:10.0.0.0/33', 4, /no value/, 'an address'],
  ['time:yesterday', 6, /no value of time/, 'now-7d'],
  ['time:2026-13-01', 6, /no value of time/, '2026-11-01'],
  ['time:[2026-01-01 TO', 6, /no end/, ']'],
  ['time:[2026-01-01]', 6, /not a range/, '[a TO b]'],
  ['action:>=a', 8, /no order/, 'a wildcard'],
  ['index:abc', 7, /no value of index/, 'a whole number'],
  ['source:(github', 15, /column 8 is not closed/, ')'],
  ['source:()', 9, /not closed/, 'a value'],
  ['""', 1, /empty/, 'text'],
  ['a\\', 2, /backslash/, 'a character'],
  [`${'('.repeat(40)}a${')'.repeat(40)}`, 33, /query_depth/, 'fewer parentheses'],
  ['-'.repeat(40) + 'a', 33, /query_depth/, 'fewer parentheses'],
  ['a '.repeat(129), 257, /query_terms/, 'fewer terms'],
  ['a*'.repeat(17), 1, /query_wildcards/, 'fewer *'],
  ['a'.repeat(4097), 4097, /query_length/, 'the end'],
];

test('refuses with the column and what was expected', () => {
  for (const [text, column, message, expected] of REFUSED) {
    const result = parseQuery(text);
    assert.ok(!result.ok, text);
    assert.equal(result.error.column, column, text);
    assert.match(result.error.message, message);
    assert.ok(result.error.expected.includes(expected), `${text}: ${result.error.expected.join()}`);
  }
});

test('printing and parsing again gives the same tree', () => {
  fc.assert(
    fc.property(anyQuery(), (query) => {
      const text = formatQuery(query);
      fc.pre(text.length <= QUERY_LIMITS.length);
      assert.deepEqual(parseQuery(text), { ok: true, ast: query });
    }),
    { numRuns: 2000 },
  );
});

test('no text makes it throw, and what it accepts prints and parses again', () => {
  const syllables =
    '( ) " \\ * - : AND OR NOT actor: time: .. [ TO } >= now-7d 10.0.0.0/8 x İ ' +
    'constructor: __proto__ ip: severity: label. label."a b": ." raw: \ud800 \u0000 \u001e';
  const syllable = fc.constantFrom(' ', ...syllables.split(' '));
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(syllable).map((a) => a.join('')),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const result = parseQuery(text);
      if (!result.ok) {
        assert.ok(result.error.column >= 1 && result.error.column <= text.length + 1);
        assert.ok(result.error.expected.length > 0);
        return;
      }
      assert.deepEqual(parseQuery(formatQuery(result.ast)), result);
    }),
    { numRuns: 5000 },
  );
});

test('tokens are bounded by the text: work is linear', () => {
  const limits = { length: 1e6, depth: 32, terms: 1e6, wildcards: 1e6 };
  for (const piece of ['a:', '[', 'actor:[', '"', '\\', '*', '-', '((', 'a.b.c.', '>=']) {
    const text = piece.repeat(100_000);
    assert.ok(typeof parseQuery(text, limits).ok === 'boolean');
  }
});
