import { all } from './table.ts';

/**
 * Secrets and variables, in the same words at repository, environment, organisation and user level.
 */
export const secretsAndVariables: Readonly<Record<string, string>> = {
  ...all('secret.created', 'create_actions_secret', 'create_integration_secret'),
  ...all('secret.changed', 'update_actions_secret', 'update_integration_secret'),
  ...all('secret.deleted', 'remove_actions_secret', 'remove_integration_secret'),
  create_actions_variable: 'variable.created',
  update_actions_variable: 'variable.changed',
  remove_actions_variable: 'variable.deleted',
};

/**
 * Runners and the settings of Actions, in the same words at repository, organisation and enterprise
 * level.
 */
export const actionsAdministration: Readonly<Record<string, string>> = {
  ...all('runner.registered', 'register_self_hosted_runner', 'configure_self_hosted_jit_runner'),
  remove_self_hosted_runner: 'runner.removed',
  self_hosted_runner_updated: 'runner.changed',
  self_hosted_runner_online: 'runner.online',
  self_hosted_runner_offline: 'runner.offline',
  runner_group_created: 'runner_group.created',
  runner_group_removed: 'runner_group.deleted',
  ...all(
    'runner_group.changed',
    'runner_group_renamed',
    'runner_group_runner_removed',
    'runner_group_runners_added',
    'runner_group_runners_updated',
    'runner_group_updated',
    'runner_group_visiblity_updated', // spelled so by the product
    'runner_group_visibility_updated',
  ),
  ...all(
    'workflow_permission.changed',
    'set_default_workflow_permissions',
    'set_workflow_permission_can_approve_pr',
    'set_actions_fork_pr_approvals_policy',
    'set_actions_private_fork_pr_approvals_policy',
    'set_fork_pr_workflows_policy',
  ),
  ...all(
    'actions_policy.changed',
    'actions_enabled',
    'clear_actions_settings',
    'set_actions_cache_retention_policy',
    'set_actions_cache_storage_policy',
    'set_actions_retention_limit',
    'update_actions_access_settings',
    'update_actions_settings',
    'update_custom_images_policy',
    'update_emu_repo_self_hosted_runners_policy',
    'update_repo_self_hosted_runners_policy',
  ),
  ...all('runner_image.changed', 'delete_custom_image', 'delete_custom_image_version'),
  ...all(
    'required_workflow.changed',
    'required_workflow_create',
    'required_workflow_delete',
    'required_workflow_update',
  ),
};

/**
 * Single sign-on, recovery codes, exports and disclosure, in the same words for organisations and
 * enterprises.
 */
export const accountAdministration: Readonly<Record<string, string>> = {
  ...all('sso.enabled', 'enable_saml', 'enable_oidc', 'saml_enabled'),
  ...all('sso.disabled', 'disable_saml', 'disable_oidc', 'saml_disabled'),
  ...all('sso.changed', 'update_saml_provider_settings'),
  ...all('scim.changed', 'enable_open_scim', 'disable_open_scim'),
  sso_response: 'sso.signed_in',
  revoke_sso_session: 'session.revoked',
  revoke_external_identity: 'identity.unlinked',
  enable_two_factor_requirement: 'mfa_requirement.enabled',
  disable_two_factor_requirement: 'mfa_requirement.disabled',
  ...all(
    'organization_policy.changed',
    'add_disallowed_two_factor_method',
    'remove_disallowed_two_factor_method',
    'clear_disallowed_two_factor_methods',
    'enable_source_ip_disclosure',
    'disable_source_ip_disclosure',
    'update_member_repository_creation_permission',
    'update_member_repository_invitation_permission',
    'update_default_repository_permission',
    'clear_default_repository_permission',
    'clear_members_can_create_repos',
    'update_unaffiliated_users_policy',
    'proxy_security_header_enabled',
    'proxy_security_header_disabled',
  ),
  recovery_code_used: 'recovery_codes.used',
  recovery_code_failed: 'recovery_codes.rejected',
  recovery_codes_generated: 'recovery_codes.generated',
  ...all(
    'recovery_codes.viewed',
    'recovery_codes_downloaded',
    'recovery_codes_printed',
    'recovery_codes_viewed',
  ),
  ...all('audit_log.exported', 'audit_log_export', 'audit_log_git_event_export'),
  ...all(
    'security_report.exported',
    'security_center_export_code_scanning_metrics',
    'security_center_export_coverage',
    'security_center_export_overview_dashboard',
    'security_center_export_risk',
  ),
  ...all(
    'billing.changed',
    'advanced_security_metered_usage_lock',
    'advanced_security_metered_usage_unlock',
    'code_security_metered_usage_lock',
    'code_security_metered_usage_unlock',
    'secret_protection_metered_usage_lock',
    'secret_protection_metered_usage_unlock',
    'connect_usage_metrics_export',
    'billing_signup_error',
  ),
};
