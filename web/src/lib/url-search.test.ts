import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as check, pre, property, string } from 'fast-check';
import { parseSearch, stringifySearch, validateEventsSearch } from './url-search.ts';

test('an address stays readable', () => {
  assert.equal(
    stringifySearch({ q: 'actor:octocat target:acme/pay', range: '24h', event: undefined }),
    '?q=actor:octocat+target:acme/pay&range=24h',
  );
});

test('any text comes back from the address as it went in', () => {
  check(
    property(string({ minLength: 1, unit: 'binary' }), (q) => {
      pre(q.isWellFormed());
      assert.equal(parseSearch(stringifySearch({ q }))['q'], q);
    }),
  );
});

test('wrong values fall away', () => {
  const search = validateEventsSearch({
    from: 'noon',
    order: 'size',
    panel: 'x',
    live: 'yes',
    q: 3,
  });
  assert.deepEqual(
    Object.values(search).filter((value) => value !== undefined),
    [],
  );
});

test('right values stay', () => {
  const search = { q: 'a', from: '2026-11-01T00:00:00Z', order: 'time', panel: 'proof', live: '1' };
  assert.deepEqual(JSON.parse(JSON.stringify(validateEventsSearch(search))), search);
});
