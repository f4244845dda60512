import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { bitbucketDc } from './index.ts';

const sha = 'ab'.repeat(20);
const none = '0'.repeat(40);
const actor = { name: 'ada', id: 7, emailAddress: 'ada@example.com', type: 'NORMAL' };
const repository = { slug: 'pay', id: 3, project: { key: 'ACME' } };

test('a push gives one event for each reference', () => {
  const changed = (type: string, kind: string, fromHash: string, toHash: string) => ({
    ref: { id: `refs/x/${type}`, displayId: type, type: kind },
    refId: `refs/x/${type}`,
    fromHash,
    toHash,
    type,
  });
  const body = {
    eventKey: 'repo:refs_changed',
    date: '2026-03-02T09:15:02+0100',
    actor,
    repository,
    changes: [
      changed('UPDATE', 'BRANCH', sha, sha),
      changed('ADD', 'TAG', none, sha),
      changed('DELETE', 'BRANCH', sha, none),
    ],
  };
  const { items, delivery } = normalizeText(bitbucketDc, body, { 'x-request-id': 'q' });
  assert.equal(delivery, 'q');
  assert.deepEqual(
    items.map(({ event }) => event.action),
    ['commits.pushed', 'tag.created', 'branch.deleted'],
  );
  const event = items[0]?.event;
  assert.equal(event?.time, '2026-03-02T08:15:02.000Z');
  assert.deepEqual(event?.actor, {
    type: 'user',
    id: 'bitbucket:7',
    name: 'ada',
    email: 'ada@example.com',
  });
  assert.deepEqual(event?.target, {
    type: 'repository',
    id: 'bitbucket:repository:3',
    name: 'ACME/pay',
  });
  assert.equal(items[2]?.event.pipeline?.commit, sha);
});

test('a merged pull request, and a ping', () => {
  const { event } = oneItem(bitbucketDc, {
    eventKey: 'pr:merged',
    date: '2026-03-02T08:15:02+0000',
    actor,
    pullRequest: {
      id: 41,
      title: 'OPS-812 rotate',
      fromRef: { id: 'refs/heads/r', latestCommit: 'cd'.repeat(20) },
      toRef: { repository },
      properties: { mergeCommit: { id: sha } },
    },
  });
  assert.equal(event.action, 'pull_request.merged');
  assert.equal(event.target.name, 'ACME/pay#41');
  assert.equal(event.pipeline?.commit, sha);
  assert.equal(event.why?.ticket, 'OPS-812');
  const ping = oneItem(bitbucketDc, { test: true }, { 'x-event-key': 'diagnostics:ping' });
  assert.equal(ping.event.action, 'webhook.pinged');
});

const line = {
  affectedObjects: [{ name: 'ACME/pay', type: 'Repository', id: '3' }],
  auditType: { action: 'Repository permission granted', category: 'Permissions', level: 'BASE' },
  author: { id: '7', name: 'ada', type: 'normal' },
  changedValues: [{ key: 'Permission', from: 'Read', to: 'Admin' }],
  extraAttributes: [{ name: 'target', value: 'bo' }],
  source: '203.0.113.7,10.0.0.1',
  method: 'Browser',
  timestamp: { epochSecond: 1_772_439_302, nano: 114_999_999 },
};

test('a line of the audit log: seconds and nanoseconds', () => {
  const { event } = oneItem(bitbucketDc, line);
  assert.equal(event.action, 'access.granted');
  assert.equal(event.time, '2026-03-02T08:15:02.114Z');
  assert.equal(event.context?.ip, '203.0.113.7');
  assert.deepEqual(event.changes, [{ field: 'Permission', from: 'Read', to: 'Admin' }]);
  assert.equal(event.labels?.['target'], 'bo');
});

test('a page of the audit API, with what failed and what was refused', () => {
  const record = (action: string) => ({
    ...line,
    timestamp: '2026-03-02T08:15:02.114Z',
    auditType: { action, category: 'Authentication' },
  });
  const page = {
    entities: ['User login failed', 'Unauthorized access to a resource', 'Kettle boiled'].map(
      record,
    ),
    pagingInfo: {},
  };
  const { items } = normalizeText(bitbucketDc, page);
  assert.deepEqual(
    items.map(({ event }) => [event.action, event.outcome]),
    [
      ['user.sign_in_failed', 'failure'],
      ['permission.denied', 'denied'],
      ['access.other', 'success'],
    ],
  );
});

test('webhooks by signature, lines by token', () => {
  const body = Buffer.from('{}');
  const good = `sha256=${createHmac('sha256', 's').update(body).digest('hex')}`;
  const code = (headers: Record<string, string>) => {
    const result = bitbucketDc.verify({ headers, body, received: 0 }, ['s'], {});
    return result.ok ? `${result.assurance} ${result.via}` : result.code;
  };
  assert.equal(code({ 'x-hub-signature': good }), 'source_signed webhook');
  assert.equal(code({ authorization: 'Bearer s' }), 'source_authenticated stream');
  assert.equal(
    code({ 'x-event-key': 'pr:merged', authorization: 'Bearer s' }),
    'signature_missing',
  );
  assert.equal(code({}), 'signature_missing');
});
