import { all, onOff, type AuditTable } from './table.ts';

const on = 'security_feature.enabled';
const off = 'security_feature.disabled';
const feature = onOff(on, off, '');
const featureForNew = {
  ...feature,
  enabled_for_new_repos: on,
  disabled_for_new_repos: off,
};
const customPattern = {
  ...all('security_policy.created', 'create', 'publish'),
  update: 'security_policy.changed',
  delete: 'security_policy.removed',
};
const bypassList = all('security_policy.changed', 'add', 'remove', 'enable', 'disable');
const patternConfiguration = all(
  'security_policy.changed',
  'push_protection_setting_changed',
  'updated',
);
const closure = {
  ...all('dismissal.requested', 'create'),
  ...all('dismissal.approved', 'approve'),
  ...all('dismissal.denied', 'deny'),
  ...all('dismissal.cancelled', 'cancel'),
};

const features = [
  'business_dependabot_alerts',
  'business_dependabot_alerts_new_repos',
  'business_secret_scanning',
  'business_secret_scanning_automatic_validity_checks',
  'business_secret_scanning_custom_pattern_push_protection',
  'business_secret_scanning_generic_secrets',
  'business_secret_scanning_non_provider_patterns',
  'business_secret_scanning_push_protection',
  'dependabot_alerts',
  'dependabot_alerts_new_repos',
  'dependabot_security_updates',
  'dependabot_security_updates_new_repos',
  'dependency_graph',
  'dependency_graph_new_repos',
  'org_secret_scanning_automatic_validity_checks',
  'org_secret_scanning_generic_secrets',
  'org_secret_scanning_non_provider_patterns',
  'private_vulnerability_reporting',
  'private_vulnerability_reporting_new_repos',
  'repository_code_security',
  'repository_content_analysis',
  'repository_dependency_graph',
  'repository_dependency_graph_autosubmit',
  'repository_dependency_updates_self_hosted',
  'repository_malware_alerts',
  'repository_secret_scanning',
  'repository_secret_scanning_automatic_validity_checks',
  'repository_secret_scanning_custom_pattern_push_protection',
  'repository_secret_scanning_extended_metadata',
  'repository_secret_scanning_generic_secrets',
  'repository_secret_scanning_non_provider_patterns',
  'repository_secret_scanning_push_protection',
  'repository_security_updates',
  'repository_vulnerability_alerts_auto_dismissal',
  'secret_scanning',
  'secret_scanning_new_repos',
];

/** Security features switched on and off, what they found, and who dismissed it. */
export const securityActions: AuditTable = {
  ...Object.fromEntries(features.map((name) => [name, featureForNew])),
  repository_vulnerability_alerts: {
    ...feature,
    authorized_users_teams: 'security_policy.changed',
  },
  business_secret_scanning_custom_pattern: customPattern,
  org_secret_scanning_custom_pattern: customPattern,
  repository_secret_scanning_custom_pattern: customPattern,
  business_secret_scanning_push_protection_custom_message: all(
    'security_policy.changed',
    'disable',
    'enable',
    'update',
  ),
  business_secret_scanning_push_protection_pattern_configuration: patternConfiguration,
  org_secret_scanning_push_protection_pattern_configuration: patternConfiguration,
  org_secret_scanning_push_protection_bypass_list: bypassList,
  repository_secret_scanning_push_protection_bypass_list: bypassList,
  secret_scanning_alert: {
    create: 'secret_alert.created',
    resolve: 'secret_alert.resolved',
    revoke: 'secret_alert.resolved',
    reopen: 'secret_alert.reopened',
    public_leak: 'secret_alert.leaked_publicly',
    validate: 'secret_alert.validated',
    ...all('secret_alert.changed', 'assign', 'unassign', 'delete', 'report'),
  },
  secret_scanning_scan: { completed: 'secret_scan.completed' },
  secret_scanning_push_protection: { bypass: 'push_protection.bypassed' },
  secret_scanning_push_protection_request: {
    request: 'push_protection.bypass_requested',
    approve: 'push_protection.bypass_approved',
    deny: 'push_protection.bypass_denied',
    cancel: 'push_protection.bypass_cancelled',
    complete: 'push_protection.bypassed',
  },
  secret_scanning_closure_request: closure,
  dependabot_closure_request: closure,
  dependabot_repository_access: all(
    'security_policy.changed',
    'default_access_level_updated',
    'repositories_updated',
  ),
  repository_vulnerability_alert: {
    create: 'vulnerability_alert.created',
    ...all('vulnerability_alert.dismissed', 'dismiss', 'auto_dismiss'),
    ...all('vulnerability_alert.resolved', 'resolve', 'withdraw'),
    ...all('vulnerability_alert.reopened', 'reopen', 'auto_reopen', 'reintroduce'),
    ...all('vulnerability_alert.changed', 'assign', 'unassign'),
  },
  code_scanning: {
    alert_created: 'code_alert.created',
    alert_closed_by_user: 'code_alert.dismissed',
    ...all('code_alert.resolved', 'alert_closed_became_fixed', 'alert_closed_became_outdated'),
    ...all('code_alert.reopened', 'alert_reappeared', 'alert_reopened_by_user'),
    alert_appeared_in_branch: 'code_alert.changed',
    alert_closure_requested: 'dismissal.requested',
    alert_closure_approved: 'dismissal.approved',
    alert_closure_denied: 'dismissal.denied',
  },
  repository_advisory: {
    publish: 'advisory.published',
    open: 'advisory.reported',
    github_withdraw: 'advisory.withdrawn',
    ...all('advisory.changed', 'close', 'cve_request', 'github_broadcast', 'reopen', 'update'),
  },
  advisory_credit: all('advisory.changed', 'accept', 'create', 'decline', 'destroy'),
  security_configuration: {
    create: 'security_policy.created',
    update: 'security_policy.changed',
    delete: 'security_policy.removed',
  },
  security_configuration_default: all('security_policy.changed', 'delete', 'update'),
  security_configuration_policy: { update: 'security_policy.changed' },
  repository_security_configuration: all(
    'security_policy.changed',
    'applied',
    'failed',
    'removed',
    'removed_by_settings_change',
  ),
  vulnerability_alert_rule: {
    create: 'security_policy.created',
    delete: 'security_policy.removed',
    ...all(
      'security_policy.changed',
      'disable',
      'enable',
      'force_disable',
      'force_enable',
      'update',
    ),
  },
};
