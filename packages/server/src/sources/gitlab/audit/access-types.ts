import type { AuditTable } from './table.ts';

/** Sign-ins, accounts, members, groups, roles, tokens and keys. */
export const accessTypes: AuditTable = {
  'user.signed_in': `
    authenticated_with_ldap authenticated_with_password authenticated_with_two_factor
    authenticated_with_webauthn smartcard_authentication_created
    user_email_changed_and_user_signed_in`,
  'sso.signed_in': 'authenticated_with_group_saml authenticated_with_oauth',
  'user.sign_in_failed': `
    login_failed_with_otp_authentication login_failed_with_standard_authentication
    login_failed_with_webauthn_authentication omniauth_login_failed`,
  'token.used': 'user_authenticated_using_job_token',
  'api.requested': 'api_request_access_with_scope',
  'permission.denied': 'ip_restricted_group_accessed',
  'admin_mode.entered': 'user_enable_admin_mode',
  'user.locked_out': 'user_access_locked',
  'user.unlocked': 'user_access_unlocked',
  'user.created': 'user_created registration_created',
  'user.deleted': 'user_destroyed user_records_migrated_to_ghost',
  'user.changed': `
    user_email_address_updated user_external_status_updated user_profile_visibility_updated
    user_profile_visiblity_updated email_created email_destroyed email_confirmation_sent`,
  'user.renamed': 'user_name_updated user_username_updated',
  'user.activated': 'user_activate user_approved',
  'user.deactivated': 'user_deactivate user_rejected',
  'user.blocked': 'user_blocked ban_user',
  'user.unblocked': 'unblock_user unban_user',
  'administrator.changed': 'user_admin_status_updated user_auditor_status_updated',
  'identity.provisioned': 'user_provisioned_by_scim group_saml_member_added',
  'identity.changed': 'update_mismatched_group_saml_extern_uid inactive_scim_user_cannot_be_added',
  'mfa.enabled': 'user_enable_two_factor',
  'mfa.disabled': 'user_disable_two_factor',
  'password.changed': 'user_password_updated',
  'password_reset.requested': 'password_reset_requested password_reset_failed',
  'impersonation.started': 'user_impersonation',
  'app.created': 'oauth_application_created',
  'app.authorized': 'user_authorized_oauth_application',
  'collaborator.added': 'member_created',
  'collaborator.removed': 'member_destroyed',
  'collaborator.role_changed': 'member_updated change_membership_state',
  'group.created': 'group_created',
  'group.deleted': 'group_destroyed group_deletion_marked',
  'group.restored': 'group_restored',
  'group.changed': `
    group_archived group_unarchived group_description_updated group_name_updated
    group_path_updated group_lfs_enabled_updated group_mentions_disabled_updated
    emails_enabled_updated group_repository_size_limit_updated
    group_shared_runners_minutes_limit_updated default_branch_name_updated
    product_analytics_settings_update`,
  'group.linked': 'group_share_with_group_link_created saml_group_links_created',
  'group.unlinked': 'group_share_with_group_link_removed saml_group_links_removed',
  'access.changed': 'group_share_with_group_link_updated project_group_link_updated',
  'team_access.granted': 'project_group_link_created',
  'team_access.revoked': 'project_group_link_deleted',
  'role.created': 'custom_admin_role_created member_role_created',
  'role.changed': 'custom_admin_role_updated member_role_updated',
  'role.deleted': 'custom_admin_role_deleted member_role_deleted',
  'role.assigned': 'custom_admin_role_assigned_to_user',
  'role.revoked': 'custom_admin_role_unassigned_from_user',
  'token.created': `
    personal_access_token_created group_access_token_created group_access_token_creation_failed
    project_access_token_created project_access_token_creation_failed cluster_agent_token_created
    deploy_token_created deploy_token_creation_failed group_deploy_token_created
    group_deploy_token_creation_failed`,
  'token.revoked': `
    personal_access_token_revoked cluster_agent_token_revoked deploy_token_revoked
    group_deploy_token_revoked`,
  'token.deleted': `
    group_access_token_deleted group_access_token_deletion_failed project_access_token_deleted
    project_access_token_deletion_failed deploy_token_destroyed group_deploy_token_destroyed`,
  'token.rotated': 'ci_runner_token_reset',
  'deploy_key.created': 'deploy_key_added',
  'deploy_key.deleted': 'deploy_key_removed',
  'ssh_key.created': 'add_ssh_key',
  'ssh_key.deleted': 'remove_ssh_key',
  'signing_key.created': 'add_gpg_key',
  'signing_key.deleted': 'remove_gpg_key',
  'ssh_certificate_authority.created': 'create_ssh_certificate',
  'ssh_certificate_authority.deleted': 'delete_ssh_certificate',
  'secret.created': 'secrets_manager_create_project_secret',
  'secret.changed': 'secrets_manager_update_project_secret',
  'secret.deleted': 'secrets_manager_delete_project_secret',
  'secret.accessed': 'secrets_manager_read_project_secret',
  'variable.created': 'ci_variable_created ci_group_variable_created ci_instance_variable_created',
  'variable.changed': 'ci_variable_updated ci_group_variable_updated ci_instance_variable_updated',
  'variable.deleted': 'ci_variable_deleted ci_group_variable_deleted ci_instance_variable_deleted',
  'variable.viewed': 'variable_viewed_api',
};
