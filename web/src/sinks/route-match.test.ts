import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RouteMatch } from '../api/types.ts';
import { matchOf, matchWords, routesOf, textsOf } from './route-match.ts';

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

test('the routes of a rule are those that its level, id and tags agree with', () => {
  const route = (name: string, match: RouteMatch, enabled = true) => ({
    id: name,
    name,
    position: 0,
    enabled,
    match,
    sinks: [],
  });
  const routes = {
    items: [
      route('heavy', { level: 'critical' }),
      route('rule', { rules: ['abc*'], sources: ['acme'] }),
      route('tag', { tags: ['cicd-sec.1', 'attack.*'] }),
      route('off', {}, false),
      route('other', { rules: ['x'] }),
    ],
    otherwise: { match: { level: 'medium' as const }, sinks: 'all' as const },
  };
  const names = (level: 'low' | 'critical', tags: string[]) => {
    const { routes: found, otherwise } = routesOf({ id: 'abcd', level, tags }, routes);
    return [...found.map(({ name }) => name), otherwise];
  };
  assert.deepEqual(names('low', []), ['rule', false]);
  assert.deepEqual(names('critical', ['attack.t1']), ['heavy', 'rule', 'tag', true]);
});
