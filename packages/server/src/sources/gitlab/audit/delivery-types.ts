import type { AuditTable } from './table.ts';

/** Pipelines, runners, deployments, environments, packages, flags and integrations. */
export const deliveryTypes: AuditTable = {
  'pipeline_run.started': 'multi_project_downstream_pipeline_created',
  'pipeline_run.deleted': 'destroy_pipeline',
  'artifact.downloaded': 'job_artifact_downloaded',
  'workflow_permission.changed': `
    secure_ci_job_token_group_added secure_ci_job_token_group_removed
    secure_ci_job_token_inbound_disabled secure_ci_job_token_inbound_enabled
    secure_ci_job_token_policies_updated secure_ci_job_token_project_added
    secure_ci_job_token_project_removed`,
  'runner.registered': 'ci_runner_created ci_runner_registered',
  'runner.removed': 'ci_runner_unregistered ci_runners_bulk_deleted',
  'runner.changed': `
    ci_runner_assigned_to_project ci_runner_unassigned_from_project
    set_runner_associated_projects`,
  'report.created': 'ci_runner_usage_export',
  'deployment.started': 'deployment_started',
  'deployment.approved': 'deployment_approved',
  'deployment.rejected': 'deployment_rejected',
  'environment_protection.created': 'environment_protected',
  'environment_protection.removed': 'environment_unprotected',
  'environment_protection.changed': `
    protected_environment_approval_rule_added protected_environment_approval_rule_deleted
    protected_environment_approval_rule_updated protected_environment_deploy_access_level_added
    protected_environment_deploy_access_level_deleted
    protected_environment_deploy_access_level_updated protected_environment_updated`,
  'release.created': 'release_created',
  'release.changed': 'release_updated release_milestones_updated',
  'release.deleted': 'release_deleted_audit_event',
  'flag.created': 'feature_flag_created',
  'flag.changed': 'feature_flag_updated',
  'flag.deleted': 'feature_flag_deleted',
  'registry.created': 'container_repository_created',
  'registry.deleted': 'container_repository_deleted container_repository_deletion_marked',
  'image.untagged': 'container_repository_tags_deleted',
  'package.published': 'package_registry_package_published',
  'package.deleted': 'package_registry_package_deleted',
  'cache.deleted': `
    virtual_registries_container_cache_entry_deleted
    virtual_registries_packages_maven_cache_entry_deleted`,
  'artifact.created': 'ml_model_created ml_model_version_created',
  'artifact.deleted': 'ml_model_destroyed ml_model_version_destroyed',
  'webhook.created': 'webhook_created',
  'webhook.deleted': 'webhook_destroyed',
  'integration.created': `
    cluster_agent_created cluster_agent_create_failed create_ai_catalog_agent
    create_ai_catalog_flow create_ai_catalog_third_party_flow self_hosted_model_created`,
  'integration.changed': `
    update_ai_catalog_agent update_ai_catalog_flow update_ai_catalog_third_party_flow
    self_hosted_model_updated`,
  'integration.deleted': `
    cluster_agent_deleted cluster_agent_delete_failed delete_ai_catalog_agent
    delete_ai_catalog_flow delete_ai_catalog_third_party_flow self_hosted_model_destroyed`,
  'ai_policy.changed': `
    enable_ai_catalog_agent enable_ai_catalog_flow enable_ai_catalog_third_party_flow
    disable_ai_catalog_agent disable_ai_catalog_flow disable_ai_catalog_third_party_flow
    duo_features_enabled_updated experiment_features_enabled_updated q_onbarding_updated
    model_selection_feature_changed self_hosted_model_feature_changed
    self_hosted_model_terms_accepted`,
};
