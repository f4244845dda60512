// When: a webhook has no common time. Each event has its own field, and some have none: those stay
// without.
import { at, type JsonObject } from '../../reader.ts';
import { timeOf } from '../../time-text.ts';

/** Paths to try in order. `created_at` of a thing is no time for what happened to it later. */
const paths: Readonly<Record<string, readonly string[]>> = {
  push: ['repository.pushed_at', 'head_commit.timestamp'],
  create: ['repository.pushed_at'],
  delete: ['repository.pushed_at'],
  fork: ['forkee.created_at'],
  public: ['repository.updated_at'],
  status: ['updated_at', 'created_at'],
  page_build: ['build.updated_at', 'build.created_at'],
  'star.created': ['starred_at'],

  'branch_protection_rule.created': ['rule.created_at'],
  'branch_protection_rule.edited': ['rule.updated_at'],
  'repository_ruleset.created': ['repository_ruleset.created_at'],
  'repository_ruleset.edited': ['repository_ruleset.updated_at'],

  'check_run.created': ['check_run.started_at'],
  'check_run.completed': ['check_run.completed_at'],
  'check_suite.requested': ['check_suite.created_at'],
  check_suite: ['check_suite.updated_at'],
  'workflow_job.queued': ['workflow_job.created_at', 'workflow_job.started_at'],
  'workflow_job.waiting': ['workflow_job.created_at'],
  'workflow_job.in_progress': ['workflow_job.started_at'],
  'workflow_job.completed': ['workflow_job.completed_at'],
  'workflow_run.requested': ['workflow_run.run_started_at', 'workflow_run.created_at'],
  workflow_run: ['workflow_run.updated_at'],
  merge_group: ['merge_group.head_commit.timestamp'],

  deployment: ['deployment.created_at'],
  deployment_status: ['deployment_status.created_at', 'deployment_status.updated_at'],
  deployment_review: ['since', 'workflow_run.updated_at'],
  deployment_protection_rule: ['deployment.updated_at', 'deployment.created_at'],

  'pull_request.opened': ['pull_request.created_at'],
  'pull_request.closed': [
    'pull_request.merged_at',
    'pull_request.closed_at',
    'pull_request.updated_at',
  ],
  pull_request: ['pull_request.updated_at'],
  'pull_request_review.submitted': ['review.submitted_at'],
  pull_request_review: ['review.updated_at', 'pull_request.updated_at'],
  'pull_request_review_comment.created': ['comment.created_at'],
  'pull_request_review_comment.edited': ['comment.updated_at'],
  pull_request_review_thread: ['updated_at', 'pull_request.updated_at'],
  commit_comment: ['comment.created_at'],
  'issue_comment.created': ['comment.created_at'],
  'issue_comment.edited': ['comment.updated_at'],
  'issues.opened': ['issue.created_at'],
  'issues.closed': ['issue.closed_at'],
  'issues.deleted': [],
  issues: ['issue.updated_at'],
  sub_issues: ['sub_issue.updated_at'],
  issue_dependencies: ['blocked_issue.updated_at'],
  'discussion.created': ['discussion.created_at'],
  'discussion.answered': ['discussion.answer_chosen_at'],
  'discussion.deleted': [],
  discussion: ['discussion.updated_at'],
  'discussion_comment.created': ['comment.created_at'],
  'discussion_comment.edited': ['comment.updated_at'],
  'milestone.created': ['milestone.created_at'],
  'milestone.closed': ['milestone.closed_at'],
  'milestone.deleted': [],
  milestone: ['milestone.updated_at'],

  'repository.created': ['repository.created_at'],
  'repository.deleted': [],
  repository: ['repository.updated_at'],
  'repository_vulnerability_alert.create': ['alert.created_at'],
  'repository_vulnerability_alert.dismiss': ['alert.dismissed_at'],
  'repository_vulnerability_alert.resolve': ['alert.fixed_at'],
  'dependabot_alert.created': ['alert.created_at'],
  'dependabot_alert.dismissed': ['alert.dismissed_at'],
  'dependabot_alert.auto_dismissed': ['alert.auto_dismissed_at'],
  'dependabot_alert.fixed': ['alert.fixed_at'],
  dependabot_alert: ['alert.updated_at'],
  'code_scanning_alert.created': ['alert.created_at'],
  'code_scanning_alert.closed_by_user': ['alert.dismissed_at'],
  'code_scanning_alert.fixed': ['alert.fixed_at'],
  code_scanning_alert: ['alert.updated_at'],
  'secret_scanning_alert.created': ['alert.created_at'],
  'secret_scanning_alert.resolved': ['alert.resolved_at'],
  secret_scanning_alert: ['alert.updated_at'],
  secret_scanning_scan: ['completed_at'],
  'security_advisory.published': ['security_advisory.published_at'],
  'security_advisory.withdrawn': ['security_advisory.withdrawn_at'],
  security_advisory: ['security_advisory.updated_at'],
  'repository_advisory.published': ['repository_advisory.published_at'],
  'repository_advisory.reported': ['repository_advisory.created_at'],

  'deploy_key.created': ['key.created_at'],
  'organization.member_invited': ['invitation.created_at'],
  'personal_access_token_request.created': ['personal_access_token_request.created_at'],
  'installation.created': ['installation.created_at'],
  'installation.suspend': ['installation.suspended_at'],
  'installation.deleted': [],
  installation: ['installation.updated_at'],
  installation_repositories: ['installation.updated_at'],
  'user.created': ['user.created_at'],
  marketplace_purchase: ['effective_date'],
  'sponsorship.created': ['sponsorship.created_at'],

  // `release.created_at` is the date of the tagged commit.
  'release.published': ['release.published_at'],
  'release.released': ['release.published_at'],
  'release.prereleased': ['release.published_at'],
  'release.deleted': [],
  release: ['release.updated_at'],
  package: ['package.package_version.created_at', 'package.updated_at', 'package.created_at'],
  registry_package: ['registry_package.updated_at', 'registry_package.created_at'],

  'project.created': ['project.created_at'],
  'project.deleted': [],
  project: ['project.updated_at'],
  'project_card.deleted': [],
  project_card: ['project_card.updated_at'],
  'project_column.deleted': [],
  project_column: ['project_column.updated_at'],
  'projects_v2.deleted': [],
  projects_v2: ['projects_v2.updated_at'],
  'projects_v2_item.deleted': [],
  projects_v2_item: ['projects_v2_item.updated_at'],
  'projects_v2_status_update.deleted': [],
  projects_v2_status_update: ['projects_v2_status_update.updated_at'],
};

/** The event's own time, or undefined where the payload has none. */
export function webhookTime(
  event: string,
  action: string | undefined,
  payload: JsonObject,
): string | undefined {
  const exact = `${event}.${action ?? ''}`;
  const name = Object.hasOwn(paths, exact) ? exact : event;
  for (const path of Object.hasOwn(paths, name) ? (paths[name] as readonly string[]) : []) {
    const found = timeOf(at(payload, path));
    if (found !== undefined) return found;
  }
  return undefined;
}
