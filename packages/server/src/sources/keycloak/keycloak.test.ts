import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { keycloak } from './index.ts';
import { withoutCredentials } from './secrets-text.ts';

const user = '4622b398-6079-4930-b21c-b20705057173';
const login = {
  uid: '31db295f-4bc7-4ba0-b689-65197efb5c6e',
  time: 1_795_075_302_114,
  realmId: 'r-1',
  realmName: 'acme',
  type: 'access.LOGIN',
  authDetails: { realmId: 'r-1', clientId: 'pay', userId: user, ipAddress: '203.0.113.7' },
  details: { username: 'ann@acme.example', auth_method: 'openid-connect', code_id: 'c' },
};
const admin = {
  time: 1_795_075_302_114,
  realmId: 'r-1',
  authDetails: {
    realmId: 'master',
    clientId: 'security-admin-console',
    userId: 'f7cd3491-7c6c-480c-bc5c-b2b3b0fb048c',
    username: 'root',
    ipAddress: '203.0.113.9',
  },
  operationType: 'CREATE',
  resourceType: 'REALM_ROLE_MAPPING',
  resourcePath: `users/${user}/role-mappings/realm`,
  representation: '[{"id":"x","name":"admin"},{"id":"y","name":"auditor"}]',
};

test('a sign-in as the extension of Phase Two sends it', () => {
  const { event, delivery } = oneItem(keycloak, login);
  assert.equal(delivery, login.uid);
  assert.deepEqual(event, {
    time: '2026-11-19T08:01:42.114Z',
    action: 'user.signed_in',
    native: 'LOGIN',
    outcome: 'success',
    actor: {
      type: 'user',
      id: `keycloak:user:${user}`,
      name: 'ann@acme.example',
      email: 'ann@acme.example',
    },
    target: {
      type: 'app',
      id: 'keycloak:client:pay',
      name: 'pay',
      parent: { type: 'realm', id: 'keycloak:realm:r-1', name: 'acme' },
    },
    context: { ip: '203.0.113.7' },
    labels: { realm: 'acme', client: 'pay', auth_method: 'openid-connect' },
  });
});

test('an administrator gives roles: who, whom, which', () => {
  const { event } = oneItem(keycloak, admin);
  assert.equal(event.action, 'role.assigned');
  assert.equal(event.native, 'REALM_ROLE_MAPPING-CREATE');
  assert.equal(event.actor.name, 'root');
  assert.equal(event.target.id, `keycloak:user:${user}`);
  assert.deepEqual(event.changes, [{ field: 'roles', to: ['admin', 'auditor'] }]);
  assert.equal(event.context?.request?.path, admin.resourcePath);
});

test('types with their errors, and what they mean', () => {
  const of = (type: string, more: object = {}) =>
    oneItem(keycloak, { type, time: 1_795_075_302_114, realmId: 'r', ...more }).event;
  for (const [type, more, action, outcome] of [
    ['LOGIN_ERROR', { error: 'invalid_user_credentials' }, 'user.sign_in_failed', 'denied'],
    ['LOGIN_ERROR', { error: 'user_not_found' }, 'user.sign_in_failed', 'failure'],
    ['LOGOUT', { userId: user }, 'user.signed_out', 'success'],
    ['UPDATE_PASSWORD', { userId: user }, 'password.changed', 'success'],
    ['REFRESH_TOKEN_ERROR', { error: 'invalid_token' }, 'token.renewed', 'failure'],
    ['CLIENT_LOGIN', { clientId: 'ci' }, 'app.signed_in', 'success'],
    ['REMOVE_TOTP', { userId: user }, 'mfa.factor_removed', 'success'],
    ['SOMETHING_OF_TOMORROW', {}, 'identity.other', 'success'],
  ] as const) {
    const event = of(type, more);
    assert.deepEqual([event.action, event.outcome], [action, outcome], type);
  }
  const lockout = of('USER_DISABLED_BY_TEMPORARY_LOCKOUT', { userId: user });
  assert.deepEqual([lockout.actor.type, lockout.target.id], ['unknown', `keycloak:user:${user}`]);
  const impersonated = of('IMPERSONATE', { userId: user, details: { impersonator: 'root' } });
  assert.deepEqual(
    [impersonated.actor.name, impersonated.target.id],
    ['root', `keycloak:user:${user}`],
  );
  const mail = of('UPDATE_EMAIL', {
    userId: user,
    details: { previous_email: 'a@x.example', updated_email: 'b@x.example' },
  });
  assert.deepEqual(mail.changes, [{ field: 'email', from: 'a@x.example', to: 'b@x.example' }]);
});

test('paths of admin events say more than their resource', () => {
  const of = (resourceType: string, operationType: string, resourcePath: string, more = {}) =>
    oneItem(keycloak, {
      ...admin,
      representation: undefined,
      resourceType,
      operationType,
      resourcePath,
      ...more,
    }).event.action;
  for (const [resource, operation, path, action] of [
    ['USER', 'CREATE', `users/${user}`, 'user.created'],
    ['USER', 'ACTION', `users/${user}/reset-password`, 'password.reset'],
    ['USER', 'ACTION', `users/${user}/impersonation`, 'impersonation.started'],
    ['USER', 'DELETE', `users/${user}/credentials/c`, 'credential.deleted'],
    ['REALM', 'DELETE', 'admin-events', 'audit_log.deleted'],
    ['REALM', 'UPDATE', 'events/config', 'audit_logging.changed'],
    ['REALM', 'UPDATE', '', 'application_setting.changed'],
    ['CLIENT', 'ACTION', 'clients/c/client-secret', 'app_secret.rotated'],
    ['CLIENT', 'DELETE', 'clients/c', 'app.deleted'],
    ['CLIENT_ROLE_MAPPING', 'DELETE', `users/${user}/role-mappings/clients/c`, 'role.revoked'],
    ['GROUP_MEMBERSHIP', 'CREATE', `users/${user}/groups/g`, 'group_member.added'],
    ['AUTH_FLOW', 'UPDATE', 'authentication/flows/f', 'sign_on_policy.changed'],
    ['IDENTITY_PROVIDER', 'CREATE', 'identity-provider/instances/x', 'identity_provider.created'],
    ['COMPONENT', 'DELETE', 'components/c', 'application_setting.changed'],
    ['BUTTER', 'CREATE', 'churns/1', 'identity.other'],
    ['USER', 'constructor', 'users/7', 'identity.other'],
    ['__proto__', 'CREATE', 'users/7', 'identity.other'],
  ] as const) {
    assert.equal(of(resource, operation, path), action, `${resource} ${operation} ${path}`);
  }
  const provider = {
    representation: '{"name":"rsa","providerType":"org.keycloak.keys.KeyProvider"}',
  };
  assert.equal(of('COMPONENT', 'DELETE', 'components/c', provider), 'key.deleted');
});

const pairs =
  'type="LOGIN_ERROR", realmId="r-1", realmName="acme", clientId="pay", userId="null", ' +
  'ipAddress="203.0.113.7", error="user_not_found", username="mallory", auth_method="openid-connect"';

test('lines of the log: text, JSON, and behind syslog', () => {
  const text = `2026-11-19 09:15:02,550 WARN  [org.keycloak.events] (executor-thread-1) ${pairs}`;
  const settings = { zone: 'Europe/Berlin' };
  const forms = [
    text,
    `<134>1 2026-11-19T08:15:02.550Z kc1 keycloak 7 - - ${pairs}`,
    { timestamp: '2026-11-19T08:15:02.550Z', loggerName: 'org.keycloak.events', message: pairs },
    { log: text, stream: 'stdout', kubernetes: { pod_name: 'kc-0' } },
  ];
  for (const form of forms) {
    const { event } = oneItem(keycloak, form, {}, settings);
    assert.deepEqual(
      [event.action, event.outcome, event.time, event.actor.name, event.target.name],
      ['user.sign_in_failed', 'failure', '2026-11-19T08:15:02.550Z', 'mallory', 'pay'],
      JSON.stringify(form),
    );
  }
  const older =
    'operationType=DELETE, realmId=r, clientId=c, userId=u, ipAddress=1.2.3.4, ' +
    'resourceType=USER, resourcePath=users/7';
  const { event } = oneItem(
    keycloak,
    `2026-11-19 08:15:02,550 DEBUG [org.keycloak.events] (t) ${older}`,
  );
  assert.deepEqual([event.action, event.target.id], ['user.deleted', 'keycloak:user:7']);
});

test('other lines of the log are kept as what they are', () => {
  const line = '2026-11-19 08:15:02,550 INFO  [io.quarkus] (main) Keycloak 26.4 started';
  const { items } = normalizeText(keycloak, `${line}\n${line}\n`);
  assert.deepEqual(
    items.map(({ event }) => [event.action, event.native]),
    [
      ['log.written', 'io.quarkus'],
      ['log.written', 'io.quarkus'],
    ],
  );
});

test('values of credentials leave the record, however deep they are quoted', () => {
  const representation = JSON.stringify({
    username: 'bob',
    credentials: [{ type: 'password', value: 'hunter2 "x" \\', temporary: true }],
  });
  const record = { ...admin, resourceType: 'USER', resourcePath: 'users/7', representation };
  const item = oneItem(keycloak, record);
  assert.doesNotMatch(JSON.stringify(item), /hunter2/);
  assert.equal(item.redacted, true);
  assert.equal((JSON.parse(item.raw) as typeof record).resourcePath, 'users/7');
  assert.equal(
    withoutCredentials('{"value":"a group’s attribute"}'),
    '{"value":"a group’s attribute"}',
  );
  // Linear: a long run of what looks like quoting is walked through once.
  assert.equal(withoutCredentials(`reset-password${'\\'.repeat(200_000)}`).length, 200_014);
});

test('the signature is HmacSHA256 of the body; without one the secret itself', () => {
  const body = Buffer.from(JSON.stringify(login));
  const secret = 'a shared secret of the webhook';
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex');
  const verify = (headers: Record<string, string>) =>
    keycloak.verify({ headers, body, received: 0 }, [secret], {});
  const signed = verify({ 'x-keycloak-signature': sign('sha256') });
  assert.equal(signed.ok && signed.assurance, 'source_signed');
  assert.equal(verify({ 'x-keycloak-signature': sign('sha1') }).ok, false);
  assert.equal(verify({ 'x-keycloak-signature': sign('sha256').replace(/^./, 'g') }).ok, false);
  const bearer = verify({ 'x-acta-secret': secret });
  assert.equal(bearer.ok && bearer.assurance, 'source_authenticated');
  assert.equal(verify({}).ok, false);
});
