// Every event type of GitLab's documentation of audit events.
import { catalogue } from '@acta/event';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { auditTypeAction } from './audit/actions.ts';

/** Types that have no action, and why: all others have one, by table. */
const without: Readonly<Record<string, string>> = {};

const definitionOf = (type: string) => {
  const definition = catalogue.get(auditTypeAction(type) ?? '');
  return definition?.action.endsWith('.other') === true ? undefined : definition;
};

test('each of the 501 types has an action of the catalogue, or a reason', () => {
  const file = new URL('fixtures/audit-event-types.txt', import.meta.url);
  const types = readFileSync(file, 'utf8').trim().split('\n');
  assert.equal(new Set(types).size, 501);
  assert.deepEqual(
    types.filter((type) => definitionOf(type) === undefined),
    Object.keys(without),
  );
});

test('categories, effects and severities are those of the thing', () => {
  for (const [type, category, effect, severity] of [
    ['protected_branch_removed', 'change', 'delete', 'high'],
    ['delete_issue', 'change', 'delete', 'low'],
    ['destroy_event_streaming_destination', 'system', 'delete', 'critical'],
    ['ci_variable_created', 'secret', 'create', 'low'],
  ] as const) {
    const definition = definitionOf(type);
    const said = [definition?.category, definition?.effect, definition?.severity];
    assert.deepEqual(said, [category, effect, severity], type);
  }
});
