// Code and its review, repositories, tickets, and resources of clusters and clouds.
import type { Row } from './types.ts';

const code: readonly Row[] = [
  ['commits.pushed', 'update', 'info', 'pushed[ {ref}] to {target}'],
  ['commits.force_pushed', 'update', 'medium', 'rewrote history[ of {ref}] in {target}'],
  ['push.rejected', 'update', 'low', 'had a push to {target} refused', 'denied'],
  ['branch.created', 'create', 'info', 'created the branch {target}'],
  ['branch.deleted', 'delete', 'low', 'deleted the branch {target}'],
  ['branch.renamed', 'update', 'low', 'renamed the branch {target}[ from {from}]'],
  [
    'default_branch.changed',
    'update',
    'medium',
    'changed the default branch of {target}[ to {to}]',
  ],
  ['tag.created', 'create', 'info', 'created the tag {target}'],
  ['tag.deleted', 'delete', 'low', 'deleted the tag {target}'],
  ['commit.commented', 'update', 'info', 'commented on a commit in {target}'],
  ['comment.created', 'create', 'info', 'commented on {target}'],
  ['comment.changed', 'update', 'info', 'edited a comment on {target}'],
  ['comment.deleted', 'delete', 'info', 'deleted a comment on {target}'],
  ['wiki.changed', 'update', 'info', 'changed the wiki of {target}'],
];

const reviews: readonly Row[] = [
  ['pull_request.opened', 'create', 'info', 'opened {target}'],
  ['pull_request.updated', 'update', 'info', 'updated {target}'],
  ['pull_request.merged', 'update', 'low', 'merged {target}[ into {ref}]'],
  ['pull_request.closed', 'update', 'info', 'closed {target} without merging'],
  ['pull_request.reopened', 'update', 'info', 'reopened {target}'],
  ['pull_request.approved', 'grant', 'low', 'approved {target}'],
  ['pull_request.approval_withdrawn', 'revoke', 'low', 'withdrew the approval of {target}'],
  ['pull_request.changes_requested', 'update', 'info', 'requested changes to {target}'],
  ['pull_request.reviewed', 'update', 'info', 'reviewed {target}'],
  ['pull_request.review_requested', 'update', 'info', 'requested a review of {target}'],
  ['pull_request.review_dismissed', 'revoke', 'medium', 'dismissed a review of {target}'],
  ['pull_request.enqueued', 'update', 'info', 'added {target} to the merge queue'],
  ['pull_request.dequeued', 'update', 'info', 'took {target} out of the merge queue'],
  [
    'pull_request.queue_jumped',
    'update',
    'medium',
    'moved {target} to the front of the merge queue',
  ],
  ['pull_request.auto_merge_enabled', 'update', 'low', 'enabled auto-merge for {target}'],
  ['pull_request.auto_merge_disabled', 'update', 'info', 'disabled auto-merge for {target}'],
];

// Guards of branches: changes of how code may change.
const guards: readonly Row[] = [
  ['branch_protection.created', 'create', 'medium', 'protected a branch of {target}'],
  ['branch_protection.changed', 'update', 'high', 'changed branch protection of {target}'],
  ['branch_protection.removed', 'delete', 'high', 'removed branch protection from {target}'],
  ['branch_protection.bypassed', 'execute', 'high', 'bypassed branch protection of {target}'],
  ['branch_protection.enabled', 'update', 'medium', 'enabled branch protection of {target}'],
  ['branch_protection.disabled', 'update', 'high', 'disabled branch protection of {target}'],
  ['ruleset.created', 'create', 'medium', 'created the ruleset {target}'],
  ['ruleset.changed', 'update', 'high', 'changed the ruleset {target}'],
  ['ruleset.removed', 'delete', 'high', 'removed the ruleset {target}'],
  ['approval_rule.created', 'create', 'medium', 'created the approval rule {target}'],
  ['approval_rule.changed', 'update', 'high', 'changed the approval rule {target}'],
  ['approval_rule.removed', 'delete', 'high', 'removed the approval rule {target}'],
];

const repositories: readonly Row[] = [
  ['repository.created', 'create', 'low', 'created the repository {target}'],
  ['repository.deleted', 'delete', 'high', 'deleted the repository {target}'],
  ['repository.restored', 'create', 'medium', 'restored the repository {target}'],
  ['repository.renamed', 'update', 'low', 'renamed the repository {target}[ from {from}]'],
  ['repository.transferred', 'update', 'high', 'transferred the repository {target}'],
  ['repository.archived', 'update', 'low', 'archived the repository {target}'],
  ['repository.unarchived', 'update', 'low', 'unarchived the repository {target}'],
  ['repository.settings_changed', 'update', 'low', 'changed the settings of {target}'],
  ['repository.forked', 'create', 'low', 'forked {target}'],
  ['repository.imported', 'create', 'low', 'imported the repository {target}'],
  ['repository.mirrored', 'update', 'low', 'mirrored the repository {target}'],
];

const tickets: readonly Row[] = [
  ['issue.opened', 'create', 'info', 'opened the issue {target}'],
  ['issue.updated', 'update', 'info', 'updated the issue {target}'],
  ['issue.closed', 'update', 'info', 'closed the issue {target}'],
  ['issue.reopened', 'update', 'info', 'reopened the issue {target}'],
  ['issue.deleted', 'delete', 'low', 'deleted the issue {target}'],
  ['issue.transferred', 'update', 'info', 'transferred the issue {target}'],
  ['project.created', 'create', 'low', 'created the project {target}'],
  ['project.changed', 'update', 'info', 'changed the project {target}'],
  ['project.deleted', 'delete', 'medium', 'deleted the project {target}'],
  ['ticket.created', 'create', 'info', 'created the ticket {target}'],
  ['ticket.updated', 'update', 'info', 'updated the ticket {target}'],
  ['ticket.closed', 'update', 'info', 'closed the ticket {target}'],
  ['ticket.reopened', 'update', 'info', 'reopened the ticket {target}'],
  ['ticket.deleted', 'delete', 'low', 'deleted the ticket {target}'],
  ['change_request.created', 'create', 'low', 'requested the change {target}'],
  ['change_request.approved', 'grant', 'medium', 'approved the change {target}'],
  ['change_request.rejected', 'revoke', 'low', 'rejected the change {target}'],
  ['discussion.changed', 'update', 'info', 'changed the discussion {target}'],
];

const resources: readonly Row[] = [
  ['resource.created', 'create', 'low', 'created {target}'],
  ['resource.changed', 'update', 'low', 'changed {target}'],
  ['resource.deleted', 'delete', 'medium', 'deleted {target}'],
  ['namespace.created', 'create', 'low', 'created the namespace {target}'],
  ['namespace.deleted', 'delete', 'high', 'deleted the namespace {target}'],
  ['instance.created', 'create', 'low', 'launched the instance {target}'],
  ['instance.started', 'execute', 'low', 'started the instance {target}'],
  ['instance.stopped', 'execute', 'medium', 'stopped the instance {target}'],
  ['instance.deleted', 'delete', 'medium', 'terminated the instance {target}'],
  ['network.changed', 'update', 'medium', 'changed the network {target}'],
  ['firewall.changed', 'update', 'high', 'changed the firewall rules of {target}'],
  ['bucket.created', 'create', 'low', 'created the bucket {target}'],
  ['bucket.deleted', 'delete', 'high', 'deleted the bucket {target}'],
  ['database.created', 'create', 'low', 'created the database {target}'],
  ['database.deleted', 'delete', 'critical', 'deleted the database {target}'],
  ['schema.changed', 'update', 'medium', 'changed the schema of {target}'],
  ['table.created', 'create', 'low', 'created the table {target}'],
  ['table.deleted', 'delete', 'high', 'dropped the table {target}'],
  ['file.created', 'create', 'info', 'created the file {target}'],
  ['file.changed', 'update', 'medium', 'changed the file {target}'],
  ['file.deleted', 'delete', 'medium', 'deleted the file {target}'],
  ['flag.changed', 'update', 'medium', 'changed the feature flag {target}[ to {to}]'],
];

export const changeActions: readonly Row[] = [
  ['change.other', 'update', 'info', 'did {native} on {target}'],
  ...code,
  ...reviews,
  ...guards,
  ...repositories,
  ...tickets,
  ...resources,
];
