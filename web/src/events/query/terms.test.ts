import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as check, property, string } from 'fast-check';
import { quote, termText, tokenize, topTerms, unquote, withTerm, withoutTerm } from './terms.ts';

const kinds = (text: string) => tokenize(text).map((token) => `${token.kind}:${token.text}`);

test('tokens, one line each', () => {
  const cases: [string, string[]][] = [
    ['', []],
    ['actor:octocat', ['field:actor', 'operator::', 'value:octocat']],
    ['-action:git.*', ['negation:-', 'field:action', 'operator::', 'value:git.*']],
    ['severity:>=high', ['field:severity', 'operator::>=', 'value:high']],
    ['"rotate key"', ['phrase:"rotate key"']],
    ['target:"a b"', ['field:target', 'operator::', 'phrase:"a b"']],
    ['label."a b":c', ['field:label."a b"', 'operator::', 'value:c']],
    ['(a OR b)', ['paren:(', 'word:a', 'space: ', 'keyword:OR', 'space: ', 'word:b', 'paren:)']],
    ['actor:', ['field:actor', 'operator::']],
    ['- x', ['word:-', 'space: ', 'word:x']],
  ];
  for (const [text, wanted] of cases) assert.deepEqual(kinds(text), wanted, text);
});

test('tokens joined are the text', () => {
  check(
    property(string(), (text) => {
      assert.equal(
        tokenize(text)
          .map((token) => token.text)
          .join(''),
        text,
      );
    }),
  );
});

test('terms at the top become chips', () => {
  const texts = (query: string) => topTerms(query).map((term) => term.text);
  assert.deepEqual(texts('actor:a -target:b "c d" (e OR f)'), [
    'actor:a',
    '-target:b',
    '"c d"',
    '(e OR f)',
  ]);
  assert.deepEqual(texts('a AND b'), ['a', 'b']);
  assert.deepEqual(texts(' a OR b '), ['a OR b']);
  assert.deepEqual(texts('NOT actor:a b'), ['NOT actor:a', 'b']);
});

test('a value with odd characters survives quoting', () => {
  check(
    property(string({ minLength: 1 }), (value) => {
      const term = topTerms(termText('field', value, false))[0];
      assert.equal(unquote(quote(value)), value);
      assert.deepEqual([term?.field, term?.value], ['field', value]);
    }),
  );
});

test('a name with odd characters survives quoting, and add and exclude find it again', () => {
  assert.equal(termText('labels.team:owner', 'x', false), 'labels."team:owner":x');
  check(
    property(string({ minLength: 1 }), string({ minLength: 1 }), (own, value) => {
      const field = `labels.${own}`;
      const [term, ...more] = topTerms(termText(field, value, true));
      assert.deepEqual([term?.field, term?.value, term?.negated], [field, value, true]);
      assert.deepEqual(more, []);
      assert.equal(
        withTerm(termText(field, value, true), field, value, false),
        termText(field, value, false),
      );
    }),
  );
});

test('a wildcard in a value is quoted: adding a cell means that very value', () => {
  assert.equal(termText('target', 'acme/*', false), 'target:"acme/*"');
  assert.equal(termText('target', 'acme/pay', true), '-target:acme/pay');
});

test('add and exclude undo each other', () => {
  assert.equal(withTerm('', 'actor', 'a', false), 'actor:a');
  assert.equal(withTerm('actor:a', 'actor', 'a', false), 'actor:a');
  assert.equal(withTerm('x actor:a y', 'actor', 'a', true), 'x y -actor:a');
  assert.equal(withTerm('a OR b', 'actor', 'c', false), '(a OR b) actor:c');
});

test('a removed chip takes its AND along', () => {
  const query = 'actor:a AND target:b AND c';
  const terms = topTerms(query);
  assert.equal(withoutTerm(query, terms[0]!), 'target:b AND c');
  assert.equal(withoutTerm(query, terms[1]!), 'actor:a c');
  assert.equal(withoutTerm(query, terms[2]!), 'actor:a AND target:b');
});
