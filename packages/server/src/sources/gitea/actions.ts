// Events of Gitea, Forgejo and Gogs: the header says the kind, the body what was done with it.

const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  issues: {
    opened: 'issue.opened',
    closed: 'issue.closed',
    reopened: 'issue.reopened',
    deleted: 'issue.deleted',
    '': 'issue.updated',
  },
  issue_comment: {
    created: 'comment.created',
    edited: 'comment.changed',
    deleted: 'comment.deleted',
    '': 'comment.changed',
  },
  pull_request: {
    opened: 'pull_request.opened',
    closed: 'pull_request.closed',
    merged: 'pull_request.merged',
    reopened: 'pull_request.reopened',
    review_requested: 'pull_request.review_requested',
    reviewed: 'pull_request.reviewed',
    deleted: 'pull_request.deleted',
    '': 'pull_request.updated',
  },
  pull_request_approved: { '': 'pull_request.approved' },
  pull_request_rejected: { '': 'pull_request.changes_requested' },
  pull_request_comment: {
    created: 'comment.created',
    deleted: 'comment.deleted',
    '': 'pull_request.reviewed',
  },
  push: { '': 'commits.pushed' },
  create: { branch: 'branch.created', tag: 'tag.created', '': 'branch.created' },
  delete: { branch: 'branch.deleted', tag: 'tag.deleted', '': 'branch.deleted' },
  fork: { '': 'repository.forked' },
  repository: {
    created: 'repository.created',
    deleted: 'repository.deleted',
    '': 'repository.settings_changed',
  },
  release: {
    published: 'release.published',
    deleted: 'release.deleted',
    unpublished: 'release.unpublished',
    '': 'release.changed',
  },
  wiki: { '': 'wiki.changed' },
  package: { created: 'package.published', deleted: 'package.deleted', '': 'package.changed' },
  status: { '': 'status.reported' },
  workflow_run: {
    requested: 'workflow_run.requested',
    in_progress: 'workflow_run.started',
    completed: 'workflow_run.completed',
    '': 'workflow_run.requested',
  },
  workflow_job: {
    queued: 'job.queued',
    waiting: 'job.waiting',
    in_progress: 'job.started',
    completed: 'job.completed',
    '': 'job.queued',
  },
  action_run_success: { '': 'workflow_run.completed' },
  action_run_failure: { '': 'workflow_run.completed' },
  action_run_recover: { '': 'workflow_run.completed' },
};

/** Finer names of newer versions (`X-Gitea-Event-Type`) that only repeat the action. */
export function kindOf(event: string): string {
  if (/^issue_(?:assign|label|milestone)$/.test(event)) return 'issues';
  if (/^pull_request_(?:assign|label|milestone|sync|review_request)$/.test(event)) {
    return 'pull_request';
  }
  if (event.startsWith('pull_request_review_')) {
    return event.replace('pull_request_review_', 'pull_request_');
  }
  return event;
}

/** The catalogue's action, or undefined where no table names the kind. */
export function giteaAction(kind: string, done: string): string | undefined {
  const table = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (table === undefined) return undefined;
  return Object.hasOwn(table, done) ? table[done] : table[''];
}

/** All actions that this source can give. */
export const giteaActions: readonly string[] = [
  ...new Set(Object.values(kinds).flatMap((table) => Object.values(table))),
];
