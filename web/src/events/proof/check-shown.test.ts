import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as check, jsonValue, property } from 'fast-check';
import { checkShown, differences, same } from './check-shown.ts';

const event = { id: 'a', actor: { id: 'u', roles: ['admin'] }, action: 'x.done' };

test('the same event holds, whatever the order of its members', () => {
  const shown = { action: 'x.done', actor: { roles: ['admin'], id: 'u' }, id: 'a', index: 7 };
  assert.equal(checkShown(shown, { ...event, raw: 'not compared' }).ok, true);
});

test('one changed value is named', () => {
  const shown = { ...event, actor: { id: 'u', roles: ['admin', 'owner'] } };
  assert.deepEqual(differences(shown, event), ['actor']);
  assert.equal(checkShown(shown, event).ok, false);
});

test('what the proof withholds can not be shown', () => {
  assert.deepEqual(differences(event, { id: 'a', action: 'x.done' }), ['actor']);
});

test('a proven value that is not shown was left out, and is named', () => {
  assert.deepEqual(differences({ id: 'a', action: 'x.done' }, event), ['actor']);
});

test('nothing proven is nothing shown rightly', () => {
  assert.equal(checkShown(event, null).ok, false);
});

test('a JSON value is the same as its copy, and never as something longer', () => {
  check(
    property(jsonValue(), (value) => {
      assert.ok(same(value, JSON.parse(JSON.stringify(value))));
      assert.ok(!same([value], [value, value]));
    }),
  );
});
