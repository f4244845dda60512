import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { teleport } from './index.ts';

const record = (event: string, code: string, more: object = {}) => ({
  event,
  code,
  ei: 0,
  uid: '0c8e34a1-0000-4000-8000-000000000001',
  time: '2026-11-19T08:15:02.114Z',
  cluster_name: 'root.acme.example',
  user: 'nora@acme.example',
  ...more,
});
const of = (event: string, code: string, more: object = {}) =>
  oneItem(teleport, record(event, code, more)).event;

test('a session on a host', () => {
  const { event, delivery } = oneItem(
    teleport,
    record('session.start', 'T2000I', {
      'addr.remote': '203.0.113.7:50122',
      server_id: 's-1',
      server_hostname: 'db-1',
      login: 'root',
      sid: 'sess-1',
    }),
  );
  assert.equal(delivery, '0c8e34a1-0000-4000-8000-000000000001:0:2026-11-19T08:15:02.114Z');
  assert.deepEqual(
    [event.action, event.outcome, event.time, event.target.name, event.labels?.['login']],
    ['shell.opened', 'success', '2026-11-19T08:15:02.114Z', 'db-1', 'root'],
  );
  assert.deepEqual(event.context, { ip: '203.0.113.7', session: 'sess-1' });
  assert.equal(event.actor.email, 'nora@acme.example');
});

test('sign-ins, refusals and failures', () => {
  assert.equal(of('user.login', 'T1000I', { success: true }).action, 'user.signed_in');
  const failed = of('user.login', 'T1000W', { success: false, error: 'bad password' });
  assert.deepEqual([failed.action, failed.outcome], ['user.sign_in_failed', 'failure']);
  const denied = of('db.session.start', 'TDB00W', { error: 'access to database denied' });
  assert.deepEqual([denied.action, denied.outcome], ['database.connection_failed', 'denied']);
  assert.equal(of('session.rejected', 'T1006W').outcome, 'denied');
  assert.equal(of('constructor', 'X').action, 'access.other');
});

test('requests, locks, roles', () => {
  const approved = of('access_request.review', 'T5002I', {
    proposed_state: 'APPROVED',
    reason: 'OPS-812 on call',
    id: 'r-1',
  });
  assert.deepEqual(
    [approved.action, approved.why?.ticket, approved.target.type],
    ['access_request.approved', 'OPS-812', 'access_request'],
  );
  const locked = of('lock.created', 'TLK00I', { name: 'l-1', target: { user: 'mia' } });
  assert.deepEqual([locked.action, locked.target.name], ['user.locked_out', 'mia']);
  const role = of('role.created', 'T9000I', { name: 'admin' });
  assert.deepEqual(
    [role.action, role.target.type, role.target.name],
    ['role.created', 'role', 'admin'],
  );
});

test('bots, and who is behind', () => {
  const identity = { user: 'deploy', impersonator: 'bot-ci' };
  const { actor } = of('cert.create', 'TC000I', { user: undefined, identity });
  assert.deepEqual([actor.name, actor.on_behalf_of?.type], ['deploy', 'service']);
  assert.equal(of('exec', 'T3002I', { user: 'bot-ci' }).actor.type, 'service');
});

test('lines, what is none, and the token', () => {
  const lines = `${JSON.stringify(record('exec', 'T3002I'))}\n{"a":1}\n`;
  const { items, failed } = normalizeText(teleport, lines);
  assert.deepEqual([items.length, failed[0]?.code], [1, 'no_teleport_event']);
  const check = (authorization: string) =>
    teleport.verify(
      { headers: { authorization }, body: Buffer.from(''), received: 0 },
      ['new', 's'],
      {},
    ).ok;
  assert.deepEqual([check('Bearer s'), check('Bearer x')], [true, false]);
});
