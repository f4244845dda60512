// Event keys of Bitbucket Data Center's webhooks in the catalogue's words.

const keys: Readonly<Record<string, string>> = {
  'repo:refs_changed': 'commits.pushed',
  'mirror:repo_synchronized': 'repository.mirrored',
  'repo:modified': 'repository.settings_changed',
  'repo:forked': 'repository.forked',
  'repo:comment:added': 'commit.commented',
  'repo:comment:edited': 'comment.changed',
  'repo:comment:deleted': 'comment.deleted',
  'repo:secret_detected': 'secret_alert.created',
  'project:modified': 'project.changed',
  'pr:opened': 'pull_request.opened',
  'pr:from_ref_updated': 'pull_request.updated',
  'pr:to_ref_updated': 'pull_request.updated',
  'pr:modified': 'pull_request.updated',
  'pr:reviewer:updated': 'pull_request.review_requested',
  'pr:reviewer:approved': 'pull_request.approved',
  'pr:reviewer:unapproved': 'pull_request.approval_withdrawn',
  'pr:reviewer:needs_work': 'pull_request.changes_requested',
  'pr:reviewer:changes_requested': 'pull_request.changes_requested',
  'pr:merged': 'pull_request.merged',
  'pr:declined': 'pull_request.closed',
  'pr:reopened': 'pull_request.reopened',
  'pr:deleted': 'pull_request.deleted',
  'pr:comment:added': 'comment.created',
  'pr:comment:edited': 'comment.changed',
  'pr:comment:deleted': 'comment.deleted',
  'diagnostics:ping': 'webhook.pinged',
};

/** The catalogue's action for an event key, or undefined where no table names it. */
export function keyAction(key: string): string | undefined {
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** What one change of a reference did. */
export function changeAction(kind: string | undefined, type: string | undefined): string {
  const tag = kind === 'TAG';
  if (type === 'DELETE') return tag ? 'tag.deleted' : 'branch.deleted';
  if (tag) return 'tag.created';
  return type === 'ADD' ? 'branch.created' : 'commits.pushed';
}

/** All actions that webhooks can give. */
export const webhookActions: readonly string[] = [
  ...new Set([
    ...Object.values(keys),
    'branch.created',
    'branch.deleted',
    'tag.created',
    'tag.deleted',
  ]),
];
