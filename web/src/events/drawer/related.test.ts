import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '@acta/query';
import type { LoggedEvent } from '../../api/types.ts';
import { anyOf, groupByRelation, storyOf, surroundingsOf } from './related.ts';

const event = (id: string, pipeline: object, delivery = `d-${id}`) =>
  ({
    id,
    index: 1,
    actor: { type: 'user', id: 'u1', name: 'Ana "A" Lima' },
    target: { type: 'repository', id: 'r1', name: 'acme/pay' },
    source: { type: 'github', name: 'acme', delivery },
    pipeline,
  }) as unknown as LoggedEvent;

const one = event('a', { run: '77', commit: 'abc', change: 'acme/pay#41' });

test('the story is what the pipeline names, in the order of nearness', () => {
  assert.deepEqual(
    storyOf(one).map(({ label }) => label),
    ['Same run', 'Same change', 'Same commit', 'Same delivery'],
  );
});

test('every query can be parsed, alone and joined, quotes and all', () => {
  const all = [...storyOf(one), ...surroundingsOf(one)];
  for (const { q } of [...all, { q: anyOf(all) }]) assert.equal(parseQuery(q).ok, true, q);
});

test('an event stands under the nearest relation only', () => {
  const others = [event('b', { run: '77', commit: 'abc' }), event('c', { commit: 'abc' })];
  const grouped = groupByRelation(storyOf(one), others, 0);
  assert.deepEqual(
    grouped.map(({ relation, events }) => [relation.label, events.map(({ id }) => id)]),
    [
      ['Same run', ['b']],
      ['Same change', []],
      ['Same commit', ['c']],
      ['Same delivery', []],
    ],
  );
});

test('what has no pipeline and no delivery has no story', () => {
  assert.deepEqual(storyOf(event('z', {}, '')), []);
});
