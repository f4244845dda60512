// GitLab's webhooks and system hooks in the catalogue's words: kind, then what was done with it or
// the state that it came to.
import { at, firstText, text, type JsonObject } from '../../reader.ts';

type Table = Readonly<Record<string, string>>;

/** System and group hooks: the event's name says all. */
const names: Table = {
  user_create: 'user.created',
  user_destroy: 'user.deleted',
  user_rename: 'user.renamed',
  user_failed_login: 'user.sign_in_failed',
  user_add_to_team: 'collaborator.added',
  user_remove_from_team: 'collaborator.removed',
  user_update_for_team: 'collaborator.role_changed',
  user_add_to_group: 'group_member.added',
  user_remove_from_group: 'group_member.removed',
  user_update_for_group: 'group_member.role_changed',
  user_access_request_to_group: 'access_request.created',
  user_access_request_revoked_for_group: 'access_request.withdrawn',
  user_access_request_denied_for_group: 'access_request.denied',
  user_access_request_to_project: 'access_request.created',
  user_access_request_revoked_for_project: 'access_request.withdrawn',
  user_access_request_denied_for_project: 'access_request.denied',
  user_add_to_project: 'collaborator.added',
  key_create: 'ssh_key.created',
  key_destroy: 'ssh_key.deleted',
  project_create: 'repository.created',
  project_destroy: 'repository.deleted',
  project_rename: 'repository.renamed',
  project_transfer: 'repository.transferred',
  project_update: 'repository.settings_changed',
  group_create: 'group.created',
  group_destroy: 'group.deleted',
  group_rename: 'group.changed',
  subgroup_create: 'group.created',
  subgroup_destroy: 'group.deleted',
  repository_update: 'commits.pushed',
  expiring_access_token: 'token.expiry_notified',
  expiring_deploy_token: 'token.expiry_notified',
  gitlab_subscription_member_approval: 'access_request.created',
  gitlab_subscription_member_approvals: 'access_request.approved',
};

const mergeRequests: Table = {
  open: 'pull_request.opened',
  close: 'pull_request.closed',
  reopen: 'pull_request.reopened',
  update: 'pull_request.updated',
  approval: 'pull_request.approved',
  approved: 'pull_request.approved',
  unapproval: 'pull_request.approval_withdrawn',
  unapproved: 'pull_request.approval_withdrawn',
  merge: 'pull_request.merged',
};
const issues: Table = {
  open: 'issue.opened',
  close: 'issue.closed',
  reopen: 'issue.reopened',
  update: 'issue.updated',
};
const states: Readonly<Record<string, Table>> = {
  pipeline: {
    created: 'pipeline_run.queued',
    waiting_for_resource: 'pipeline_run.queued',
    waiting_for_callback: 'pipeline_run.queued',
    preparing: 'pipeline_run.queued',
    pending: 'pipeline_run.queued',
    scheduled: 'pipeline_run.queued',
    manual: 'pipeline_run.queued',
    running: 'pipeline_run.started',
    canceling: 'pipeline_run.cancelled',
    canceled: 'pipeline_run.cancelled',
    success: 'pipeline_run.completed',
    failed: 'pipeline_run.completed',
    skipped: 'pipeline_run.completed',
  },
  build: {
    created: 'job.queued',
    waiting_for_resource: 'job.waiting',
    preparing: 'job.queued',
    pending: 'job.queued',
    scheduled: 'job.waiting',
    manual: 'job.waiting',
    running: 'job.started',
    canceling: 'job.cancelled',
    canceled: 'job.cancelled',
    success: 'job.completed',
    failed: 'job.completed',
    skipped: 'job.completed',
  },
  deployment: {
    created: 'deployment.created',
    blocked: 'deployment.approval_requested',
    running: 'deployment.started',
    success: 'deployment.succeeded',
    failed: 'deployment.failed',
    canceled: 'deployment.cancelled',
    skipped: 'deployment.status_changed',
    approved: 'deployment.approved',
    rejected: 'deployment.rejected',
  },
  release: {
    create: 'release.published',
    update: 'release.changed',
    delete: 'release.deleted',
  },
  vulnerability: {
    detected: 'vulnerability_alert.created',
    confirmed: 'vulnerability_alert.changed',
    dismissed: 'vulnerability_alert.dismissed',
    resolved: 'vulnerability_alert.resolved',
  },
  milestone: {
    create: 'project.changed',
    close: 'project.changed',
    reopen: 'project.changed',
    update: 'project.changed',
  },
  merge_request: mergeRequests,
  issue: issues,
  work_item: issues,
  incident: issues,
};

/** The event's kind: `object_kind`, or the name of a system hook; old spellings made one. */
export function kindOf(payload: JsonObject): string | undefined {
  const kind = firstText(payload, 'object_kind') ?? firstText(payload, 'event_name');
  if (kind === 'job') return 'build';
  if (kind === 'access_token' || kind === 'deploy_token') {
    return firstText(payload, 'event_name') ?? kind;
  }
  return kind;
}

/** What was done, or the state that something came to, as GitLab spells it. */
export function doneOf(kind: string, payload: JsonObject): string | undefined {
  if (kind === 'build') return firstText(payload, 'build_status', 'status');
  if (kind === 'deployment') return firstText(payload, 'status');
  if (kind === 'pipeline') return firstText(payload, 'object_attributes.status');
  if (kind === 'release') return firstText(payload, 'action');
  if (kind === 'vulnerability') return firstText(payload, 'object_attributes.state');
  const action = firstText(payload, 'object_attributes.action', 'event_type', 'action');
  return action === kind ? undefined : action;
}

/** The catalogue's action, or undefined where no table names it. */
export function webhookAction(kind: string, payload: JsonObject): string | undefined {
  if (kind === 'push' || kind === 'tag_push') return pushAction(kind, payload);
  if (kind === 'note') return noteAction(payload);
  if (kind === 'wiki_page') return 'wiki.changed';
  if (kind === 'emoji') return 'comment.changed';
  if (kind === 'feature_flag') return 'flag.changed';
  if (Object.hasOwn(names, kind)) return names[kind];
  const done = doneOf(kind, payload) ?? stateOf(payload);
  const table = Object.hasOwn(states, kind) ? states[kind] : undefined;
  if (table === undefined || done === undefined || !Object.hasOwn(table, done)) return undefined;
  return table[done];
}

/** Hooks of old, and tests, name no action: the state stands in. */
function stateOf(payload: JsonObject): string | undefined {
  const state = firstText(payload, 'object_attributes.state');
  if (state === undefined) return undefined;
  return (
    { opened: 'open', closed: 'close', merged: 'merge', reopened: 'reopen' }[state] ?? 'update'
  );
}

const zero = /^0+$/;

function pushAction(kind: string, payload: JsonObject): string {
  const created = zero.test(text(payload['before']) ?? '');
  const deleted = zero.test(text(payload['after']) ?? '');
  if (kind === 'tag_push') return deleted ? 'tag.deleted' : 'tag.created';
  if (deleted) return 'branch.deleted';
  return created ? 'branch.created' : 'commits.pushed';
}

function noteAction(payload: JsonObject): string {
  if (at(payload, 'object_attributes.action') === 'update') return 'comment.changed';
  const commit = firstText(payload, 'object_attributes.noteable_type') === 'Commit';
  return commit ? 'commit.commented' : 'comment.created';
}

/** All actions that webhooks can give. */
export const webhookActions: readonly string[] = [
  ...new Set([
    ...Object.values(names),
    ...Object.values(states).flatMap((table) => Object.values(table)),
    'commits.pushed',
    'branch.created',
    'branch.deleted',
    'tag.created',
    'tag.deleted',
    'commit.commented',
    'comment.created',
    'comment.changed',
    'wiki.changed',
    'flag.changed',
  ]),
];

/** Beginnings of unmapped kinds, and the category that they belong to. */
const categories: readonly (readonly [string, string])[] = [
  ['user', 'identity'],
  ['group', 'identity'],
  ['subgroup', 'identity'],
  ['key', 'secret'],
  ['expiring', 'secret'],
  ['pipeline', 'pipeline'],
  ['build', 'pipeline'],
  ['deploy', 'deploy'],
  ['release', 'artifact'],
  ['vulnerab', 'policy'],
];

/** The category of a kind that no table names. */
export function webhookCategory(kind: string): string {
  return categories.find(([start]) => kind.startsWith(start))?.[1] ?? 'change';
}
