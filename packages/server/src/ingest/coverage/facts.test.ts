import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActaEvent } from '@acta/event';
import { factOf } from './facts.ts';

const event: ActaEvent = {
  v: 1,
  id: '0192f8c2-0000-8000-8000-000000000000',
  time: '2026-11-19T08:15:02.000Z',
  received: '2026-11-19T08:15:03.000Z',
  source: { type: 'generic', name: 'doors' },
  action: 'system.other',
  category: 'system',
  effect: 'update',
  outcome: 'success',
  severity: 'info',
  actor: { type: 'user', id: 'ada' },
  target: { type: 'door', id: 'd-1' },
};

test('an event that was mapped again says nothing of when a source spoke', () => {
  assert.equal(factOf(event)?.of, 'event');
  assert.equal(factOf({ ...event, revision: 1, revision_of: event.id }), null);
});
