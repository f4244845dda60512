import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { snyk } from './index.ts';

const issue = (id: string): string =>
  `{"id": "${id}", "issueType":"vuln", "pkgName":"left", "pkgVersions":["1.0"],
   "issueData":{"title":"Prototype pollution","severity":"high","url":"https://snyk.example/${id}","cvssScore":9.10}}`;
const snapshot = `{"project":{"id":"p-1","name":"acme/pay:package.json","origin":"github","branch":"main",
  "browseUrl":"https://app.example/p-1"},"org":{"id":"o-1","name":"acme"},"group":{"id":"g-1","name":"all"},
  "newIssues":[${issue('SNYK-1')},${issue('SNYK-2')}],"removedIssues":[${issue('SNYK-3')}]}`;
const headers = {
  'x-snyk-event': 'project_snapshot/v0',
  'x-snyk-transport-id': 't-1',
  'x-snyk-timestamp': '2026-11-19T08:15:02Z',
};

test('a test, with an event for each issue, each with its own text', () => {
  const { items, delivery: whole } = normalizeText(snyk, snapshot, headers);
  assert.equal(whole, 't-1'); // tells a signed body that comes again under another id
  assert.deepEqual(
    items.map(({ event, delivery }) => [event.action, delivery]),
    [
      ['scan.completed', 't-1'],
      ['vulnerability_alert.created', 't-1:newIssues:SNYK-1'],
      ['vulnerability_alert.created', 't-1:newIssues:SNYK-2'],
      ['vulnerability_alert.resolved', 't-1:removedIssues:SNYK-3'],
    ],
  );
  const [scan, found] = items;
  assert.equal(scan?.event.time, '2026-11-19T08:15:02.000Z');
  assert.deepEqual(scan?.event.pipeline, { stage: 'test', ref: 'refs/heads/main' });
  assert.equal(scan?.event.target.parent?.parent?.name, 'all');
  assert.deepEqual([scan?.event.labels?.['new_issues'], scan?.event.actor.type], ['2', 'unknown']);
  assert.equal(found?.raw, issue('SNYK-1'));
  assert.equal(found?.event.why?.reason, 'Prototype pollution in left');
  assert.equal(found?.event.labels?.['severity'], 'high');
});

test('the same delivery without headers has the same ids each time', () => {
  const ids = () => normalizeText(snyk, snapshot).items.map(({ delivery }) => delivery);
  assert.deepEqual(ids(), ids());
  assert.equal(new Set(ids()).size, 4);
});

test('pings, unknown webhooks, none', () => {
  const ping = oneItem(snyk, { webhookId: 'w-1' }, { 'x-snyk-event': 'ping/v0' });
  assert.deepEqual([ping.event.action, ping.event.target.id], ['webhook.pinged', 'snyk:w-1']);
  const other = oneItem(snyk, { project: { id: 'p' } }, { 'x-snyk-event': 'constructor/v0' });
  assert.deepEqual([other.event.action, other.unmapped], ['policy.other', true]);
  assert.throws(() => normalizeText(snyk, {}), { code: 'event_missing' });
});

const record = (event: string, content: JsonObject = {}): JsonObject => ({
  created: '2026-11-19T08:15:02.114Z',
  event,
  group_id: 'g-1',
  org_id: 'o-1',
  project_id: 'p-1',
  user_id: 'u-1',
  content,
});

test('audit records: an ignore, with its reason and what it was before', () => {
  const content = {
    issueId: 'SNYK-1',
    reason: 'OPS-812 not reachable',
    before: {},
    after: { disregardIfFixable: true },
  };
  const { event } = oneItem(snyk, {
    data: { items: [record('org.project.ignore.create', content)] },
    links: {},
  });
  assert.deepEqual(
    [event.action, event.time, event.actor.id],
    ['vulnerability_alert.dismissed', '2026-11-19T08:15:02.114Z', 'snyk:u-1'],
  );
  assert.deepEqual([event.target.id, event.target.parent?.id], ['snyk:SNYK-1', 'snyk:p-1']);
  assert.equal(event.why?.ticket, 'OPS-812');
  assert.deepEqual(event.changes, [{ field: 'disregardIfFixable', to: true }]);
});

test('audit types, of the REST API and of version 1', () => {
  const act = (event: string) => oneItem(snyk, [record(event)]).event.action;
  assert.equal(act('group.user.role.edit'), 'organization_member.role_changed');
  assert.equal(act('org.service_account.create'), 'service_account.created');
  assert.equal(act('group.create'), 'organization.created');
  assert.equal(act('api.access'), 'api.requested');
  assert.equal(act('constructor'), 'policy.other');
  const v1 = { groupId: 'g', orgId: 'o', userId: 'u', event: 'org.user.add', created: '' };
  const { event } = oneItem(snyk, [{ ...v1, content: { userPublicId: 'eve' } }]);
  assert.deepEqual([event.actor.id, event.target.id], ['snyk:u', 'snyk:eve']);
  const nobody = oneItem(snyk, { ...record('org.project.test'), user_id: null }).event;
  assert.equal(nobody.actor.type, 'unknown');
});

test('signed by SHA-256 over the exact bytes; nothing weaker', () => {
  const body = Buffer.from(snapshot);
  const sign = (algorithm: string) => createHmac(algorithm, 'old').update(body).digest('hex');
  const check = (value: Record<string, string>, bytes = body) => {
    const result = snyk.verify({ headers: value, body: bytes, received: 0 }, ['new', 'old'], {});
    return result.ok ? result.assurance : result.code;
  };
  const name = 'x-hub-signature';
  const good = { [name]: `sha256=${sign('sha256')}` };
  assert.equal(check(good), 'source_signed');
  assert.equal(check(good, Buffer.from('{}')), 'signature_mismatch');
  assert.equal(check({ [name]: `sha1=${sign('sha1')}` }), 'signature_malformed');
  assert.equal(check({ [name]: 'sha256=00', authorization: 'Bearer old' }), 'signature_malformed');
  assert.equal(check({ ...headers, authorization: 'Bearer old' }), 'signature_missing');
  assert.equal(check({ authorization: 'Bearer old' }), 'source_authenticated');
});
