import type { AuditTable } from './table.ts';

/** Repositories, reviews, issues and the settings that govern them. */
export const codeTypes: AuditTable = {
  'repository.created': 'project_created',
  'repository.imported': 'project_imported',
  'repository.deleted':
    'project_destroyed project_deletion_marked inactive_project_scheduled_for_deletion',
  'repository.restored': 'project_restored',
  'repository.archived': 'project_archived',
  'repository.unarchived': 'project_unarchived',
  'repository.renamed': 'project_name_updated project_path_updated',
  'repository.transferred': 'project_namespace_updated',
  'repository.forked': 'project_fork_operation',
  'repository.downloaded': 'repository_download_operation public_repository_download_operation',
  'repository.fetched': 'repository_git_operation',
  'repository.visibility_changed': 'project_visibility_level_updated',
  'repository.history_rewritten': 'project_blobs_removal project_text_replacement',
  'default_branch.changed': 'project_default_branch_updated',
  'repository.settings_changed': `
    project_fork_relationship_removed project_description_updated project_topics_updated
    project_merge_requests_template_updated project_merge_method_updated
    project_printing_merge_request_link_enabled_updated project_packages_enabled_updated
    project_remove_source_branch_after_merge_updated project_repository_size_limit_updated
    project_resolve_outdated_diff_discussions_updated project_suggestion_commit_message_updated
    merge_commit_template_updated squash_commit_template_updated squash_option_updated
    show_diff_preview_in_email_updated manually_trigger_housekeeping
    project_cicd_merge_pipelines_enabled_updated`,
  'merge_queue.changed': 'project_cicd_merge_trains_enabled_updated',
  'merge_check.changed': `
    allow_merge_on_skipped_pipeline_updated
    project_only_allow_merge_if_all_discussions_are_resolved_updated
    project_only_allow_merge_if_pipeline_succeeds_updated`,
  'repository_access.changed': `
    project_feature_analytics_access_level_updated project_feature_builds_access_level_updated
    project_feature_container_registry_access_level_updated
    project_feature_environments_access_level_updated
    project_feature_feature_flags_access_level_updated
    project_feature_forking_access_level_updated
    project_feature_infrastructure_access_level_updated
    project_feature_issues_access_level_updated
    project_feature_merge_requests_access_level_updated
    project_feature_metrics_dashboard_access_level_updated
    project_feature_model_experiments_access_level_updated
    project_feature_model_registry_access_level_updated
    project_feature_monitor_access_level_updated project_feature_operations_access_level_updated
    project_feature_package_registry_access_level_updated
    project_feature_pages_access_level_updated project_feature_releases_access_level_updated
    project_feature_repository_access_level_updated
    project_feature_requirements_access_level_updated
    project_feature_security_and_compliance_access_level_updated
    project_feature_snippets_access_level_updated project_feature_wiki_access_level_updated`,
  'branch_protection.created': 'protected_branch_created',
  'branch_protection.removed': 'protected_branch_removed',
  'branch_protection.changed': `
    protected_branch_updated protected_branch_allow_force_push_updated
    protected_branch_code_owner_approval_required_updated`,
  'branch_protection.bypassed': `
    merge_request_branch_bypassed_by_security_policy security_policy_access_token_push_bypass
    security_policy_service_account_push_bypass security_policy_user_push_bypass
    security_policy_merge_request_bypass`,
  'push_rule.changed': `
    group_push_rules_author_email_regex_updated group_push_rules_branch_name_regex_updated
    group_push_rules_commit_committer_check_updated
    group_push_rules_commit_message_negative_regex_updated
    group_push_rules_commit_message_regex_updated group_push_rules_file_name_regex_updated
    group_push_rules_max_file_size_updated group_push_rules_prevent_secrets_updated
    group_push_rules_reject_deny_delete_tag_updated group_push_rules_reject_member_check_updated
    group_push_rules_reject_non_dco_commits_updated
    group_push_rules_reject_unsigned_commits_updated
    project_push_rules_author_email_regex_updated project_push_rules_branch_name_regex_updated
    project_push_rules_commit_committer_check_updated
    project_push_rules_commit_message_negative_regex_updated
    project_push_rules_commit_message_regex_updated project_push_rules_file_name_regex_updated
    project_push_rules_max_file_size_updated project_push_rules_prevent_secrets_updated
    project_push_rules_reject_deny_delete_tag_updated
    project_push_rules_reject_member_check_updated
    project_push_rules_reject_non_dco_commits_updated
    project_push_rules_reject_unsigned_commits_updated`,
  'approval_rule.created':
    'approval_rule_created group_merge_request_approval_setting_created create_status_check',
  'approval_rule.removed': 'approval_rule_deleted delete_status_check',
  'approval_rule.changed': `
    update_approval_rules allow_author_approval_updated allow_committer_approval_updated
    allow_overrides_to_approver_list_per_merge_request_updated
    merge_request_invalid_approver_rules
    project_disable_overriding_approvers_per_merge_request_updated
    project_merge_requests_author_approval_updated
    project_merge_requests_disable_committers_approval_updated
    project_require_password_to_approve_updated project_reset_approvals_on_push_updated
    require_password_to_approve_updated require_reauthentication_to_approve_updated
    retain_approvals_on_push_updated selective_code_owner_removals_updated update_status_check
    external_status_check_name_updated external_status_check_url_updated
    policy_warn_mode_merge_request_approval_settings_overrides`,
  'pull_request.opened': 'merge_request_create merge_request_created_by_project_bot',
  'pull_request.approved':
    'merge_request_approval_operation policy_warn_mode_merge_request_approval',
  'pull_request.merged': `
    merge_request_merged merge_request_merged_by_project_bot
    merge_request_merged_with_dismissed_security_policy
    security_policy_merge_request_merged_with_policy_violations`,
  'pull_request.closed': 'merge_request_closed_by_project_bot',
  'pull_request.reopened': 'merge_request_reopened_by_project_bot',
  'pull_request.deleted':
    'delete_merge_request merged_merge_request_deleted merged_merge_request_deletion_started',
  'comment.created': 'comment_created comment_by_project_bot',
  'comment.changed': 'comment_updated',
  'comment.deleted': 'comment_deleted',
  'issue.opened': `
    epic_created_by_project_bot incident_created_by_project_bot issue_created_by_project_bot
    task_created_by_project_bot test_case_created_by_project_bot`,
  'issue.closed': `
    epic_closed_by_project_bot incident_closed_by_project_bot issue_closed_by_project_bot
    task_closed_by_project_bot test_case_closed_by_project_bot`,
  'issue.reopened': `
    epic_reopened_by_project_bot incident_reopened_by_project_bot
    issue_reopened_by_project_bot task_reopened_by_project_bot
    test_case_reopened_by_project_bot`,
  'issue.deleted': 'delete_issue delete_epic delete_work_item',
  'project.exported': `
    project_export_created group_export_created direct_transfer_relations_export_initiated`,
  'migration.downloaded': `
    project_export_file_download_started direct_transfer_relation_export_downloaded
    direct_transfer_relation_export_batch_downloaded`,
  'resource.read': 'project_ci_cd_settings_accessed group_ci_cd_settings_accessed',
};
