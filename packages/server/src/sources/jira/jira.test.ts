import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { jira } from './index.ts';

const user = {
  accountId: '5c7',
  displayName: 'Nora',
  emailAddress: 'nora@example.com',
  accountType: 'atlassian',
};
const fields = {
  summary: 'Two more workers',
  issuetype: { name: 'Task' },
  project: { id: '10000', key: 'OPS', name: 'Operations' },
  status: { name: 'To Do', statusCategory: { key: 'new' } },
};
const issue = {
  id: '10812',
  key: 'OPS-812',
  self: 'https://acme.example/rest/api/2/issue/10812',
  fields,
};
const hook = (webhookEvent: string, more: JsonObject = {}): JsonObject => ({
  timestamp: 1_795_076_102_114,
  webhookEvent,
  user,
  issue,
  ...more,
});
const of = (name: string, more: JsonObject = {}) => oneItem(jira, hook(name, more)).event;
const updated = (items: JsonObject[], more: JsonObject = {}) =>
  of('jira:issue_updated', { changelog: { items }, ...more });

test('who, what, on which ticket, when, why', () => {
  const event = of('jira:issue_created', { issue_event_type_name: 'issue_created' });
  assert.deepEqual(
    [event.action, event.native, event.time],
    ['ticket.created', 'jira:issue_created issue_created', '2026-11-19T08:15:02.114Z'],
  );
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'jira:5c7',
    name: 'Nora',
    email: 'nora@example.com',
  });
  assert.deepEqual([event.target.name, event.target.parent?.name], ['OPS-812', 'Operations']);
  assert.deepEqual(event.why, {
    reason: 'Two more workers',
    ticket: 'OPS-812',
    link: 'https://acme.example/browse/OPS-812',
  });
});

test('updates: fields, closed, reopened, comments', () => {
  const assigned = updated([{ field: 'assignee', from: null, to: 'x', toString: 'Nora' }]);
  assert.deepEqual(
    [assigned.action, assigned.changes],
    ['ticket.updated', [{ field: 'assignee', from: null, to: 'Nora' }]],
  );
  assert.equal(updated([{ field: 'resolution', to: '1' }]).action, 'ticket.closed');
  assert.equal(updated([{ field: 'resolution', from: '1', to: null }]).action, 'ticket.reopened');
  const done = {
    ...issue,
    fields: { ...fields, status: { name: 'Done', statusCategory: { key: 'done' } } },
  };
  assert.equal(updated([{ field: 'status' }], { issue: done }).action, 'ticket.closed');
  assert.equal(updated([{ field: 'status' }]).action, 'ticket.updated');
  const comment = { id: '1', body: 'Shipped', author: user };
  const commented = of('jira:issue_updated', { comment });
  assert.deepEqual([commented.action, commented.why?.reason], ['comment.created', 'Shipped']);
  assert.equal(
    of('jira:issue_updated', { issue_event_type_name: 'issue_comment_edited', comment }).action,
    'comment.changed',
  );
});

test('incidents are incidents, of the types that are set', () => {
  const body = hook('jira:issue_created', {
    issue: { ...issue, fields: { ...fields, issuetype: { name: '[System] Incident' } } },
  });
  assert.equal(oneItem(jira, body).event.action, 'incident.detected');
  const settings = { incident_types: 'Outage' };
  assert.equal(oneItem(jira, body, {}, settings).event.action, 'ticket.created');
});

test('comments that are deleted and users that are created do not say who did it', () => {
  const comment = {
    self: 'https://acme.example/rest/api/2/issue/10812/comment/1',
    author: user,
    updateAuthor: user,
  };
  const body = { timestamp: 1, webhookEvent: 'comment_deleted', comment };
  const { event } = oneItem(jira, body);
  assert.deepEqual([event.actor.type, event.target.id], ['unknown', 'jira:10812']);
  assert.equal(
    oneItem(jira, { ...body, webhookEvent: 'comment_created' }).event.actor.name,
    'Nora',
  );
  const created = oneItem(jira, { timestamp: 1, webhookEvent: 'user_created', user }).event;
  assert.deepEqual([created.actor.type, created.target.name], ['unknown', 'Nora']);
});

test('versions, unknown events, none', () => {
  const version = { id: '7', name: '2.1' };
  const body = { timestamp: 1, webhookEvent: 'jira:version_released', version };
  const { event } = oneItem(jira, body);
  assert.deepEqual([event.action, event.target.name], ['release.published', '2.1']);
  assert.equal(of('constructor').action, 'change.other');
  assert.throws(() => normalizeText(jira, { accountId: 'x' }), { code: 'event_missing' });
});

test('audit records of Cloud', () => {
  const record = {
    id: 95,
    summary: 'User added to group',
    remoteAddress: '192.0.2.7',
    authorAccountId: '5c7',
    created: '2026-11-19T08:15:02.114+0000',
    category: 'group management',
    objectItem: { id: 'admins', name: 'admins', typeName: 'GROUP', parentId: '1' },
    associatedItems: [{ id: 'eve', name: 'eve', typeName: 'USER' }],
    changedValues: [{ fieldName: 'Groups', changedFrom: '', changedTo: 'admins' }],
  };
  const { event, delivery } = oneItem(jira, { offset: 0, total: 1, records: [record] });
  assert.deepEqual(
    [event.action, event.time, delivery],
    ['group_member.added', '2026-11-19T08:15:02.114Z', '95'],
  );
  assert.deepEqual([event.actor.id, event.context?.ip], ['jira:5c7', '192.0.2.7']);
  assert.deepEqual([event.target.type, event.targets?.[0]?.name], ['group', 'eve']);
  assert.deepEqual(event.changes, [{ field: 'Groups', from: '', to: 'admins' }]);
  const act = (summary: string) => oneItem(jira, { ...record, summary }).event.action;
  assert.equal(act('Permission scheme updated'), 'policy.changed');
  assert.equal(act('Permission scheme added to project'), 'policy.changed');
  assert.equal(act('Workflow draft published'), 'workflow.changed');
  assert.equal(act('Global permission deleted'), 'access.revoked');
  assert.equal(act('constructor created'), 'identity.other');
});

test('audit records of Data Center', () => {
  const record = {
    timestamp: { epochSecond: 1_795_076_102, nano: 114_000_000 },
    author: { id: '-2', name: 'System', type: 'system' },
    type: { action: 'Auditing disabled', category: 'auditing', area: 'AUDIT_LOG' },
    affectedObjects: [],
    changedValues: [{ key: 'Retention', from: '3 years', to: '1 month' }],
    source: '192.0.2.7',
    system: 'https://jira.example',
  };
  const { event } = oneItem(jira, record);
  assert.deepEqual(
    [event.action, event.time, event.actor.type, event.target.name],
    ['audit_logging.disabled', '2026-11-19T08:15:02.114Z', 'service', 'https://jira.example'],
  );
});

test('signed by SHA-256 over the exact bytes; nothing weaker', () => {
  const body = Buffer.from(JSON.stringify(hook('jira:issue_created')));
  const sign = (algorithm: string) => createHmac(algorithm, 'old').update(body).digest('hex');
  const check = (headers: Record<string, string>, bytes = body) => {
    const result = jira.verify({ headers, body: bytes, received: 0 }, ['new', 'old'], {});
    return result.ok ? result.assurance : result.code;
  };
  const name = 'x-hub-signature';
  assert.equal(check({ [name]: `sha256=${sign('sha256')}` }), 'source_signed');
  assert.equal(
    check({ [name]: `sha256=${sign('sha256')}` }, Buffer.from('{}')),
    'signature_mismatch',
  );
  assert.equal(check({ [name]: `sha1=${sign('sha1')}` }), 'signature_malformed');
  assert.equal(check({ [name]: 'sha256=00', authorization: 'Bearer old' }), 'signature_malformed');
  assert.equal(check({ 'x-acta-secret': 'old' }), 'source_authenticated');
  assert.equal(check({}), 'signature_missing');
});
