// What CircleCI says (docs: "Outbound webhooks reference", "Audit logs") in the catalogue's words.

/** Action of the catalogue to the audit actions that stand for it; words stand between dots. */
const table: Readonly<Record<string, string>> = {
  'invitation.created': 'ams.invitation.created',
  'invitation.accepted': 'ams.invitation.accepted',
  'invitation.cancelled': 'ams.invitation.revoked',
  'audit_log.exported': 'audit.log.requested audit.log.download.url.generated',
  'job.queued': 'build.create workflow.job.scheduled',
  'job.started': 'workflow.job.start',
  'job.completed': 'workflow.job.finish',
  'workflow_run.requested': 'trigger.event.create workflow.schedule.start',
  'workflow_run.started': 'workflow.start',
  'workflow_run.cancelled': 'workflow.cancel',
  'workflow_run.rerun': 'workflow.retry',
  'workflow_run.approved': 'workflow.job.approve',
  'workflow_run.deleted': 'org.workflows.deleted',
  'permission.checked': 'workflow.job.context.request',
  'deploy_key.created': 'checkout.key.create',
  'deploy_key.deleted': 'checkout.key.delete checkout.key.delete.all deploy.keys.delete',
  'deployment.cancelled': 'component.cancel.release',
  'deployment.promoted': 'component.promote.release',
  'deployment.rolled_back': 'project.rollback',
  'variable.changed': 'context.env.var.store',
  'variable.created': 'context.create project.env.var.create project.env.var.copy',
  'variable.deleted': 'context.delete context.env.var.delete project.env.var.delete',
  'secret.accessed': 'context.secrets.accessed',
  'access.granted': 'context.group.add project.group.role.grant.create role.grant.create',
  'access.changed': 'project.group.role.grant.update role.grant.update',
  'access.revoked': 'context.group.remove project.group.role.grant.delete role.grant.delete',
  'policy.created': 'context.restriction.create',
  'policy.deleted': 'context.restriction.delete',
  'group.created': 'group.create',
  'group.changed': 'group.update',
  'group.deleted': 'group.delete',
  'group_member.added': 'group.member.add',
  'group_member.removed': 'group.member.remove',
  'organization_member.removed': 'org.member.remove',
  'namespace.created': 'orb.namespace.create',
  'resource.created': 'orb.orb.create',
  'package.published': 'orb.publish.dev orb.publish.release',
  'artifact.promoted': 'orb.version.promote',
  'organization.created': 'org.create',
  'organization.renamed': 'org.rename',
  'organization.changed': 'org.contacts.updated organization.settings.update',
  'project.created': 'project.add project.create project.setup',
  'project.changed':
    'project.settings.update project.follow project.unfollow project.toggle.abusive',
  'project.deleted': 'project.delete',
  'workflow.disabled': 'project.stop.building',
  'token.created': 'project.api.token.create release.integration.token.create',
  'token.revoked': 'project.api.token.delete release.integration.token.revoke',
  'ssh_key.created': 'project.ssh.key.create',
  'ssh_key.deleted': 'project.ssh.key.delete',
  'integration.created': 'release.integration.create',
  'integration.deleted': 'release.integration.delete',
  'pipeline_schedule.changed': 'schedule.create schedule.update schedule.delete',
  'pipeline.changed': 'trigger.create trigger.update trigger.delete',
  'webhook.created': 'webhook.create',
  'webhook.changed': 'webhook.update',
  'webhook.deleted': 'webhook.delete',
};

const actions: ReadonlyMap<string, string> = new Map(
  Object.entries(table).flatMap(([action, types]) =>
    types.split(' ').map((type) => [type, action] as const),
  ),
);

/**
 * The catalogue's action for an audit action. The documentation spells some with dots and some
 * with hyphens or underscores: `workflow.job.start`, `workflow-job-start`.
 */
export function auditAction(action: string): string | undefined {
  return actions.get(action.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.'));
}

/** Everything that the adapter can emit. */
export const circleciActions: readonly string[] = [
  ...new Set([
    ...Object.keys(table),
    'workflow_run.completed',
    'workflow_run.cancelled',
    'job.completed',
    'job.cancelled',
    'webhook.pinged',
    'pipeline.other',
  ]),
];
