// HCP Terraform's notification triggers and audit trail (resource type and action) in the
// catalogue's words.

const triggers: Readonly<Record<string, string>> = {
  verification: 'webhook.pinged',
  'run:created': 'infrastructure_run.created',
  'run:planning': 'infrastructure_run.planned',
  'run:needs_attention': 'deployment.approval_requested',
  'run:applying': 'deployment.started',
  'run:completed': 'infrastructure_run.applied',
  'run:errored': 'infrastructure_run.failed',
  'assessment:drifted': 'infrastructure_drift.detected',
  'assessment:check_failure': 'policy_check.completed',
  'assessment:failed': 'policy_check.completed',
  'workspace:auto_destroy_reminder': 'notification.sent',
  'workspace:auto_destroy_results': 'infrastructure_run.applied',
  'change_request:created': 'change_request.created',
  'team:change_request': 'change_request.created',
};

type Row = Readonly<Record<string, string>>;
const crud = (object: string, removed = 'deleted'): Row => ({
  create: `${object}.created`,
  update: `${object}.changed`,
  destroy: `${object}.${removed}`,
});

const trail: Readonly<Record<string, Row>> = {
  run: {
    create: 'infrastructure_run.created',
    apply: 'infrastructure_run.approved',
    cancel: 'infrastructure_run.cancelled',
    force_cancel: 'infrastructure_run.cancelled',
    discard: 'infrastructure_run.discarded',
    force_execute: 'infrastructure_run.approved',
    applied: 'infrastructure_run.applied',
    errored: 'infrastructure_run.failed',
  },
  workspace: {
    ...crud('workspace'),
    lock: 'workspace.locked',
    unlock: 'workspace.unlocked',
    force_unlock: 'workspace.unlock_forced',
    add_team: 'team_access.granted',
    update_team_permissions: 'team_access.changed',
    remove_team: 'team_access.revoked',
  },
  project: {
    ...crud('project'),
    add_team: 'team_access.granted',
    update_team_permissions: 'team_access.changed',
    remove_team: 'team_access.revoked',
  },
  authentication_token: { create: 'token.created', destroy: 'token.deleted' },
  oauth_client: crud('integration'),
  oauth_token: { update: 'token.changed', destroy: 'token.deleted' },
  notification_configuration: crud('webhook'),
  organization: crud('organization'),
  organization_user: {
    create: 'organization_member.invited',
    update: 'organization_member.role_changed',
    destroy: 'organization_member.removed',
  },
  policy: crud('policy'),
  policy_config: crud('policy'),
  policy_set: crud('policy'),
  policy_version: { create: 'policy.changed' },
  policy_check: {
    override: 'policy_check.overridden',
    overridden: 'policy_check.overridden',
    passed: 'policy_check.completed',
    soft_failed: 'policy_check.completed',
    hard_failed: 'policy_check.completed',
    errored: 'policy_check.completed',
  },
  task_stage: { override: 'policy_check.overridden' },
  registry_module: {
    create: 'artifact.published',
    update: 'artifact.published',
    destroy: 'artifact.deleted',
  },
  registry_provider: { create: 'artifact.published', destroy: 'artifact.deleted' },
  registry_provider_version: { create: 'artifact.published', destroy: 'artifact.deleted' },
  registry_provider_platform: { create: 'artifact.published', destroy: 'artifact.deleted' },
  saml_configuration: {
    create: 'sso.changed',
    update: 'sso.changed',
    destroy: 'sso.disabled',
    enable: 'sso.enabled',
    disable: 'sso.disabled',
  },
  ssh_key: crud('ssh_key'),
  var: crud('variable'),
  state_version: {
    create: 'state.changed',
    show: 'state.read',
    index: 'state.read',
    soft_delete_backing_data: 'state.changed',
    restore_backing_data: 'state.changed',
    permanently_delete_backing_data: 'state.changed',
  },
  team: crud('team'),
  agent: { create: 'runner.registered', destroy: 'runner.removed' },
  agent_pool: crud('runner_group'),
  data_retention_policy: {
    create: 'retention_policy.changed',
    update: 'retention_policy.changed',
    destroy: 'retention_policy.changed',
  },
};

const verbs: Row = {
  create: 'resource.created',
  update: 'resource.changed',
  enable: 'resource.changed',
  disable: 'resource.changed',
  destroy: 'resource.deleted',
  show: 'resource.read',
  download: 'resource.read',
  index: 'resource.listed',
};

/** The action of a notification's trigger. */
export function triggerAction(trigger: string): string | undefined {
  return Object.hasOwn(triggers, trigger) ? triggers[trigger] : undefined;
}

/** The action of an audit trail's resource type and action. */
export function trailAction(type: string, action: string): string | undefined {
  const row = Object.hasOwn(trail, type) ? (trail[type] as Row) : {};
  if (Object.hasOwn(row, action)) return row[action];
  return Object.hasOwn(verbs, action) ? verbs[action] : undefined;
}

/** Every action that this adapter can give. */
export const terraformActions: readonly string[] = [
  ...new Set([
    ...Object.values(triggers),
    ...[verbs, ...Object.values(trail)].flatMap((row) => Object.values(row)),
    'infrastructure_run.cancelled',
    'deploy.other',
  ]),
];
