import { secretsAndVariables } from './administration.ts';
import { all, type AuditTable } from './table.ts';

/** Actions: workflows, environments, runners, checks, caches; and codespaces and sandboxes. */
export const pipelineActions: AuditTable = {
  workflows: {
    created_workflow_run: 'workflow_run.requested',
    completed_workflow_run: 'workflow_run.completed',
    cancel_workflow_run: 'workflow_run.cancelled',
    rerun_workflow_run: 'workflow_run.rerun',
    delete_workflow_run: 'workflow_run.deleted',
    prepared_workflow_job: 'job.prepared',
    approve_workflow_job: 'deployment.approved',
    reject_workflow_job: 'deployment.rejected',
    bypass_protection_rules: 'deployment.protection_bypassed',
    enable_workflow: 'workflow.enabled',
    disable_workflow: 'workflow.disabled',
    actions_policy_violation: 'actions_policy.violated',
    ...all('workflow.changed', 'pin_workflow', 'unpin_workflow'),
  },
  environment: {
    ...secretsAndVariables,
    create: 'environment.created',
    delete: 'environment.deleted',
    add_protection_rule: 'environment_protection.created',
    update_protection_rule: 'environment_protection.changed',
    remove_protection_rule: 'environment_protection.removed',
  },
  checks: {
    delete_logs: 'checks.logs_deleted',
    ...all('actions_policy.changed', 'auto_trigger_disabled', 'auto_trigger_enabled'),
  },
  actions_cache: { delete: 'cache.deleted' },
  github_hosted_runner: {
    create: 'runner.registered',
    destroy: 'runner.removed',
    update: 'runner.changed',
  },
  custom_hosted_runner: {
    create: 'runner.registered',
    destroy: 'runner.removed',
    update: 'runner.changed',
  },
  premium_runner: {
    create: 'runner.registered',
    destroy: 'runner.removed',
    update: 'runner.changed',
  },
  repository_image: all('runner_image.changed', 'create', 'destroy'),
  prebuild_configuration: all('workflow.changed', 'create', 'destroy', 'update', 'run_triggered'),
  codespaces: {
    create: 'codespace.created',
    attempted_to_create_from_prebuild: 'codespace.created',
    destroy: 'codespace.deleted',
    restore: 'codespace.created',
    start_environment: 'codespace.started',
    suspend_environment: 'codespace.stopped',
    connect: 'codespace.connected',
    export_environment: 'codespace.exported',
    ...all(
      'codespace.access_changed',
      'allow_permissions',
      'business_enablement_updated',
      'policy_group_created',
      'policy_group_deleted',
      'policy_group_updated',
      'trusted_repositories_access_update',
    ),
  },
  sandbox: {
    create: 'codespace.created',
    delete: 'codespace.deleted',
    resume: 'codespace.started',
    stop: 'codespace.stopped',
    generate_token: 'token.created',
    ...all('codespace.access_changed', 'add_port', 'remove_port'),
  },
};
