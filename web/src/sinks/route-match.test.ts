import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RouteMatch } from '../api/types.ts';
import { matchOf, matchWords, textsOf } from './route-match.ts';

const full: RouteMatch = {
  level: 'high',
  rules: ['a*', 'b'],
  sources: ['acme'],
  tags: ['cicd-sec.*'],
  labels: { 'actor.id': 'ana' },
  hours: { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' },
  historical: true,
};

test('a match survives the form', () => {
  assert.deepEqual(matchOf(textsOf(full, 'UTC')), full);
  assert.deepEqual(matchOf(textsOf({}, 'UTC')), {});
});

test('a match is told in words', () => {
  assert.deepEqual(matchWords(full), [
    'high and above',
    'from acme',
    'rule a* or b',
    'tagged cicd-sec.*',
    'actor.id ana',
    'Mon–Fri 08:00–18:00 Europe/Berlin',
    'historical ones too',
  ]);
  const hours = { days: [7, 6], from: '00:00', to: '24:00', zone: 'UTC' };
  assert.deepEqual(matchWords({ hours }), ['Sat, Sun 00:00–24:00 UTC']);
});
