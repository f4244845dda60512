import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../reader.ts';
import { webhookEvent } from './event.ts';

const repository = {
  id: 11,
  name: 'pay',
  full_name: 'acme/pay',
  owner: { login: 'acme', id: 5, type: 'Organization' },
};
const organization = { login: 'acme', id: 5 };
const octavia = { login: 'octavia', id: 42, type: 'User' };
const bot = { login: 'github-actions[bot]', id: 41_898_282, type: 'Bot' };
const base = { repository, organization, sender: octavia };
const sha = 'a1'.repeat(20);

function eventOf(name: string, payload: JsonObject) {
  return webhookEvent({ 'x-github-event': name }, payload).event;
}

const pull = { id: 9, number: 41, title: 'OPS-7 lower the limit', head: { sha, ref: 'limit' } };
const push = { ...base, ref: 'refs/heads/main', before: sha, after: 'b2'.repeat(20) };
const deployment = { id: 3, sha, ref: 'main', task: 'deploy', environment: 'production' };

/** Event, payload, the action expected of it, and the outcome where it is not success. */
const actions: readonly (readonly [string, JsonObject, string, string?])[] = [
  ['push', { ...push, forced: false }, 'commits.pushed'],
  ['push', { ...push, forced: true }, 'commits.force_pushed'],
  ['push', { ...push, created: true }, 'branch.created'],
  ['push', { ...push, deleted: true, forced: true }, 'branch.deleted'],
  ['push', { ...push, ref: 'refs/tags/v1', created: true }, 'tag.created'],
  ['push', { ...push, ref: 'refs/tags/v1', deleted: true }, 'tag.deleted'],
  ['create', { ...base, ref: 'x', ref_type: 'branch' }, 'branch.created'],
  ['delete', { ...base, ref: 'x', ref_type: 'tag' }, 'tag.deleted'],
  ['pull_request', { ...base, action: 'opened', pull_request: pull }, 'pull_request.opened'],
  [
    'pull_request',
    { ...base, action: 'closed', pull_request: { ...pull, merged: true } },
    'pull_request.merged',
  ],
  [
    'pull_request',
    { ...base, action: 'closed', pull_request: { ...pull, merged: false } },
    'pull_request.closed',
  ],
  [
    'pull_request_review',
    { ...base, action: 'submitted', review: { state: 'approved' }, pull_request: pull },
    'pull_request.approved',
  ],
  [
    'pull_request_review',
    { ...base, action: 'submitted', review: { state: 'CHANGES_REQUESTED' }, pull_request: pull },
    'pull_request.changes_requested',
  ],
  ['public', base, 'repository.made_public'],
  ['repository', { ...base, action: 'privatized' }, 'repository.made_private'],
  [
    'repository',
    { ...base, action: 'edited', changes: { default_branch: { from: 'master' } } },
    'default_branch.changed',
  ],
  ['repository_ruleset', { ...base, action: 'edited' }, 'ruleset.changed'],
  [
    'branch_protection_configuration',
    { ...base, action: 'disabled' },
    'branch_protection.disabled',
  ],
  ['custom-property-values', { ...base, action: 'updated' }, 'custom_property.values_changed'],
  ['member', { ...base, action: 'edited', member: octavia }, 'collaborator.role_changed'],
  ['secret_scanning_alert', { ...base, action: 'publicly_leaked' }, 'secret_alert.leaked_publicly'],
  [
    'personal_access_token_request',
    { ...base, action: 'approved', personal_access_token_request: { id: 1 } },
    'token_request.approved',
  ],
  [
    'workflow_run',
    { ...base, action: 'completed', workflow_run: { id: 1, conclusion: 'timed_out' } },
    'workflow_run.completed',
    'failure',
  ],
  [
    'workflow_run',
    { ...base, action: 'completed', workflow_run: { id: 1, conclusion: 'cancelled' } },
    'workflow_run.cancelled',
    'unknown',
  ],
  [
    'deployment_status',
    { ...base, action: 'created', deployment, deployment_status: { state: 'success' } },
    'deployment.succeeded',
  ],
  [
    'deployment_status',
    { ...base, action: 'created', deployment, deployment_status: { state: 'error' } },
    'deployment.failed',
    'failure',
  ],
  [
    'deployment_status',
    {
      ...base,
      deployment: { ...deployment, task: 'rollback' },
      deployment_status: { state: 'success' },
    },
    'deployment.rolled_back',
  ],
  [
    'deployment_status',
    {
      ...base,
      deployment: { ...deployment, payload: { rollback: true } },
      deployment_status: { state: 'success' },
    },
    'deployment.rolled_back',
  ],
  ['deployment_review', { ...base, action: 'rejected' }, 'deployment.rejected'],
  ['deployment_protection_rule', { ...base, action: 'requested' }, 'deployment.approval_requested'],
  ['security_and_analysis', base, 'security_policy.changed'],
  [
    'security_and_analysis',
    {
      ...base,
      changes: { from: { security_and_analysis: { secret_scanning: { status: 'enabled' } } } },
      repository: {
        ...repository,
        security_and_analysis: { secret_scanning: { status: 'disabled' } },
      },
    },
    'security_feature.disabled',
  ],
  ['repository_dispatch', { ...base, action: 'a word of theirs' }, 'repository_event.dispatched'],
  ['integration_installation', { action: 'created', sender: octavia }, 'app.installed'],
  ['a_type_of_tomorrow', { ...base, action: 'done' }, 'change.other'],
];

for (const [name, payload, action, outcome = 'success'] of actions) {
  test(`${name}.${JSON.stringify(payload['action'] ?? null)} → ${action}`, () => {
    const event = eventOf(name, payload);
    assert.deepEqual([event.action, event.outcome], [action, outcome]);
  });
}

test('an unknown type is kept with its name, who and on what', () => {
  const { event, unmapped } = webhookEvent(
    { 'x-github-event': 'a_type_of_tomorrow' },
    { ...base, action: 'done' },
  );
  assert.equal(unmapped, true);
  assert.equal(event.native, 'a_type_of_tomorrow.done');
  assert.equal(event.actor.id, 'github:42');
  assert.equal(event.target.name, 'acme/pay');
});

test('a group taken out of the merge queue, of a repository said in parts', () => {
  const event = eventOf('merge_group', {
    action: 'destroyed',
    reason: 'dequeued',
    merge_group: { head_sha: sha, base_ref: 'refs/heads/main' },
    repository: { id: 11, name: 'pay', owner: { login: 'acme' } },
    sender: octavia,
  });
  assert.equal(event.action, 'merge_queue.group_removed');
  assert.equal(event.target.parent?.name, 'acme/pay');
});

test('a bot acts for the person who set it off', () => {
  const { actor } = eventOf('deployment', {
    ...base,
    sender: bot,
    deployment,
    workflow_run: { id: 7, triggering_actor: octavia },
  });
  assert.equal(actor.type, 'bot');
  assert.deepEqual(actor.on_behalf_of, { type: 'user', id: 'github:42', name: 'octavia' });
});

test('a bot without a person behind it stands for its App', () => {
  const check_run = { id: 1, name: 'lint', app: { id: 15_368, slug: 'github-actions' } };
  const { actor } = eventOf('check_run', { ...base, sender: bot, check_run });
  assert.deepEqual(actor.on_behalf_of, {
    type: 'app',
    id: 'github:app:15368',
    name: 'github-actions',
  });
});

test('a person who works through an App stays the actor; the App is the credential', () => {
  const comment = { id: 1, performed_via_github_app: { id: 5, slug: 'chat' } };
  const { actor } = eventOf('issue_comment', { ...base, action: 'created', comment });
  assert.equal(actor.id, 'github:42');
  assert.deepEqual(actor.credential, { type: 'github_app', id: 'github:app:5', name: 'chat' });
});

test('the installation of a delivery says whose webhook it is, not who acted', () => {
  const event = eventOf('push', { ...push, installation: { id: 2 } });
  assert.equal(event.actor.id, 'github:42');
  assert.equal(event.actor.credential, undefined);
  assert.equal(event.labels?.['installation'], '2');
});

test('one run, commit, change and environment in the same form from every event', () => {
  const run = eventOf('workflow_run', {
    ...base,
    action: 'completed',
    workflow_run: { id: 77, head_sha: sha, head_branch: 'main', pull_requests: [{ number: 41 }] },
  }).pipeline;
  const job = eventOf('workflow_job', {
    ...base,
    action: 'queued',
    workflow_job: { id: 8, run_id: 77, head_sha: sha, head_branch: 'main' },
  }).pipeline;
  const check = eventOf('check_run', {
    ...base,
    check_run: {
      id: 8,
      name: 'x',
      head_sha: sha,
      details_url: 'https://github.com/acme/pay/actions/runs/77/job/8',
    },
  }).pipeline;
  assert.equal(run?.run, 'acme/pay/actions/runs/77');
  assert.deepEqual([job?.run, check?.run], [run?.run, run?.run]);
  assert.deepEqual([job?.commit, check?.commit, run?.commit], [sha, sha, sha]);
  assert.equal(run?.change, 'acme/pay#41');
  assert.equal(run?.ref, 'refs/heads/main');
  assert.equal(job?.job, 'acme/pay/actions/runs/77/job/8');
  const deployed = eventOf('deployment', { ...base, deployment }).pipeline;
  assert.deepEqual(deployed, {
    stage: 'deploy',
    commit: sha,
    ref: 'refs/heads/main',
    environment: 'production',
    service: 'pay',
  });
});

test('the digest of a published image is the artifact', () => {
  const digest = `sha256:${'0f'.repeat(32)}`;
  const event = eventOf('registry_package', {
    ...base,
    action: 'published',
    registry_package: {
      id: 4,
      name: 'pay',
      namespace: 'acme',
      package_version: { version: digest, container_metadata: { tag: { name: '4.2', digest } } },
    },
  });
  assert.equal(event.pipeline?.artifact, digest);
  assert.equal(event.pipeline?.version, '4.2');
  assert.equal(event.target.name, 'acme/pay');
});

test('what changed, with both sides where the payload has them', () => {
  const rule = { id: 1, name: 'main', required_approving_review_count: 1, admin_enforced: false };
  const changes = {
    required_approving_review_count: { from: 2 },
    admin_enforced: { from: true },
  };
  const event = eventOf('branch_protection_rule', { ...base, action: 'edited', rule, changes });
  assert.deepEqual(event.changes, [
    { field: 'required_approving_review_count', from: 2, to: 1 },
    { field: 'admin_enforced', from: true, to: false },
  ]);
  assert.equal(event.target.name, 'acme/pay:main');
});

test('why: the decision’s own words, and the ticket from wherever it is named', () => {
  const dismissed = eventOf('dependabot_alert', {
    ...base,
    action: 'dismissed',
    alert: { number: 3, dismissed_comment: 'not reachable, see SEC-12', dismissed_reason: 'x' },
  });
  assert.deepEqual(dismissed.why, { reason: 'not reachable, see SEC-12', ticket: 'SEC-12' });
  const merged = eventOf('pull_request', { ...base, action: 'closed', pull_request: pull });
  assert.equal(merged.why?.ticket, 'OPS-7');
  const none = eventOf('push', { ...push, head_commit: { message: 'use UTF-8 and SHA-256' } });
  assert.equal(none.why?.ticket, undefined);
});

const times: readonly (readonly [string, JsonObject, string | undefined])[] = [
  [
    'push',
    { ...push, repository: { ...repository, pushed_at: 1_795_076_100 } },
    '2026-11-19T08:15:00.000Z',
  ],
  [
    'push',
    { ...push, head_commit: { timestamp: '2026-11-19T10:15:00+02:00' } },
    '2026-11-19T08:15:00.000Z',
  ],
  [
    'deploy_key',
    { ...base, action: 'created', key: { created_at: '2026-11-19T08:15:00Z' } },
    '2026-11-19T08:15:00.000Z',
  ],
  [
    'deploy_key',
    { ...base, action: 'deleted', key: { created_at: '2026-11-19T08:15:00Z' } },
    undefined,
  ],
  [
    'release',
    { ...base, action: 'created', release: { created_at: '2026-11-19T08:15:00Z' } },
    undefined,
  ],
  [
    'installation',
    { action: 'created', installation: { id: 1, created_at: 1_795_076_100 } },
    '2026-11-19T08:15:00.000Z',
  ],
  ['member', { ...base, action: 'added', member: octavia }, undefined],
];

for (const [name, payload, time] of times) {
  test(`when: ${name}.${JSON.stringify(payload['action'] ?? null)} → ${time}`, () => {
    assert.equal(eventOf(name, payload).time, time);
  });
}
