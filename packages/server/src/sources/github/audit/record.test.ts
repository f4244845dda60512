import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../reader.ts';
import { auditEvent } from './record.ts';

const base: JsonObject = {
  '@timestamp': 1_795_076_100_123,
  created_at: 1_795_076_100_000,
  actor: 'octavia',
  actor_id: 42,
  org: 'acme',
  org_id: 5,
  business: 'acme-inc',
  business_id: 2,
};
const ofRepository = { ...base, repo: 'acme/pay', repo_id: 11 };

function eventOf(action: string, more: JsonObject = {}, from: JsonObject = base) {
  return auditEvent({ ...from, action, ...more }).event;
}

test('who, when, from where, by which token', () => {
  const event = eventOf('repo.destroy', {
    ...ofRepository,
    actor_ip: '203.0.113.7',
    actor_location: { country_code: 'DE' },
    user_agent: 'curl/8.14',
    request_id: 'r-1',
    programmatic_access_type: 'Fine-grained personal access token',
    hashed_token: 'oHnUoVnCSPCPwE6wQm1Yl2pD8tRk3dTQ',
    token_id: 77,
    external_identity_nameid: 'octavia@example.com',
  });
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'github:42',
    name: 'octavia',
    email: 'octavia@example.com',
    credential: { type: 'fine_grained_personal_access_token', id: 'github:token:77' },
  });
  assert.equal(event.time, '2026-11-19T08:15:00.123Z');
  assert.deepEqual(event.context, {
    ip: '203.0.113.7',
    geo: { country: 'DE' },
    user_agent: 'curl/8.14',
    request: { id: 'r-1' },
  });
  assert.deepEqual(event.target, {
    type: 'repository',
    id: 'github:11',
    name: 'acme/pay',
    parent: {
      type: 'organization',
      id: 'github:5',
      name: 'acme',
      parent: { type: 'enterprise', id: 'github:enterprise:2', name: 'acme-inc' },
    },
  });
});

test('`user` is the one acted upon, not the actor', () => {
  const event = eventOf('org.update_member', {
    user: 'otto',
    user_id: 7,
    old_permission: 'read',
    permission: 'admin',
  });
  assert.equal(event.action, 'organization_member.role_changed');
  assert.equal(event.actor.name, 'octavia');
  assert.deepEqual(
    [event.target.type, event.target.id, event.target.name],
    ['user', 'github:7', 'otto'],
  );
  assert.deepEqual(event.changes, [{ field: 'permission', from: 'read', to: 'admin' }]);
});

test('git events over public repositories name nobody: unknown, never a guess', () => {
  for (const actor of [undefined, '']) {
    const record: JsonObject = { '@timestamp': 1_795_076_100_123, repo: 'acme/pay', user: '' };
    const event = eventOf('git.clone', actor === undefined ? {} : { actor }, record);
    assert.deepEqual(event.actor, { type: 'unknown', id: 'unknown' });
    assert.equal(event.action, 'repository.cloned');
    assert.equal(event.time, '2026-11-19T08:15:00.123Z');
  }
});

test('bots by flag, and in older records by name', () => {
  assert.equal(eventOf('repo.create', { actor_is_bot: true }).actor.type, 'bot');
  assert.equal(eventOf('repo.create', { actor: 'renovate[bot]' }).actor.type, 'bot');
  assert.equal(eventOf('repo.create', { actor_is_bot: false }).actor.type, 'user');
});

const cases: readonly (readonly [string, JsonObject, string, string, string?])[] = [
  [
    'protected_branch.policy_override',
    { ...ofRepository, branch: 'main' },
    'branch_protection.bypassed',
    'acme/pay:main',
  ],
  [
    'protected_branch.rejected_ref_update',
    { ...ofRepository, branch: 'main' },
    'push.rejected',
    'acme/pay:main',
    'denied',
  ],
  [
    'repository_ruleset.update',
    { ...ofRepository, ruleset_id: 3, ruleset_name: 'main' },
    'ruleset.changed',
    'acme/pay:main',
  ],
  [
    'hook.create',
    { ...ofRepository, hook_id: 9, config: { url: 'https://x.example' } },
    'webhook.created',
    'acme/pay:https://x.example',
  ],
  ['team.add_member', { team: 'acme/ops', user: 'otto' }, 'team_member.added', 'acme/ops'],
  [
    'environment.create_actions_secret',
    { ...ofRepository, environment_name: 'production', key: 'DB' },
    'secret.created',
    'acme/pay:DB',
  ],
  ['org.remove_actions_variable', { key: 'LEVEL' }, 'variable.deleted', 'acme:LEVEL'],
  ['public_key.create', { title: 'laptop' }, 'ssh_key.created', 'acme:laptop'],
  ['public_key.create', { ...ofRepository, title: 'ci' }, 'deploy_key.created', 'acme/pay:ci'],
  ['repo.access', { ...ofRepository, visibility: 'public' }, 'repository.made_public', 'acme/pay'],
  [
    'workflows.completed_workflow_run',
    { ...ofRepository, workflow_run_id: 77, conclusion: 'failure' },
    'workflow_run.completed',
    'acme/pay/actions/runs/77',
    'failure',
  ],
  [
    'workflows.reject_workflow_job',
    { ...ofRepository, workflow_run_id: 77 },
    'deployment.rejected',
    'acme/pay/actions/runs/77',
  ],
  [
    'personal_access_token.access_granted',
    { user: 'otto', user_programmatic_access_id: 4, user_programmatic_access_name: 'deploy' },
    'token_request.approved',
    'acme:deploy',
  ],
  [
    'integration_installation.create',
    { integration: 'renovate', integration_id: 8 },
    'app.installed',
    'acme:renovate',
  ],
  ['business.add_admin', { user: 'otto' }, 'administrator.added', 'otto'],
  [
    'audit_log_streaming.destroy',
    { audit_log_stream_sink: 'splunk' },
    'audit_log_stream.deleted',
    'acme:splunk',
  ],
  [
    'user.failed_login',
    { actor: 'otto', actor_id: 7, org: '', business: '' },
    'user.sign_in_failed',
    'otto',
    'failure',
  ],
  [
    'secret_scanning_alert.create',
    { ...ofRepository, number: 12 },
    'secret_alert.created',
    'acme/pay#secret-alert-12',
  ],
  ['org.a_verb_of_tomorrow', {}, 'identity.other', 'acme'],
];

for (const [native, more, action, target, outcome = 'success'] of cases) {
  test(`${native} → ${action} on ${target}`, () => {
    const event = eventOf(native, more);
    assert.deepEqual([event.action, event.target.name, event.outcome], [action, target, outcome]);
    assert.equal(event.native, native);
  });
}

test('runs and pull requests join with what webhooks say', () => {
  const run = eventOf('workflows.created_workflow_run', {
    ...ofRepository,
    workflow_run_id: 77,
    head_sha: 'a1'.repeat(20),
    head_branch: 'main',
  });
  assert.deepEqual(run.pipeline, {
    stage: 'build',
    run: 'acme/pay/actions/runs/77',
    commit: 'a1'.repeat(20),
    ref: 'refs/heads/main',
  });
  const merge = eventOf('pull_request.merge', {
    ...ofRepository,
    pull_request_id: 9,
    pull_request_title: 'OPS-7 lower',
    pull_request_url: 'https://github.com/acme/pay/pull/41',
  });
  assert.equal(merge.pipeline?.change, 'acme/pay#41');
  assert.equal(merge.why?.ticket, 'OPS-7');
});

test('older records keep fields in `data`', () => {
  const event = eventOf('hook.destroy', {
    ...ofRepository,
    data: { hook_id: 111, active_was: true },
  });
  assert.equal(event.target.id, 'github:webhook:111');
  assert.equal(event.changes?.[0]?.field, 'active');
});
