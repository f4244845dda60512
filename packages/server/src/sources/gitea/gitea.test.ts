import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { gitea } from './index.ts';

const sha = 'ab'.repeat(20);
const sender = { id: 7, login: 'ada', email: 'ada@example.com' };
const repository = { id: 3, full_name: 'acme/pay', name: 'pay' };
const read = (event: string, payload: object) =>
  oneItem(gitea, { sender, repository, ...payload }, { 'x-gitea-event': event }).event;

test('a push', () => {
  const event = read('push', {
    ref: 'refs/heads/main',
    before: 'cd'.repeat(20),
    after: sha,
    commits: [{ id: sha, message: 'Fix OPS-812', timestamp: '2026-03-02T09:15:02+01:00' }],
  });
  assert.equal(event.action, 'commits.pushed');
  assert.equal(event.time, '2026-03-02T08:15:02.000Z');
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'gitea:7',
    name: 'ada',
    email: 'ada@example.com',
  });
  assert.deepEqual(event.target, {
    type: 'repository',
    id: 'gitea:repository:3',
    name: 'acme/pay',
  });
  assert.deepEqual(event.pipeline, { stage: 'source', commit: sha, ref: 'refs/heads/main' });
  assert.equal(event.why?.ticket, 'OPS-812');
});

test('a pull request that was closed was merged or not', () => {
  const pull = (merged: boolean) =>
    read('pull_request', {
      action: 'closed',
      number: 41,
      pull_request: {
        number: 41,
        merged,
        merge_commit_sha: sha,
        head: { ref: 'r', sha: 'cd'.repeat(20) },
      },
    });
  assert.equal(pull(true).action, 'pull_request.merged');
  assert.equal(pull(true).pipeline?.commit, sha);
  assert.equal(pull(false).action, 'pull_request.closed');
  assert.equal(pull(false).target.name, 'acme/pay#41');
});

test('reviews, tags, and finer names of newer versions', () => {
  assert.equal(
    read('pull_request_approved', { action: 'reviewed' }).action,
    'pull_request.approved',
  );
  assert.equal(read('pull_request_review_rejected', {}).action, 'pull_request.changes_requested');
  assert.equal(read('create', { ref: 'v1', ref_type: 'tag', sha }).action, 'tag.created');
  assert.equal(read('delete', { ref: 'x', ref_type: 'branch' }).action, 'branch.deleted');
  assert.equal(
    read('pull_request_sync', { action: 'synchronized' }).action,
    'pull_request.updated',
  );
  assert.equal(read('kettle', {}).action, 'change.other');
});

test('a form, and a header that is missing', () => {
  const body = `payload=${encodeURIComponent(JSON.stringify({ sender, repository }))}`;
  const { items, delivery } = normalizeText(gitea, body, {
    'x-forgejo-event': 'fork',
    'x-forgejo-delivery': 'd',
  });
  assert.equal(delivery, 'd');
  assert.equal(items[0]?.event.action, 'repository.forked');
  assert.throws(() => normalizeText(gitea, {}), { code: 'event_header_missing' });
});

test('bare signatures of all three, and the one of GitHub’s form', () => {
  const body = Buffer.from('{}');
  const hex = createHmac('sha256', 's').update(body).digest('hex');
  const ok = (headers: Record<string, string>) =>
    gitea.verify({ headers, body, received: 0 }, ['s', 'old'], {}).ok;
  for (const name of ['gitea', 'forgejo', 'gogs']) {
    assert.ok(ok({ [`x-${name}-signature`]: hex }));
    assert.ok(!ok({ [`x-${name}-signature`]: '0'.repeat(64) }));
    assert.ok(!ok({ [`x-${name}-signature`]: `sha256=${hex}` }));
  }
  assert.ok(ok({ 'x-hub-signature-256': `sha256=${hex}` }));
  assert.ok(!ok({ 'x-gitea-signature': '', 'x-hub-signature-256': `sha256=${hex}` }));
  assert.ok(!ok({}));
});
