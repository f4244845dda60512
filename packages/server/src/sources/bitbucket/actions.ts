// Event keys of Bitbucket Cloud (docs: "Event payloads") in the catalogue's words.

const keys: Readonly<Record<string, string>> = {
  'repo:push': 'commits.pushed',
  'repo:fork': 'repository.forked',
  'repo:updated': 'repository.settings_changed',
  'repo:transfer': 'repository.transferred',
  'repo:created': 'repository.created',
  'repo:deleted': 'repository.deleted',
  'repo:imported': 'repository.imported',
  'repo:commit_comment_created': 'commit.commented',
  'repo:commit_status_created': 'status.reported',
  'repo:commit_status_updated': 'status.reported',
  'issue:created': 'issue.opened',
  'issue:updated': 'issue.updated',
  'issue:comment_created': 'comment.created',
  'pullrequest:created': 'pull_request.opened',
  'pullrequest:updated': 'pull_request.updated',
  'pullrequest:push': 'pull_request.updated',
  'pullrequest:approved': 'pull_request.approved',
  'pullrequest:unapproved': 'pull_request.approval_withdrawn',
  'pullrequest:changes_request_created': 'pull_request.changes_requested',
  'pullrequest:changes_request_removed': 'pull_request.review_dismissed',
  'pullrequest:fulfilled': 'pull_request.merged',
  'pullrequest:rejected': 'pull_request.closed',
  'pullrequest:comment_created': 'comment.created',
  'pullrequest:comment_updated': 'comment.changed',
  'pullrequest:comment_deleted': 'comment.deleted',
  'pullrequest:comment_resolved': 'comment.changed',
  'pullrequest:comment_reopened': 'comment.changed',
  'project:updated': 'project.changed',
};

/** The catalogue's action for an event key, or undefined where no table names it. */
export function keyAction(key: string): string | undefined {
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** What one change of a push did. */
export function changeAction(
  type: string | undefined,
  created: boolean,
  closed: boolean,
  forced: boolean,
): string {
  const tag = type === 'tag' || type === 'annotated_tag';
  if (closed) return tag ? 'tag.deleted' : 'branch.deleted';
  if (tag) return 'tag.created';
  if (created) return 'branch.created';
  return forced ? 'commits.force_pushed' : 'commits.pushed';
}

/** All actions that this source can give. */
export const bitbucketActions: readonly string[] = [
  ...new Set([
    ...Object.values(keys),
    'commits.force_pushed',
    'branch.created',
    'branch.deleted',
    'tag.created',
    'tag.deleted',
  ]),
];
