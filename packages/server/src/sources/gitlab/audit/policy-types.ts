import type { AuditTable } from './table.ts';

/** Security and compliance policies, instance and group rules, audit streaming. */
export const policyTypes: AuditTable = {
  'application_setting.changed': `
    application_setting_updated enabled_git_access_protocol_updated
    new_user_signups_cap_updated seat_control_updated`,
  'organization_policy.changed': `
    allow_mfa_for_subgroups_updated allowed_email_domain_updated
    group_membership_lock_updated group_project_creation_level_updated
    group_request_access_enabled_updated group_shared_with_group_lock_updated
    prevent_forking_outside_group_updated prevent_sharing_groups_outside_hierarchy_updated
    remove_dormant_members_period_updated remove_dormant_members_updated
    enforce_ssh_certificates_updated step_up_auth_required_oauth_provider_updated`,
  'group.visibility_changed': 'group_visibility_level_updated',
  'mfa_requirement.changed':
    'group_require_two_factor_authentication_updated group_two_factor_grace_period_updated',
  'token_policy.changed': `
    disable_personal_access_tokens_updated disable_ssh_keys_updated
    resource_access_token_creation_allowed_updated
    service_access_tokens_expiration_enforced_updated`,
  'actions_policy.changed':
    'allow_runner_registration_token_updated runner_registration_enabled_updated',
  'ip_allow_list.changed': 'ip_restrictions_changed',
  'sso.changed': 'group_saml_provider_create group_saml_provider_update',
  'security_policy.created': `
    security_policy_create dast_profile_create dast_profile_schedule_create
    dast_scanner_profile_create dast_site_profile_create project_security_exclusion_created
    security_attribute_created security_category_created`,
  'security_policy.changed': `
    security_policy_update policy_project_updated dast_profile_update
    dast_profile_schedule_update dast_scanner_profile_update dast_site_profile_update
    project_security_exclusion_updated project_security_setting_updated
    group_secret_push_protection_updated group_validity_checks_updated
    security_attribute_updated security_attribute_attached_to_project
    security_attribute_detached_from_project security_category_updated
    security_policy_yaml_invalidated security_policy_limit_exceeded
    coverage_fuzzing_corpus_create`,
  'security_policy.removed': `
    security_policy_delete dast_profile_destroy dast_scanner_profile_destroy
    dast_site_profile_destroy project_security_exclusion_deleted security_attribute_deleted
    security_category_deleted`,
  'push_protection.bypassed': 'skip_secret_push_protection project_security_exclusion_applied',
  'policy.created': `
    create_compliance_framework created_compliance_requirement
    created_compliance_requirement_control`,
  'policy.changed': `
    update_compliance_framework update_compliance_requirement
    updated_compliance_requirement_control`,
  'policy.deleted': `
    destroy_compliance_framework compliance_framework_deleted
    destroyed_compliance_requirement destroyed_compliance_requirement_control`,
  'policy.attached': 'compliance_framework_added compliance_framework_id_updated',
  'policy.detached': 'compliance_framework_removed',
  'policy.violated': `
    security_policy_violations_detected policy_warn_mode_push_settings_overrides
    update_project_compliance_violation`,
  'policy_check.completed': `
    compliance_control_status_fail compliance_control_status_pass
    request_to_compliance_external_control_failed
    request_to_compliance_external_control_successful
    pending_compliance_external_control_failed security_policy_violations_resolved
    security_policy_pipeline_failed security_policy_pipeline_skipped
    security_policy_scheduled_scans_not_enforced status_check_response_update`,
  'vulnerability_alert.changed':
    'vulnerability_severity_override remove_vulnerability_false_positive_flag',
  'audit_log_stream.created': `
    amazon_s3_configuration_created create_event_streaming_destination
    create_instance_event_streaming_destination
    created_group_audit_event_streaming_destination
    created_instance_audit_event_streaming_destination
    google_cloud_logging_configuration_created instance_amazon_s3_configuration_created
    instance_google_cloud_logging_configuration_created`,
  'audit_log_stream.changed': `
    amazon_s3_configuration_updated audit_events_streaming_headers_create
    audit_events_streaming_headers_destroy audit_events_streaming_headers_update
    audit_events_streaming_instance_headers_create
    audit_events_streaming_instance_headers_destroy
    audit_events_streaming_instance_headers_update create_http_namespace_filter
    delete_http_namespace_filter created_group_namespace_filter
    created_instance_namespace_filter deleted_group_namespace_filter
    deleted_instance_namespace_filter event_type_filters_created event_type_filters_deleted
    google_cloud_logging_configuration_updated instance_amazon_s3_configuration_updated
    instance_google_cloud_logging_configuration_updated update_event_streaming_destination
    update_instance_event_streaming_destination
    updated_group_audit_event_streaming_destination
    updated_instance_audit_event_streaming_destination`,
  'audit_log_stream.deleted': `
    amazon_s3_configuration_deleted deleted_group_audit_event_streaming_destination
    deleted_instance_audit_event_streaming_destination destroy_event_streaming_destination
    destroy_instance_event_streaming_destination google_cloud_logging_configuration_deleted
    instance_amazon_s3_configuration_deleted
    instance_google_cloud_logging_configuration_deleted`,
};
