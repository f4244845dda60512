import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { ocsf } from './index.ts';

const record = (classUid: number, activity: number, more: object = {}) => ({
  class_uid: classUid,
  activity_id: activity,
  metadata: { uid: `u-${classUid}`, version: '1.8.0', product: { name: 'IdP' } },
  time: 1_795_076_102_123,
  status_id: 1,
  ...more,
});

test('a sign-in: the user of the event is who acts', () => {
  const more = {
    type_name: 'Authentication: Logon',
    user: { uid: '7', name: 'ada', email_addr: 'ada@example.com', type_id: 1 },
    src_endpoint: { ip: '203.0.113.7' },
    service: { name: 'console' },
  };
  const { event, delivery } = oneItem(ocsf, record(3002, 1, more));
  assert.deepEqual(
    [event.action, event.outcome, delivery],
    ['user.signed_in', 'success', 'u-3002'],
  );
  assert.deepEqual(event.actor, { type: 'user', id: '7', name: 'ada', email: 'ada@example.com' });
  assert.deepEqual([event.target.name, event.context?.ip], ['console', '203.0.113.7']);
  assert.equal(event.time, '2026-11-19T08:15:02.123Z');
  const failed = oneItem(
    ocsf,
    record(3002, 1, { ...more, status_id: 2, status_detail: 'bad password' }),
  );
  assert.deepEqual(
    [failed.event.action, failed.event.why?.reason],
    ['user.sign_in_failed', 'bad password'],
  );
});

test('in other classes the user is whom it is done to', () => {
  const { event } = oneItem(
    ocsf,
    record(3001, 6, { user: { name: 'bob' }, actor: { user: { name: 'ada' } }, action_id: 2 }),
  );
  assert.deepEqual(
    [event.action, event.actor.id, event.target.id, event.outcome],
    ['user.deleted', 'ada', 'bob', 'denied'],
  );
});

test('who is added to a group stands beside it', () => {
  const more = { group: { uid: 'g', name: 'admins' }, user: { name: 'bob' } };
  const { event } = oneItem(ocsf, record(3006, 3, more));
  assert.deepEqual([event.target.name, event.targets?.[0]?.id], ['admins', 'bob']);
});

test('a call of an API: its operation, its resource, the application behind it', () => {
  const { event } = oneItem(
    ocsf,
    record(6003, 4, {
      api: { operation: 'DeleteBucket', request: { uid: 'r-1' }, service: { name: 's3' } },
      actor: { app_name: 'terraform' },
      resources: [{ uid: 'arn:aws:s3:::logs', name: 'logs', type: 'S3 Bucket' }],
      cloud: { region: 'eu-central-1', account: { uid: '1' } },
    }),
  );
  assert.deepEqual([event.action, event.native], ['resource.deleted', 'DeleteBucket']);
  assert.deepEqual(event.actor, { type: 'service', id: 'terraform', name: 'terraform' });
  assert.deepEqual(event.target, { type: 's3_bucket', id: 'arn:aws:s3:::logs', name: 'logs' });
  assert.equal(event.context?.request?.id, 'r-1');
});

test('what has no action, and what is no event of OCSF', () => {
  const { failed, items } = normalizeText(ocsf, [
    record(5001, 1),
    { class_uid: 'x' },
    record(9999, 1),
  ]);
  assert.equal(failed[0]?.code, 'ocsf_invalid');
  assert.deepEqual(
    items.map(({ event, unmapped }) => [event.action, unmapped]),
    [
      ['system.other', true],
      ['system.other', true],
    ],
  );
  assert.equal(items[0]?.event.actor.type, 'unknown');
});
