import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { ecsAction } from './actions.ts';
import { ecs } from './index.ts';

const document = (event: object, more: object = {}) => ({
  '@timestamp': '2026-11-19T08:15:02.123Z',
  ecs: { version: '9.0.0' },
  event,
  ...more,
});

test('a sign-in, and one that failed', () => {
  const event = { category: ['authentication'], type: ['start'], outcome: 'success', id: 'e1' };
  const more = {
    user: { id: '7', name: 'ada', roles: ['admin'] },
    source: { ip: '203.0.113.7', geo: { country_iso_code: 'DE' } },
    host: { name: 'web-1' },
    user_agent: { original: 'curl/8' },
  };
  const item = oneItem(ecs, document(event, more));
  assert.deepEqual([item.event.action, item.delivery], ['user.signed_in', 'e1']);
  assert.deepEqual(item.event.actor, { type: 'user', id: '7', name: 'ada', roles: ['admin'] });
  assert.deepEqual(item.event.target, { type: 'host', id: 'web-1', name: 'web-1' });
  assert.deepEqual(
    [item.event.context?.ip, item.event.context?.geo?.country],
    ['203.0.113.7', 'DE'],
  );
  const failed = oneItem(ecs, document({ ...event, outcome: 'failure' }, more));
  assert.equal(failed.event.action, 'user.sign_in_failed');
});

test('what was done to whom, by the table', () => {
  const rows = [
    [['iam'], ['user', 'creation'], 'user.created'],
    [['iam'], ['change', 'group'], 'group.changed'],
    [['file'], ['deletion'], 'file.deleted'],
    [['network', 'authentication'], ['start'], 'network.connected'],
    [['host'], ['info'], undefined],
    [['authentication'], ['info'], undefined],
    [['constructor'], ['start'], undefined],
  ] as const;
  for (const [kinds, types, action] of rows) {
    assert.equal(ecsAction(undefined, kinds, types, false), action, kinds.join());
  }
  assert.equal(ecsAction('secret.accessed', [], [], false), 'secret.accessed');
});

test('dotted names, the target of iam, refusals, alerts', () => {
  const dotted = {
    '@timestamp': '2026-11-19T08:15:02Z',
    'event.category': 'iam',
    'event.type': ['user', 'deletion', 'denied'],
    'event.action': 'user-deleted',
    'user.name': 'ada',
    'user.target.name': 'bob',
  };
  const { event } = oneItem(ecs, dotted);
  assert.deepEqual(
    [event.action, event.native, event.outcome],
    ['user.deleted', 'user-deleted', 'denied'],
  );
  assert.deepEqual([event.actor.id, event.target.name], ['ada', 'bob']);
  assert.equal(oneItem(ecs, document({ kind: 'alert', action: 'x' })).event.action, 'alert.raised');
});

test('what is no document of ECS', () => {
  const { failed, items } = normalizeText(ecs, [{ message: 'x' }, document({ action: 'odd' })]);
  assert.equal(failed[0]?.code, 'ecs_invalid');
  assert.deepEqual([items[0]?.event.action, items[0]?.unmapped], ['system.other', true]);
});
