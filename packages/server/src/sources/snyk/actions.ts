// Types of Snyk's audit log (docs: "Audit logs") in the catalogue's words, without the `org.`,
// `group.` or `tenant.` that they begin with.

/** Action of the catalogue to the types that stand for it. */
const table: Readonly<Record<string, string>> = {
  'api.requested': 'api.access',
  'organization.created': 'create org.add org.create',
  'organization.changed': `
    edit org.edit settings.edit request_access_settings.edit notification_settings.edit
    settings.feature_flag.edit cloud_config.settings.edit tag.create tag.delete
    org_source.create org_source.edit org_source.delete`,
  'organization.deleted': 'delete org.remove org.delete',
  'security_policy.created': 'policy.create license_rule.create',
  'security_policy.changed': `
    policy.edit license_rule.edit ignore_policy.edit sast_settings.edit language_settings.edit
    project.pr_check.edit`,
  'security_policy.removed': 'policy.delete license_rule.delete',
  'integration.created': 'integration.create app.create app_bot.create',
  'integration.changed': 'integration.edit integration.settings.edit app.edit',
  'integration.deleted': 'integration.delete app.delete',
  'webhook.created': 'webhook.add webhook.create',
  'webhook.deleted': 'webhook.delete',
  'project.created': 'project.add project.monitor target.create',
  'project.changed': `
    project.edit project.settings.edit project.settings.delete project.tag.add
    project.tag.remove project.attributes.edit project.stop_monitor project.files.create
    collection.create collection.edit collection.delete project_filter.create
    project_filter.delete`,
  'project.deleted': 'project.delete project.remove target.delete',
  'scan.completed': 'project.test',
  'vulnerability_alert.dismissed': 'project.ignore.create',
  'vulnerability_alert.reopened': 'project.ignore.delete',
  'vulnerability_alert.changed': 'project.ignore.edit project.issue.create',
  'pull_request.opened': 'project.fix_pr.manual_open project.fix_pr.auto_open',
  'service_account.created': 'service_account.create',
  'service_account.changed': 'service_account.edit',
  'service_account.deleted': 'service_account.delete',
  'invitation.created': 'user.invite user.provision.create user.invite_link.create',
  'invitation.accepted': 'user.invite.accept user.invite_link.accept user.provision.accept',
  'invitation.cancelled': 'user.provision.delete user.invite.revoke user.invite_link.revoke',
  'organization_member.added': 'user.add',
  'organization_member.removed': 'user.leave user.remove',
  'organization_member.role_changed': 'user.role.edit',
  'role.created': 'role.create user.role.create',
  'role.changed': 'role.edit user.role.details.edit user.role.permissions.edit',
  'role.deleted': 'role.delete user.role.delete',
  'sso.changed': 'sso.add sso.create sso.edit sso.delete sso.auth0_connection.create',
  'billing.changed': 'billing.info.edit billing.subscription.edit',
};

const actions: ReadonlyMap<string, string> = new Map(
  Object.entries(table).flatMap(([action, types]) =>
    types
      .trim()
      .split(/\s+/)
      .map((type) => [type, action] as const),
  ),
);

/** The catalogue's action for an audit type: `org.project.ignore.create`. */
export function auditAction(type: string): string | undefined {
  return actions.get(type) ?? actions.get(type.replace(/^(?:org|group|tenant)\./, ''));
}

/** Everything that the adapter can emit. */
export const snykActions: readonly string[] = [
  ...new Set([
    ...Object.keys(table),
    'webhook.pinged',
    'vulnerability_alert.created',
    'vulnerability_alert.resolved',
    'policy.other',
  ]),
];
