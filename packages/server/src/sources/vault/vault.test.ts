import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { vault } from './index.ts';

const hmac = (digit: string) => `hmac-sha256:${digit.repeat(64)}`;
const alice = {
  accessor: hmac('a'),
  client_token: hmac('b'),
  display_name: 'oidc-alice@example.com',
  entity_id: '7d2e3179-f69b-450c-7179-ac8ee8bd8ca9',
  policies: ['default', 'payments'],
  token_type: 'service',
  metadata: { role: 'engineer' },
  policy_results: { allowed: true },
};

function record(operation: string, path: string, more: Record<string, unknown> = {}) {
  const { request, ...rest } = more as { request?: object };
  return {
    time: '2026-11-19T08:15:02.114987654Z',
    type: 'response',
    auth: alice,
    request: {
      id: 'c1a2-1',
      operation,
      path,
      namespace: { id: 'root' },
      remote_address: '203.0.113.7',
      remote_port: 53216,
      headers: { 'user-agent': ['vault-cli/1.18'] },
      ...request,
    },
    response: {},
    ...rest,
  };
}

test('who by entity, when to the nanosecond cut, from where, by which token', () => {
  const item = oneItem(vault, record('read', 'secret/data/pay/db', kv()));
  const { event } = item;
  assert.equal(item.delivery, 'c1a2-1:response');
  assert.equal(event.time, '2026-11-19T08:15:02.114Z');
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'vault:entity:7d2e3179-f69b-450c-7179-ac8ee8bd8ca9',
    name: 'oidc-alice@example.com',
    email: 'alice@example.com',
    roles: ['default', 'payments'],
    credential: { type: 'service_token', id: hmac('a') },
  });
  assert.deepEqual(event.target, {
    type: 'secret',
    id: 'vault:secret/pay/db',
    name: 'secret/pay/db',
    parent: { type: 'secret_engine', id: 'vault:secret/', name: 'secret/' },
  });
  assert.deepEqual(event.context, {
    ip: '203.0.113.7',
    user_agent: 'vault-cli/1.18',
    request: { path: 'secret/data/pay/db', id: 'c1a2-1' },
  });
  assert.equal(event.outcome, 'success');
  assert.equal(event.native, 'read secret/data/pay/db');
});

function kv() {
  return { request: { mount_type: 'kv', mount_point: 'secret/' } };
}

test('request and response are two events of one request; the response tells the outcome', () => {
  const answer = record('read', 'secret/data/pay/db', kv());
  const asked = { ...answer, type: 'request', response: undefined };
  const lines = `${JSON.stringify(asked)}\n${JSON.stringify(answer)}\n`;
  const { items } = normalizeText(vault, lines);
  assert.deepEqual(
    items.map(({ event, delivery }) => [delivery, event.outcome, event.labels?.['record']]),
    [
      ['c1a2-1:request', 'unknown', 'request'],
      ['c1a2-1:response', 'success', 'response'],
    ],
  );
  assert.equal(items[0]?.event.context?.request?.id, items[1]?.event.context?.request?.id);
  assert.equal(`${items.map(({ raw }) => raw).join('\n')}\n`, lines);
});

const engine = (mount_type: string, mount_point: string) => ({
  request: { mount_type, mount_point },
});
const cases: readonly (readonly [string, string, Record<string, unknown>, string, string])[] = [
  ['create', 'secret/data/pay/db', kv(), 'secret.created', 'secret/pay/db'],
  ['patch', 'secret/data/pay/db', kv(), 'secret.changed', 'secret/pay/db'],
  ['delete', 'secret/data/pay/db', kv(), 'secret.deleted', 'secret/pay/db'],
  ['update', 'secret/undelete/pay/db', kv(), 'secret.restored', 'secret/pay/db'],
  ['update', 'secret/destroy/pay/db', kv(), 'secret.destroyed', 'secret/pay/db'],
  ['delete', 'secret/metadata/pay/db', kv(), 'secret.destroyed', 'secret/pay/db'],
  ['list', 'secret/metadata/pay/', kv(), 'secret.listed', 'secret/pay'],
  ['read', 'kv/db', engine('kv', 'kv/'), 'secret.accessed', 'kv/db'],
  ['read', 'secret/data/x', {}, 'secret.accessed', 'secret/x'],
  ['read', 'cubbyhole/response', {}, 'secret.accessed', 'cubbyhole/response'],
  ['update', 'sys/audit/file', {}, 'audit_logging.enabled', 'sys/audit/file'],
  ['delete', 'sys/audit/file', {}, 'audit_logging.disabled', 'sys/audit/file'],
  ['update', 'sys/policies/acl/admin', {}, 'policy.changed', 'sys/policies/acl/admin'],
  ['delete', 'sys/policy/admin', {}, 'policy.deleted', 'sys/policy/admin'],
  ['update', 'sys/auth/github', {}, 'auth_method.enabled', 'sys/auth/github'],
  ['update', 'sys/auth/github/tune', {}, 'auth_method.changed', 'sys/auth/github/tune'],
  ['delete', 'sys/mounts/kv', {}, 'secret_engine.disabled', 'sys/mounts/kv'],
  ['update', 'sys/seal', {}, 'vault.sealed', 'sys/seal'],
  ['update', 'sys/generate-root/attempt', {}, 'root_token.generated', 'sys/generate-root/attempt'],
  ['read', 'sys/storage/raft/snapshot', {}, 'backup.created', 'sys/storage/raft/snapshot'],
  ['update', 'sys/leases/revoke-prefix/aws/', {}, 'lease.revoked', 'sys/leases/revoke-prefix/aws/'],
  ['update', 'sys/config/cors', {}, 'setting.changed', 'sys/config/cors'],
  ['read', 'sys/internal/ui/mounts', {}, 'resource.read', 'sys/internal/ui/mounts'],
  ['update', 'auth/token/create', {}, 'token.created', 'auth/token/create'],
  ['update', 'auth/token/renew-self', {}, 'token.renewed', 'auth/token/renew-self'],
  ['update', 'auth/token/revoke', {}, 'token.revoked', 'auth/token/revoke'],
  ['read', 'auth/token/lookup-self', {}, 'resource.read', 'auth/token/lookup-self'],
  [
    'update',
    'auth/approle/role/ci/secret-id',
    {},
    'credential.issued',
    'auth/approle/role/ci/secret-id',
  ],
  ['create', 'auth/approle/role/ci', {}, 'role.created', 'auth/approle/role/ci'],
  ['create', 'auth/userpass/users/bo', {}, 'user.created', 'auth/userpass/users/bo'],
  [
    'update',
    'auth/userpass/users/bo/password',
    {},
    'password.changed',
    'auth/userpass/users/bo/password',
  ],
  ['update', 'auth/oidc/config', {}, 'auth_method.changed', 'auth/oidc/config'],
  ['read', 'auth/oidc/oidc/callback', {}, 'user.signed_in', 'auth/oidc/oidc/callback'],
  ['update', 'identity/group/name/ops', {}, 'group.changed', 'identity/group/name/ops'],
  ['update', 'identity/entity/merge', {}, 'identity.linked', 'identity/entity/merge'],
  ['read', 'aws/creds/deploy', engine('aws', 'aws/'), 'credential.issued', 'aws/creds/deploy'],
  ['read', 'db/creds/pay', engine('database', 'db/'), 'credential.issued', 'db/creds/pay'],
  [
    'update',
    'db/rotate-root/pay',
    engine('database', 'db/'),
    'secret.rotated',
    'db/rotate-root/pay',
  ],
  ['update', 'pki/issue/web', engine('pki', 'pki/'), 'certificate.issued', 'pki/issue/web'],
  ['update', 'pki/revoke', engine('pki', 'pki/'), 'certificate.revoked', 'pki/revoke'],
  ['update', 'ssh/sign/ops', engine('ssh', 'ssh/'), 'certificate.issued', 'ssh/sign/ops'],
  [
    'update',
    'transit/decrypt/pay',
    engine('transit', 'transit/'),
    'key.used',
    'transit/decrypt/pay',
  ],
  [
    'update',
    'transit/keys/pay/rotate',
    engine('transit', 'transit/'),
    'key.rotated',
    'transit/keys/pay/rotate',
  ],
  [
    'read',
    'transit/export/encryption-key/pay',
    engine('transit', 'transit/'),
    'secret.accessed',
    'transit/export/encryption-key/pay',
  ],
  [
    'revoke',
    'aws/creds/deploy/lease-1',
    engine('aws', 'aws/'),
    'lease.revoked',
    'aws/creds/deploy/lease-1',
  ],
  [
    'update',
    'odd/thing/of/tomorrow',
    engine('odd', 'odd/'),
    'secret.other',
    'odd/thing/of/tomorrow',
  ],
];

for (const [operation, path, more, action, name] of cases) {
  test(`${operation} ${path} → ${action}`, () => {
    const { event } = oneItem(vault, record(operation, path, more));
    assert.deepEqual([event.action, event.target.name], [action, name]);
  });
}

test('a refusal by policy is denied, another error a failure', () => {
  const denied = oneItem(vault, {
    ...record('read', 'secret/data/x'),
    error: '1 error occurred:\n\t* permission denied\n\n',
  }).event;
  assert.equal(denied.outcome, 'denied');
  assert.match(denied.why?.reason ?? '', /permission denied/);
  const asked = { ...record('read', 'x/y'), type: 'request', error: 'permission denied' };
  assert.equal(oneItem(vault, asked).event.outcome, 'denied');
  const broken = { ...record('update', 'sys/mounts/kv'), error: 'path is already in use at kv/' };
  assert.equal(oneItem(vault, broken).event.outcome, 'failure');
});

test('a sign-in that failed names who tried, from the path', () => {
  const { event } = oneItem(vault, {
    ...record('update', 'auth/userpass/login/bo', {
      auth: {},
      request: { mount_type: 'userpass', mount_point: 'auth/userpass/' },
    }),
    error: 'invalid username or password',
  });
  assert.equal(event.action, 'user.sign_in_failed');
  assert.equal(event.outcome, 'failure');
  assert.deepEqual(event.actor, { type: 'user', id: 'vault:userpass-bo', name: 'bo' });
});

test('a sign-in that succeeded names the one whom the response lets in', () => {
  const { event } = oneItem(vault, {
    ...record('update', 'auth/jwt/login', {
      auth: {},
      request: { mount_type: 'jwt', mount_point: 'auth/jwt/' },
    }),
    response: {
      auth: {
        display_name: 'jwt-repo:acme/pay:ref:refs/heads/main',
        accessor: hmac('c'),
        token_type: 'batch',
        metadata: {
          role: 'ci',
          repository: 'acme/pay',
          run_id: '77',
          sha: 'a1'.repeat(20),
          ref: 'refs/heads/main',
          environment: 'production',
        },
      },
    },
  });
  assert.equal(event.action, 'user.signed_in');
  assert.equal(event.actor.type, 'service');
  assert.deepEqual(event.pipeline, {
    run: 'acme/pay/actions/runs/77',
    commit: 'a1'.repeat(20),
    ref: 'refs/heads/main',
    environment: 'production',
  });
});

test('workloads, root and tokens are typed as what they are; nobody is unknown', () => {
  const actor = (auth: object) => oneItem(vault, { ...record('read', 'kv/x'), auth }).event.actor;
  assert.deepEqual(
    actor({
      display_name: 'kubernetes-pay-deployer',
      metadata: { service_account_name: 'deployer', service_account_namespace: 'pay' },
    }),
    { type: 'service_account', id: 'vault:kubernetes-pay-deployer', name: 'pay/deployer' },
  );
  assert.equal(actor({ display_name: 'approle', metadata: { role_name: 'ci' } }).type, 'service');
  assert.equal(actor({ display_name: 'userpass-bo', metadata: { username: 'bo' } }).type, 'user');
  assert.equal(actor({ display_name: 'root' }).type, 'token');
  assert.equal(actor({ display_name: 'token-ci' }).type, 'token');
  assert.deepEqual(actor({}), { type: 'unknown', id: 'unknown' });
});

test('namespaces are part of the name and the parent of what is in them', () => {
  const { event } = oneItem(
    vault,
    record('read', 'secret/data/db', {
      request: {
        mount_type: 'kv',
        mount_point: 'secret/',
        namespace: { id: 'n1', path: 'team-a/' },
      },
    }),
  );
  assert.equal(event.target.name, 'team-a/secret/db');
  assert.equal(event.target.parent?.parent?.name, 'team-a/');
  assert.equal(event.labels?.['namespace'], 'team-a');
});

test('what a setting became stands as HMACs; secrets of engines do not', () => {
  const { event } = oneItem(
    vault,
    record('update', 'sys/policies/acl/admin', { request: { data: { policy: hmac('d') } } }),
  );
  assert.deepEqual(event.changes, [{ field: 'policy', to: hmac('d') }]);
  const secret = record('update', 'secret/data/x', {
    request: { data: { data: { k: hmac('e') } } },
  });
  assert.equal(oneItem(vault, secret).event.changes, undefined);
});

test('a prefix before each line and envelopes of collectors come off', () => {
  const text = JSON.stringify(record('read', 'kv/x'));
  assert.equal(oneItem(vault, `@cee: ${text}\n`).raw, text);
  assert.equal(oneItem(vault, `{"time":1,"event":${text}}`).raw, text);
});

test('a broken record does not cost the others', () => {
  const good = JSON.stringify(record('read', 'kv/x'));
  const { items, failed } = normalizeText(vault, `${good}\n{"type":"request"}\n`);
  assert.deepEqual([items.length, failed[0]?.code], [1, 'audit_record_invalid']);
});

test('the sender shows the token of the source', () => {
  const check = (authorization?: string) =>
    vault.verify(
      {
        headers: authorization === undefined ? {} : { authorization },
        body: Buffer.from('{}'),
        received: 0,
      },
      ['new', 'old'],
      {},
    ).ok;
  assert.ok(check('Bearer new') && check('Bearer old'));
  assert.ok(!check('Bearer other') && !check());
});
