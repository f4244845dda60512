// Webhook events (`event.action`) in the catalogue's words. The list of all of them is GitHub's
// OpenAPI description of webhooks; what no table names keeps its own name under `<category>.other`.
import { at, text, type JsonObject } from '../../reader.ts';
import { speaksOfRollback } from '../../reasons.ts';

type Rule = string | { of: readonly string[]; choose: (payload: JsonObject) => string | undefined };

const branchOrTag = (done: 'created' | 'deleted'): Rule => ({
  of: [`branch.${done}`, `tag.${done}`],
  choose: (payload) => {
    const kind = payload['ref_type'];
    return kind === 'branch' || kind === 'tag' ? `${kind}.${done}` : `repository.${done}`;
  },
});

const push: Rule = {
  of: [
    'branch.created',
    'branch.deleted',
    'tag.created',
    'tag.deleted',
    'commits.force_pushed',
    'commits.pushed',
  ],
  choose: (payload) => {
    const kind = text(payload['ref'])?.startsWith('refs/tags/') === true ? 'tag' : 'branch';
    if (payload['deleted'] === true) return `${kind}.deleted`;
    if (payload['forced'] === true) return 'commits.force_pushed';
    return payload['created'] === true ? `${kind}.created` : 'commits.pushed';
  },
};

const review: Rule = {
  of: ['pull_request.approved', 'pull_request.changes_requested', 'pull_request.reviewed'],
  choose: (payload) => {
    const state = text(at(payload, 'review.state'))?.toLowerCase();
    if (state === 'approved' || state === 'changes_requested') return `pull_request.${state}`;
    return 'pull_request.reviewed';
  },
};

const deploymentStates: Readonly<Record<string, string>> = {
  success: 'deployment.succeeded',
  failure: 'deployment.failed',
  error: 'deployment.failed',
  in_progress: 'deployment.started',
  inactive: 'deployment.deactivated',
};

const deploymentStatus: Rule = {
  of: [
    ...new Set(Object.values(deploymentStates)),
    'deployment.rolled_back',
    'deployment.status_changed',
  ],
  choose: (payload) => {
    const state = text(at(payload, 'deployment_status.state')) ?? '';
    if (state === 'success' && isRollback(payload)) return 'deployment.rolled_back';
    return Object.hasOwn(deploymentStates, state)
      ? deploymentStates[state]
      : 'deployment.status_changed';
  },
};

const repositoryEdited: Rule = {
  of: ['default_branch.changed', 'repository.settings_changed'],
  choose: (payload) =>
    at(payload, 'changes.default_branch') === undefined
      ? 'repository.settings_changed'
      : 'default_branch.changed',
};

const rules: Readonly<Record<string, Rule>> = {
  push,
  create: branchOrTag('created'),
  delete: branchOrTag('deleted'),
  fork: 'repository.forked',
  public: 'repository.made_public',
  gollum: 'wiki.changed',
  status: 'status.reported',
  page_build: 'site.built',
  ping: 'webhook.pinged',
  team_add: 'team_access.granted',
  workflow_dispatch: 'workflow_run.dispatched',
  repository_import: 'repository.imported',
  repository_dispatch: 'repository_event.dispatched',
  security_and_analysis: {
    of: ['security_feature.enabled', 'security_feature.disabled', 'security_policy.changed'],
    choose: securityFeature,
  },

  'pull_request.opened': 'pull_request.opened',
  'pull_request.reopened': 'pull_request.reopened',
  'pull_request.closed': {
    of: ['pull_request.merged', 'pull_request.closed'],
    choose: (payload) =>
      at(payload, 'pull_request.merged') === true ? 'pull_request.merged' : 'pull_request.closed',
  },
  'pull_request.edited': 'pull_request.updated',
  'pull_request.synchronize': 'pull_request.updated',
  'pull_request.converted_to_draft': 'pull_request.updated',
  'pull_request.ready_for_review': 'pull_request.updated',
  'pull_request.assigned': 'pull_request.updated',
  'pull_request.unassigned': 'pull_request.updated',
  'pull_request.labeled': 'pull_request.updated',
  'pull_request.unlabeled': 'pull_request.updated',
  'pull_request.locked': 'pull_request.updated',
  'pull_request.unlocked': 'pull_request.updated',
  'pull_request.milestoned': 'pull_request.updated',
  'pull_request.demilestoned': 'pull_request.updated',
  'pull_request.review_requested': 'pull_request.review_requested',
  'pull_request.review_request_removed': 'pull_request.updated',
  'pull_request.auto_merge_enabled': 'pull_request.auto_merge_enabled',
  'pull_request.auto_merge_disabled': 'pull_request.auto_merge_disabled',
  'pull_request.enqueued': 'pull_request.enqueued',
  'pull_request.dequeued': 'pull_request.dequeued',
  'pull_request_review.submitted': review,
  'pull_request_review.edited': 'pull_request.updated',
  'pull_request_review.dismissed': 'pull_request.review_dismissed',
  'pull_request_review_comment.created': 'pull_request.reviewed',
  'pull_request_review_comment.edited': 'comment.changed',
  'pull_request_review_comment.deleted': 'comment.deleted',
  'pull_request_review_thread.resolved': 'pull_request.updated',
  'pull_request_review_thread.unresolved': 'pull_request.updated',
  'label.created': 'label.created',
  'label.edited': 'label.changed',
  'label.deleted': 'label.deleted',
  'milestone.created': 'milestone.created',
  'milestone.edited': 'milestone.changed',
  'milestone.closed': 'milestone.closed',
  'milestone.opened': 'milestone.reopened',
  'milestone.deleted': 'milestone.deleted',
  'star.created': 'repository.starred',
  'star.deleted': 'repository.unstarred',
  'watch.started': 'repository.starred',
  'merge_group.checks_requested': 'merge_queue.checks_requested',
  'merge_group.destroyed': 'merge_queue.group_removed',
  'issue_comment.created': 'comment.created',
  'issue_comment.edited': 'comment.changed',
  'issue_comment.deleted': 'comment.deleted',
  'discussion_comment.created': 'comment.created',
  'discussion_comment.edited': 'comment.changed',
  'discussion_comment.deleted': 'comment.deleted',
  'commit_comment.created': 'commit.commented',
  discussion: 'discussion.changed',
  'project.created': 'project.created',
  'project.deleted': 'project.deleted',
  project: 'project.changed',
  project_card: 'project.changed',
  project_column: 'project.changed',
  'projects_v2.created': 'project.created',
  'projects_v2.deleted': 'project.deleted',
  projects_v2: 'project.changed',
  projects_v2_item: 'project.changed',
  projects_v2_status_update: 'project.changed',
  sponsorship: 'sponsorship.changed',
  marketplace_purchase: 'marketplace_plan.changed',
  'issues.opened': 'issue.opened',
  'issues.closed': 'issue.closed',
  'issues.reopened': 'issue.reopened',
  'issues.deleted': 'issue.deleted',
  'issues.transferred': 'issue.transferred',
  issues: 'issue.updated',
  issue_dependencies: 'issue.updated',
  sub_issues: 'issue.updated',

  'branch_protection_rule.created': 'branch_protection.created',
  'branch_protection_rule.edited': 'branch_protection.changed',
  'branch_protection_rule.deleted': 'branch_protection.removed',
  'branch_protection_configuration.enabled': 'branch_protection.enabled',
  'branch_protection_configuration.disabled': 'branch_protection.disabled',
  'repository_ruleset.created': 'ruleset.created',
  'repository_ruleset.edited': 'ruleset.changed',
  'repository_ruleset.deleted': 'ruleset.removed',

  'repository.created': 'repository.created',
  'repository.deleted': 'repository.deleted',
  'repository.archived': 'repository.archived',
  'repository.unarchived': 'repository.unarchived',
  'repository.renamed': 'repository.renamed',
  'repository.transferred': 'repository.transferred',
  'repository.publicized': 'repository.made_public',
  'repository.privatized': 'repository.made_private',
  'repository.edited': repositoryEdited,

  'organization.deleted': 'organization.deleted',
  'organization.renamed': 'organization.renamed',
  'organization.member_added': 'organization_member.added',
  'organization.member_removed': 'organization_member.removed',
  'organization.member_invited': 'organization_member.invited',
  'org_block.blocked': 'user.blocked',
  'org_block.unblocked': 'user.unblocked',
  'member.added': 'collaborator.added',
  'member.removed': 'collaborator.removed',
  'member.edited': 'collaborator.role_changed',
  'membership.added': 'team_member.added',
  'membership.removed': 'team_member.removed',
  'team.created': 'team.created',
  'team.deleted': 'team.deleted',
  'team.edited': 'team.changed',
  'team.added_to_repository': 'team_access.granted',
  'team.removed_from_repository': 'team_access.revoked',
  'user.created': 'user.created',
  'user.deleted': 'user.deleted',
  'enterprise.anonymous_access_enabled': 'organization_policy.changed',
  'enterprise.anonymous_access_disabled': 'organization_policy.changed',

  'deploy_key.created': 'deploy_key.created',
  'deploy_key.deleted': 'deploy_key.deleted',
  'meta.deleted': 'webhook.deleted',
  'personal_access_token_request.created': 'token_request.created',
  'personal_access_token_request.approved': 'token_request.approved',
  'personal_access_token_request.denied': 'token_request.denied',
  'personal_access_token_request.cancelled': 'token_request.cancelled',
  'github_app_authorization.revoked': 'app.deauthorized',
  'installation.created': 'app.installed',
  'installation.deleted': 'app.uninstalled',
  'installation.suspend': 'app.suspended',
  'installation.unsuspend': 'app.unsuspended',
  'installation.new_permissions_accepted': 'app.permissions_accepted',
  'installation_repositories.added': 'app.access_changed',
  'installation_repositories.removed': 'app.access_changed',
  'installation_target.renamed': 'app.changed',

  'secret_scanning_alert.created': 'secret_alert.created',
  'secret_scanning_alert.resolved': 'secret_alert.resolved',
  'secret_scanning_alert.revoked': 'secret_alert.resolved',
  'secret_scanning_alert.reopened': 'secret_alert.reopened',
  'secret_scanning_alert.publicly_leaked': 'secret_alert.leaked_publicly',
  'secret_scanning_alert.validated': 'secret_alert.validated',
  'secret_scanning_alert.assigned': 'secret_alert.changed',
  'secret_scanning_alert.unassigned': 'secret_alert.changed',
  'secret_scanning_alert_location.created': 'secret_alert.located',
  'secret_scanning_scan.completed': 'secret_scan.completed',
  'code_scanning_alert.created': 'code_alert.created',
  'code_scanning_alert.closed_by_user': 'code_alert.dismissed',
  'code_scanning_alert.fixed': 'code_alert.resolved',
  'code_scanning_alert.reopened': 'code_alert.reopened',
  'code_scanning_alert.reopened_by_user': 'code_alert.reopened',
  'code_scanning_alert.appeared_in_branch': 'code_alert.changed',
  'code_scanning_alert.updated_assignment': 'code_alert.changed',
  'dependabot_alert.created': 'vulnerability_alert.created',
  'dependabot_alert.dismissed': 'vulnerability_alert.dismissed',
  'dependabot_alert.auto_dismissed': 'vulnerability_alert.dismissed',
  'dependabot_alert.fixed': 'vulnerability_alert.resolved',
  'dependabot_alert.reopened': 'vulnerability_alert.reopened',
  'dependabot_alert.auto_reopened': 'vulnerability_alert.reopened',
  'dependabot_alert.reintroduced': 'vulnerability_alert.reopened',
  'dependabot_alert.assignees_changed': 'vulnerability_alert.changed',
  'repository_vulnerability_alert.create': 'vulnerability_alert.created',
  'repository_vulnerability_alert.dismiss': 'vulnerability_alert.dismissed',
  'repository_vulnerability_alert.resolve': 'vulnerability_alert.resolved',
  'repository_vulnerability_alert.reopen': 'vulnerability_alert.reopened',
  'security_advisory.published': 'advisory.published',
  'security_advisory.updated': 'advisory.changed',
  'security_advisory.withdrawn': 'advisory.withdrawn',
  'repository_advisory.published': 'advisory.published',
  'repository_advisory.reported': 'advisory.reported',

  'custom_property.created': 'custom_property.created',
  'custom_property.updated': 'custom_property.changed',
  'custom_property.promote_to_enterprise': 'custom_property.changed',
  'custom_property.promoted_to_enterprise': 'custom_property.changed',
  'custom_property.deleted': 'custom_property.deleted',
  'custom_property_values.updated': 'custom_property.values_changed',

  'workflow_run.requested': 'workflow_run.requested',
  'workflow_run.in_progress': 'workflow_run.started',
  'workflow_run.completed': {
    of: ['workflow_run.cancelled', 'workflow_run.completed'],
    choose: (payload) =>
      at(payload, 'workflow_run.conclusion') === 'cancelled'
        ? 'workflow_run.cancelled'
        : 'workflow_run.completed',
  },
  'workflow_job.queued': 'job.queued',
  'workflow_job.waiting': 'job.waiting',
  'workflow_job.in_progress': 'job.started',
  'workflow_job.completed': 'job.completed',
  'check_run.created': 'check.requested',
  'check_run.rerequested': 'check.requested',
  'check_run.completed': 'check.completed',
  'check_run.requested_action': 'check.changed',
  'check_suite.requested': 'check.requested',
  'check_suite.rerequested': 'check.requested',
  'check_suite.completed': 'check.completed',

  deployment: 'deployment.created',
  deployment_status: deploymentStatus,
  'deployment_review.requested': 'deployment.approval_requested',
  'deployment_review.approved': 'deployment.approved',
  'deployment_review.rejected': 'deployment.rejected',
  'deployment_protection_rule.requested': 'deployment.approval_requested',

  'release.created': 'release.created',
  'release.published': 'release.published',
  'release.released': 'release.published',
  'release.prereleased': 'release.published',
  'release.edited': 'release.changed',
  'release.deleted': 'release.deleted',
  'release.unpublished': 'release.unpublished',
  'package.published': 'package.published',
  'package.updated': 'package.changed',
  'registry_package.published': 'package.published',
  'registry_package.updated': 'package.changed',
};

/** The catalogue's action for an event, or undefined where there is none. */
export function webhookAction(
  event: string,
  action: string | undefined,
  payload: JsonObject,
): string | undefined {
  const exact = action === undefined ? event : `${event}.${action}`;
  // `repository_dispatch` has the sender's own word in `action`; some families mean one thing.
  const name = Object.hasOwn(rules, exact) ? exact : event;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  return rule === undefined || typeof rule === 'string' ? rule : rule.choose(payload);
}

/** All catalogue actions that the table names. */
export const webhookActions: readonly string[] = [
  ...new Set(Object.values(rules).flatMap((rule) => (typeof rule === 'string' ? rule : rule.of))),
  'repository.created',
  'repository.deleted',
];

const categories: Readonly<Record<string, string>> = {
  check_run: 'pipeline',
  check_suite: 'pipeline',
  merge_group: 'pipeline',
  workflow_job: 'pipeline',
  workflow_run: 'pipeline',
  marketplace_purchase: 'system',
  sponsorship: 'system',
  cache_sync: 'system',
  enterprise: 'policy',
  personal_access_token_request: 'secret',
  secret_scanning_alert: 'secret',
  installation: 'identity',
  member: 'identity',
  membership: 'identity',
  organization: 'identity',
  team: 'identity',
  user: 'identity',
  deployment: 'deploy',
  deployment_review: 'deploy',
  package: 'artifact',
  registry_package: 'artifact',
  release: 'artifact',
};

/** The category of an event that no table names. */
export function webhookCategory(event: string): string {
  return Object.hasOwn(categories, event) ? (categories[event] as string) : 'change';
}

/**
 * Whether a deployment says that it goes back to an earlier version: by its task, payload, or
 * description.
 */
export function isRollback(payload: JsonObject): boolean {
  const task = text(at(payload, 'deployment.task'));
  const asked = at(payload, 'deployment.payload.rollback');
  return (
    speaksOfRollback(task) ||
    asked === true ||
    asked === 'true' ||
    speaksOfRollback(text(at(payload, 'deployment.description'))) ||
    speaksOfRollback(text(at(payload, 'deployment_status.description')))
  );
}

function securityFeature(payload: JsonObject): string {
  const before = JSON.stringify(at(payload, 'changes.from.security_and_analysis') ?? null);
  const after = JSON.stringify(at(payload, 'repository.security_and_analysis') ?? null);
  const switchedOn = enabledIn(after) - enabledIn(before);
  if (switchedOn > 0) return 'security_feature.enabled';
  return switchedOn < 0 ? 'security_feature.disabled' : 'security_policy.changed';
}

function enabledIn(json: string): number {
  return json.split('"enabled"').length - 1;
}
