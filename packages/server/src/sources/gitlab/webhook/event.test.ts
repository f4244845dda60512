import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../../adapter-testing.ts';
import { gitlab } from '../index.ts';

const sha = 'ab'.repeat(20);
const user = { id: 41, name: 'Ada Ray', username: 'ada', email: '[REDACTED]' };
const project = {
  id: 15,
  path_with_namespace: 'acme/pay',
  web_url: 'https://git.example/acme/pay',
};
const read = (payload: object, headers: Record<string, string> = {}) =>
  oneItem(gitlab, payload, headers);

test('a push', () => {
  const { event } = read(
    {
      object_kind: 'push',
      before: 'cd'.repeat(20),
      after: sha,
      checkout_sha: sha,
      ref: 'refs/heads/main',
      user_id: 41,
      user_username: 'ada',
      user_email: 'ada@example.com',
      project,
      commits: [{ id: sha, message: 'Fix OPS-812', timestamp: '2026-03-02T09:00:00+02:00' }],
    },
    { 'x-gitlab-event': 'Push Hook', 'x-gitlab-instance': 'https://git.example' },
  );
  assert.equal(event.action, 'commits.pushed');
  assert.equal(event.time, '2026-03-02T07:00:00.000Z');
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'gitlab:41',
    name: 'ada',
    email: 'ada@example.com',
  });
  assert.deepEqual(event.target, { type: 'repository', id: 'gitlab:project:15', name: 'acme/pay' });
  assert.deepEqual(event.pipeline, { stage: 'source', commit: sha, ref: 'refs/heads/main' });
  assert.equal(event.why?.ticket, 'OPS-812');
  assert.equal(event.context?.request?.headers?.['x-gitlab-event'], 'Push Hook');
});

test('a branch or tag that comes or goes', () => {
  const none = '0'.repeat(40);
  const action = (kind: string, before: string, after: string) =>
    read({ object_kind: kind, before, after, ref: 'refs/heads/x', user_id: 1, project }).event
      .action;
  assert.equal(action('push', none, sha), 'branch.created');
  assert.equal(action('push', sha, none), 'branch.deleted');
  assert.equal(action('tag_push', none, sha), 'tag.created');
  assert.equal(action('tag_push', sha, none), 'tag.deleted');
});

test('merge requests: what was done and what changed', () => {
  const request = (action: string, more = {}) =>
    read({
      object_kind: 'merge_request',
      user,
      project,
      object_attributes: {
        id: 900,
        iid: 41,
        action,
        title: 'Rotate keys',
        source_branch: 'rotate',
        updated_at: '2026-03-02 08:15:02 UTC',
        last_commit: { id: sha },
        ...more,
      },
      changes: { title: { previous: 'Keys', current: 'Rotate keys' } },
    }).event;
  const merged = request('merge');
  assert.equal(merged.action, 'pull_request.merged');
  assert.equal(merged.time, '2026-03-02T08:15:02.000Z');
  assert.equal(merged.target.name, 'acme/pay!41');
  assert.equal(merged.pipeline?.change, 'acme/pay!41');
  assert.equal(merged.pipeline?.commit, sha);
  assert.deepEqual(merged.changes, [{ field: 'title', from: 'Keys', to: 'Rotate keys' }]);
  assert.equal(request('approved').action, 'pull_request.approved');
  assert.equal(request('unapproval').action, 'pull_request.approval_withdrawn');
});

test('a failed job of a pipeline', () => {
  const { event } = read({
    object_kind: 'build',
    ref: 'main',
    sha,
    build_id: 7,
    build_name: 'deploy',
    build_status: 'failed',
    build_failure_reason: 'script_failure',
    build_finished_at: '2026-03-02 08:15:02 UTC',
    pipeline_id: 5,
    user,
    project,
    environment: { name: 'production' },
  });
  assert.equal(event.action, 'job.completed');
  assert.equal(event.native, 'build.failed');
  assert.equal(event.outcome, 'failure');
  assert.deepEqual(event.pipeline, {
    stage: 'build',
    run: 'acme/pay/-/pipelines/5',
    job: 'acme/pay/-/jobs/7',
    commit: sha,
    ref: 'refs/heads/main',
    environment: 'production',
  });
  assert.equal(event.labels?.['failure_reason'], 'script_failure');
});

test('a deployment, with the time that has an offset after a blank', () => {
  const { event } = read({
    object_kind: 'deployment',
    status: 'success',
    status_changed_at: '2026-03-02 10:15:02 +0200',
    deployment_id: 3,
    deployable_id: 7,
    environment: 'production',
    commit_url: `https://git.example/acme/pay/-/commit/${sha}`,
    ref: 'main',
    user,
    project,
  });
  assert.equal(event.action, 'deployment.succeeded');
  assert.equal(event.time, '2026-03-02T08:15:02.000Z');
  assert.equal(event.target.environment, 'production');
  assert.equal(event.pipeline?.service, 'pay');
  assert.equal(event.pipeline?.commit, sha);
});

test('system hooks name who was changed, not by whom', () => {
  const { event } = read({
    event_name: 'user_add_to_team',
    created_at: '2026-03-02T08:15:02Z',
    access_level: 'Maintainer',
    project_id: 15,
    project_path_with_namespace: 'acme/pay',
    user_id: 9,
    user_username: 'cy',
  });
  assert.equal(event.action, 'collaborator.added');
  assert.equal(event.actor.type, 'unknown');
  assert.equal(event.target.name, 'acme/pay');
  assert.deepEqual(event.targets, [{ type: 'user', id: 'gitlab:9', name: 'cy' }]);
  assert.deepEqual(event.changes, [{ field: 'access_level', to: 'Maintainer' }]);
  const failed = read({
    event_name: 'user_failed_login',
    user_id: 9,
    username: 'cy',
    state: 'blocked',
  });
  assert.equal(failed.event.actor.id, 'gitlab:9');
  assert.equal(failed.event.outcome, 'failure');
});

test('bots of tokens and service accounts are typed as what they are', () => {
  const type = (username: string) =>
    read({ object_kind: 'note', user: { id: 9, username }, project, object_attributes: {} }).event
      .actor.type;
  assert.equal(type('project_15_bot_8f3a'), 'bot');
  assert.equal(type('group_2_bot'), 'bot');
  assert.equal(type('service_account_group_2_8f'), 'service_account');
  assert.equal(type('project_manager'), 'user');
});

test('the id of a delivery is what stays the same when GitLab sends again', () => {
  const payload = { object_kind: 'push', user_id: 1, project };
  const id = (headers: Record<string, string>) => normalizeText(gitlab, payload, headers).delivery;
  assert.equal(id({ 'idempotency-key': 'k', 'x-gitlab-event-uuid': 'u' }), 'k');
  assert.equal(id({ 'webhook-id': 'w', 'idempotency-key': 'k' }), 'w');
  assert.match(id({ 'x-gitlab-event-uuid': 'u' }) ?? '', /^u:[\w-]{22}$/);
  assert.equal(id({}), undefined);
});

test('what says nothing of itself is refused', () => {
  assert.throws(() => normalizeText(gitlab, { wait: 1 }), { code: 'event_missing' });
  assert.throws(() => normalizeText(gitlab, 'payload=%7B%7D'), { code: 'json_invalid' });
  assert.throws(() => normalizeText(gitlab, ''), { code: 'body_empty' });
});
