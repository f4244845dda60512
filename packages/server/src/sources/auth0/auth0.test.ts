import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { auth0 } from './index.ts';

const base = {
  date: '2026-11-19T08:15:02.114Z',
  log_id: '9001',
  user_id: 'auth0|1',
  user_name: 'ann@example.com',
  client_id: 'c1',
  client_name: 'Pay',
  tenant_name: 'acme',
  ip: '203.0.113.7',
  user_agent: 'Firefox',
  connection: 'Users',
};
const wrapped = (data: object) => ({ log_id: '9001', data: { ...base, ...data } });

test('a sign-in: who, when, to what, from where', () => {
  const { event, delivery } = oneItem(auth0, wrapped({ type: 's' }));
  assert.equal(delivery, '9001');
  assert.deepEqual(
    [event.action, event.outcome, event.time],
    ['user.signed_in', 'success', '2026-11-19T08:15:02.114Z'],
  );
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'auth0:auth0|1',
    name: 'ann@example.com',
    email: 'ann@example.com',
  });
  assert.equal(event.target.name, 'Pay');
  assert.equal(event.context?.ip, '203.0.113.7');
});

const codes: readonly (readonly [string, string, string])[] = [
  ['fp', 'user.sign_in_failed', 'failure'],
  ['slo', 'user.signed_out', 'success'],
  ['limit_wc', 'user.locked_out', 'denied'],
  ['pwd_leak', 'threat.detected', 'denied'],
  ['gd_auth_rejected', 'mfa.challenge_refused', 'denied'],
  ['ferrt', 'token.rejected', 'failure'],
  ['hologram', 'identity.other', 'unknown'],
];
for (const [type, action, outcome] of codes) {
  test(`${type} → ${action}, ${outcome}`, () => {
    const { event } = oneItem(auth0, wrapped({ type }));
    assert.deepEqual([event.action, event.outcome, event.native], [action, outcome, type]);
  });
}

const calls: readonly (readonly [string, string, string])[] = [
  ['post', '/api/v2/roles', 'role.created'],
  ['post', '/api/v2/users/auth0|2/roles', 'role.assigned'],
  ['delete', '/api/v2/users/auth0|2', 'user.deleted'],
  ['patch', '/api/v2/clients/c1', 'app.changed'],
  ['put', '/api/v2/guardian/policies', 'security_policy.changed'],
  ['post', '/api/v2/log-streams', 'audit_log_stream.created'],
  ['patch', '/api/v2/tenants/settings', 'setting.changed'],
];
for (const [method, path, action] of calls) {
  test(`${method} ${path} → ${action}`, () => {
    const details = {
      request: {
        method,
        path,
        auth: {
          user: { user_id: 'google|7', email: 'bo@example.com' },
          credentials: { jti: 'j1' },
        },
        body: { enabled: true },
      },
      response: { statusCode: 200 },
    };
    const { event } = oneItem(
      auth0,
      wrapped({
        type: 'sapi',
        description: 'A write',
        details,
        user_id: undefined,
        user_name: undefined,
      }),
    );
    assert.equal(event.action, action);
    assert.equal(event.actor.email, 'bo@example.com');
    assert.deepEqual(event.actor.credential, { type: 'token', id: 'auth0:token:j1' });
    assert.deepEqual(event.changes, [{ field: 'enabled', to: true }]);
  });
}

test('apps act for themselves; nobody is unknown', () => {
  const none = { user_id: '', user_name: '' };
  assert.equal(oneItem(auth0, wrapped({ type: 'seccft', ...none })).event.actor.type, 'app');
  assert.equal(
    oneItem(auth0, wrapped({ type: 'fn', ...none, client_id: '' })).event.actor.type,
    'unknown',
  );
});

test('lists, lines and batches', () => {
  const one = JSON.stringify(wrapped({ type: 's' }));
  assert.equal(normalizeText(auth0, `[${one}]`).items[0]?.raw, one);
  assert.equal(normalizeText(auth0, `${one}\n${one}\n`).items.length, 2);
  assert.equal(normalizeText(auth0, `{"logs":[${one},{"x":1}]}`).failed[0]?.code, 'type_missing');
});

test('the stream shows its token', () => {
  const ok = (authorization: string) =>
    auth0.verify({ headers: { authorization }, body: Buffer.from('{}'), received: 0 }, ['s'], {})
      .ok;
  assert.ok(ok('s') && ok('Bearer s') && !ok('t'));
});
