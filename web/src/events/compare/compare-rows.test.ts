import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoggedEvent } from '../../api/types.ts';
import { compareRows, flatten } from './compare-rows.ts';

test('an event is flattened to dotted paths', () => {
  const flat = flatten({ v: 1, id: 'a', actor: { roles: ['x', 'y'], bot: true }, raw: '{}' });
  assert.deepEqual(
    [...flat],
    [
      ['id', 'a'],
      ['actor.roles.0', 'x'],
      ['actor.roles.1', 'y'],
      ['actor.bot', 'true'],
    ],
  );
});

test('a line differs where one event has another value, or none', () => {
  const events = [
    { id: 'a', outcome: 'success', severity: 'low' },
    { id: 'b', outcome: 'success' },
  ] as LoggedEvent[];
  assert.deepEqual(
    compareRows(events).map((row) => [row.path, row.differs]),
    [
      ['id', true],
      ['outcome', false],
      ['severity', true],
    ],
  );
});
