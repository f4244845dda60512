// GitHub's deliveries were mostly collected without their headers.

/**
 * The event that a body without its header must have been: by the member that only this event has.
 */
export function githubEvent(body: Record<string, unknown>): string {
  const members: readonly (readonly [string, string])[] = [
    ['zen', 'ping'],
    ['pusher', 'push'],
    ['comment', 'issue_comment'],
    ['review', 'pull_request_review'],
    ['pull_request', 'pull_request'],
    ['issue', 'issues'],
    ['merge_group', 'merge_group'],
    ['check_run', 'check_run'],
    ['workflow_run', 'workflow_run'],
    ['workflow', 'workflow_dispatch'],
    ['deployment', 'deployment'],
    ['release', 'release'],
    ['registry_package', 'registry_package'],
    ['package', 'package'],
    ['discussion', 'discussion'],
    ['blocked_user', 'org_block'],
    ['alert', 'repository_vulnerability_alert'],
    ['team', 'team'],
    ['key', 'deploy_key'],
    ['label', 'label'],
    ['project_card', 'project_card'],
    ['project_column', 'project_column'],
    ['project', 'project'],
    ['installation', 'integration_installation'],
    ['context', 'status'],
    ['starred_at', 'star'],
  ];
  const found = members.find(([member]) => member in body)?.[1];
  if (found !== undefined) return found;
  if ('ref_type' in body) return 'master_branch' in body ? 'create' : 'delete';
  return 'repository' in body ? 'repository' : 'github_app_authorization';
}
