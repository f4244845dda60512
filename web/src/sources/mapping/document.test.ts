import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leavesOf, onlyPlace, rowOf, seenAt, valueOf, withField, withMember } from './document.ts';

test('what a row shows is written back as it was', () => {
  const values = [
    '{user.login}',
    'plain',
    { path: 'verb', map: { rm: 'secret.deleted' } },
    { path: 'ts', format: 'epoch_s', zone: 'Europe/Berlin' },
    { template: '{a}/{b}', default: 'none' },
  ];
  for (const value of values) assert.deepEqual(valueOf(rowOf(value)!), value);
  assert.equal(valueOf({ source: '' }), undefined);
});

test('what a row can not show is left to JSON', () => {
  for (const value of [
    { first: ['{a}'] },
    { path: 'a', pattern: 'x' },
    { path: 'a', format: ['iso'] },
    { path: 'a', map: { x: {} } },
    { const: 1 },
    7,
    null,
  ]) {
    assert.equal(rowOf(value), null, JSON.stringify(value));
  }
});

test('fields and members come and go', () => {
  const one = withField({ v: 1 }, 'actor.id', '{a}');
  assert.deepEqual(one, { v: 1, fields: { 'actor.id': '{a}' } });
  assert.deepEqual(withField(one, 'actor.id', undefined), { v: 1, fields: {} });
  assert.deepEqual(withMember({ v: 1, delivery: '{id}' }, 'delivery', ''), { v: 1 });
});

test('paths of a record, as the mapping language writes them', () => {
  const record = { a: { 'b.c': [1, { d: 'x' }] }, '@text': 2, '': 3, n: null };
  assert.deepEqual(
    leavesOf(record).map(({ path }) => path),
    ['a["b.c"][0]', 'a["b.c"][1].d', '["@text"]', '[""]', 'n'],
  );
  assert.equal(onlyPlace('{a.b}'), 'a.b');
  assert.equal(onlyPlace('{a}/{b}'), undefined);
  assert.deepEqual(seenAt([{ v: 'a' }, { v: 'b' }, { v: 'b' }, {}], 'v'), ['b', 'a']);
});
