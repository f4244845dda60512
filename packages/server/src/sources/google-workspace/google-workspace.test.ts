import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { googleWorkspace } from './index.ts';

const activity = (app: string, ...events: JsonObject[]): JsonObject => ({
  kind: 'admin#reports#activity',
  id: {
    time: '2026-11-19T08:15:02.114Z',
    uniqueQualifier: '-733',
    applicationName: app,
    customerId: 'C01',
  },
  actor: { callerType: 'USER', email: 'nora@acme.example', profileId: '1187' },
  ipAddress: '203.0.113.7',
  events,
});
const parameters = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));
const of = (app: string, name: string, type = '', values = {}) =>
  oneItem(googleWorkspace, activity(app, { name, type, parameters: parameters(values) })).event;

test('a setting that an admin changed', () => {
  const event = of('admin', 'CHANGE_APPLICATION_SETTING', 'APPLICATION_SETTINGS', {
    SETTING_NAME: 'Enforce strong password',
    OLD_VALUE: 'on',
    NEW_VALUE: 'off',
  });
  assert.deepEqual(
    [event.action, event.time, event.actor.id, event.actor.email, event.context?.ip],
    [
      'application_setting.changed',
      '2026-11-19T08:15:02.114Z',
      'google:nora@acme.example',
      'nora@acme.example',
      '203.0.113.7',
    ],
  );
  assert.deepEqual(event.changes, [{ field: 'Enforce strong password', from: 'on', to: 'off' }]);
  assert.equal(event.target.name, 'Enforce strong password');
});

test('sign-ins, roles, files, apps', () => {
  const failed = of('login', 'login_failure', 'login');
  assert.deepEqual([failed.action, failed.outcome], ['user.sign_in_failed', 'failure']);
  const role = of('admin', 'ASSIGN_ROLE', 'DELEGATED_ADMIN_SETTINGS', {
    ROLE_NAME: '_SEED_ADMIN_ROLE',
    USER_EMAIL: 'mia@acme.example',
  });
  assert.equal(role.action, 'role.assigned');
  const shared = of('drive', 'change_user_access', 'acl_change', {
    doc_id: 'd1',
    doc_title: 'Plan',
  });
  assert.deepEqual([shared.action, shared.target.name], ['file.permissions_changed', 'Plan']);
  assert.equal(
    of('token', 'authorize', 'auth', { app_name: 'x', client_id: 'c' }).target.type,
    'app',
  );
  assert.equal(of('admin', 'toString', 'constructor').action, 'policy.other');
  assert.equal(of('constructor', 'toString').action, 'access.other');
  const blocked = of('login', 'risky_sensitive_action_blocked');
  assert.equal(blocked.outcome, 'denied');
});

test('pages, lists and lines; each event of an activity has its id', () => {
  const two = activity('login', { name: 'login_success' }, { name: 'login_challenge' });
  const page = normalizeText(googleWorkspace, { kind: 'admin#reports#activities', items: [two] });
  assert.deepEqual(
    page.items.map(({ delivery }) => delivery),
    ['login:2026-11-19T08:15:02.114Z:-733', 'login:2026-11-19T08:15:02.114Z:-733:1'],
  );
  assert.equal(page.items[0]?.raw, JSON.stringify(two));
  const lines = `${JSON.stringify(two)}\n${JSON.stringify(two)}`;
  assert.equal(normalizeText(googleWorkspace, lines).items.length, 4);
  const empty = normalizeText(googleWorkspace, { kind: 'admin#reports#activities', etag: 'x' });
  assert.deepEqual([empty.items.length, empty.failed.length], [0, 0]);
  assert.deepEqual(
    normalizeText(googleWorkspace, '{"a":1}').failed.map(({ code }) => code),
    ['no_workspace_activity'],
  );
});

test('service accounts, and whom Google names not at all', () => {
  const by = (actor: JsonObject) =>
    oneItem(googleWorkspace, { ...activity('token', { name: 'authorize' }), actor }).event.actor;
  assert.equal(by({ email: 'sync@acme.iam.gserviceaccount.com' }).type, 'service');
  assert.equal(by({ callerType: 'KEY', key: 'SYSTEM' }).type, 'service');
  assert.equal(by({}).type, 'unknown');
});

test('the token of the collector', () => {
  const check = (authorization: string) =>
    googleWorkspace.verify(
      { headers: { authorization }, body: Buffer.from('{}'), received: 0 },
      ['new', 's'],
      {},
    ).ok;
  assert.deepEqual(
    [check('Bearer s'), check('Bearer new'), check('Bearer x')],
    [true, true, false],
  );
});
