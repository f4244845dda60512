import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guessed } from './guess.ts';

const received = Date.UTC(2026, 10, 20);

test('common names are read, whatever their case and envelope', () => {
  assert.deepEqual(
    guessed(
      {
        type: 'envelope',
        data: {
          Timestamp: 1_763_540_102,
          User: { id: 7, login: 'ada', email: 'ada@example.com' },
          repository: { full_name: 'acme/pay', id: 12 },
          Result: 'DENIED',
          client_ip: '203.0.113.7:443',
        },
      },
      received,
    ),
    {
      time: '2025-11-19T08:15:02.000Z',
      native: 'envelope',
      outcome: 'denied',
      actor: { type: 'user', id: '7', name: 'ada', email: 'ada@example.com' },
      target: { type: 'repository', id: '12', name: 'acme/pay' },
      context: { ip: '203.0.113.7' },
    },
  );
});

test('an action of the catalogue is taken as it is; numbers are times only near ours', () => {
  const guess = guessed(
    { action: 'repository.deleted', created: 42, date: '1999-01-01' },
    received,
  );
  assert.deepEqual(guess, { native: 'repository.deleted', action: 'repository.deleted' });
});

test('a line has a time at its start and is its own message', () => {
  assert.deepEqual(guessed('[2026-11-19T08:15:02Z] ada came', received), {
    time: '2026-11-19T08:15:02.000Z',
    message: '[2026-11-19T08:15:02Z] ada came',
  });
  assert.deepEqual(guessed(42, received), {});
});
