import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findField } from '@acta/query';
import type { LoggedEvent } from '../../api/types.ts';
import { fieldGroups } from './event-fields.ts';

const event = {
  v: 1,
  id: '0192f8c2-0000-8000-8000-000000000001',
  index: 1041,
  time: '2026-11-19T08:15:02.114Z',
  received: '2026-11-19T08:15:02.640Z',
  source: { type: 'github', name: 'acme', via: 'webhook', delivery: '72d3' },
  action: 'deployment.succeeded',
  category: 'deploy',
  effect: 'execute',
  outcome: 'success',
  severity: 'info',
  actor: { type: 'user', id: 'github:1', name: 'octocat' },
  target: { type: 'service', id: 'svc:1', name: 'pay "main"' },
  pipeline: { run: '77', commit: 'abc', change: 'acme/pay#41', environment: 'production' },
  context: { ip: '203.0.113.7', request: { method: 'POST', path: '/x', headers: { 'x-a': 'b' } } },
  why: { ticket: 'OPS-1', approved_by: [{ type: 'user', id: 'u2', name: 'ana' }] },
  labels: { team: 'payments' },
  marks: ['skewed'],
} as LoggedEvent;

test('every field that offers itself to a query is one of the language', () => {
  for (const { rows } of fieldGroups(event)) {
    for (const { field } of rows) if (field) assert.ok(findField(field), field);
  }
});

test('empty groups and empty fields are left out', () => {
  const bare = { ...event, pipeline: undefined, labels: {}, why: undefined, context: undefined };
  const titles = fieldGroups(bare as unknown as LoggedEvent).map((group) => group.title);
  assert.deepEqual(titles, ['What', 'Target', 'Record']);
});
