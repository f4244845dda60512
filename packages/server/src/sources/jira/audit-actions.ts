// Summaries of Jira's audit log, as they are worded in English: what was acted on, and how.

type Forms = readonly [created: string, changed: string, deleted: string];

/** What is created, changed and deleted, in the words that begin a summary. */
const objects: Readonly<Record<string, Forms>> = {
  user: ['user.created', 'user.changed', 'user.deleted'],
  group: ['group.created', 'group.changed', 'group.deleted'],
  project: ['project.created', 'project.changed', 'project.deleted'],
  'project component': ['setting.changed', 'setting.changed', 'setting.changed'],
  'project category': ['setting.changed', 'setting.changed', 'setting.changed'],
  'project version': ['release.created', 'release.changed', 'release.deleted'],
  'project role': ['role.created', 'role.changed', 'role.deleted'],
  'project roles': ['access.changed', 'access.changed', 'access.changed'],
  'global permission': ['access.granted', 'access.changed', 'access.revoked'],
  'permission scheme': ['policy.created', 'policy.changed', 'policy.deleted'],
  'issue security scheme': ['policy.created', 'policy.changed', 'policy.deleted'],
  'notification scheme': ['setting.changed', 'setting.changed', 'setting.changed'],
  'field configuration': ['setting.changed', 'setting.changed', 'setting.changed'],
  'field configuration scheme': ['setting.changed', 'setting.changed', 'setting.changed'],
  'custom field': ['setting.changed', 'setting.changed', 'setting.changed'],
  'issue type': ['setting.changed', 'setting.changed', 'setting.changed'],
  'issue type scheme': ['setting.changed', 'setting.changed', 'setting.changed'],
  screen: ['setting.changed', 'setting.changed', 'setting.changed'],
  'screen scheme': ['setting.changed', 'setting.changed', 'setting.changed'],
  status: ['setting.changed', 'setting.changed', 'setting.changed'],
  priority: ['setting.changed', 'setting.changed', 'setting.changed'],
  'global settings': ['setting.changed', 'setting.changed', 'setting.changed'],
  'jira global settings': ['setting.changed', 'setting.changed', 'setting.changed'],
  workflow: ['workflow.created', 'workflow.changed', 'workflow.deleted'],
  'workflow scheme': ['workflow.changed', 'workflow.changed', 'workflow.changed'],
  filter: ['resource.created', 'resource.changed', 'resource.deleted'],
  dashboard: ['resource.created', 'resource.changed', 'resource.deleted'],
  board: ['resource.created', 'resource.changed', 'resource.deleted'],
  sprint: ['resource.created', 'resource.changed', 'resource.deleted'],
  plan: ['resource.created', 'resource.changed', 'resource.deleted'],
  webhook: ['webhook.created', 'webhook.changed', 'webhook.deleted'],
  'application link': ['integration.created', 'integration.changed', 'integration.deleted'],
  'mail server': ['integration.created', 'integration.changed', 'integration.deleted'],
  license: ['license.changed', 'license.changed', 'license.changed'],
  'automation rule': ['rule.created', 'rule.changed', 'rule.deleted'],
  'personal access token': ['token.created', 'token.changed', 'token.revoked'],
};

const verbs: Readonly<Record<string, 0 | 1 | 2>> = {
  created: 0,
  added: 0,
  copied: 0,
  imported: 0,
  restored: 0,
  updated: 1,
  changed: 1,
  edited: 1,
  renamed: 1,
  archived: 1,
  enabled: 1,
  disabled: 1,
  started: 1,
  closed: 1,
  completed: 1,
  trashed: 1,
  'added to project': 1,
  'removed from project': 1,
  'assigned to project': 1,
  'draft published': 1,
  deleted: 2,
  removed: 2,
  revoked: 2,
};

/** Summaries that are more than an object and a verb. */
const wordings: Readonly<Record<string, string>> = {
  'user added to group': 'group_member.added',
  'user removed from group': 'group_member.removed',
  'user activated': 'user.activated',
  'user deactivated': 'user.deactivated',
  'user anonymized': 'user.deleted',
  'user renamed': 'user.renamed',
  'user password changed': 'password.changed',
  'password changed': 'password.changed',
  'user logged in': 'user.signed_in',
  'user login successful': 'user.signed_in',
  'user logged out': 'user.signed_out',
  'user login failed': 'user.sign_in_failed',
  'user failed to log in': 'user.sign_in_failed',
  'user logged in as another user': 'impersonation.started',
  'project version released': 'release.published',
  'project version unreleased': 'release.unpublished',
  'auditing enabled': 'audit_logging.enabled',
  'auditing disabled': 'audit_logging.disabled',
  'audit log configuration updated': 'audit_logging.changed',
  'audit log exported': 'audit_log.exported',
  'audit log search performed': 'audit_log.read',
  'issue deleted': 'ticket.deleted',
  'app installed': 'plugin.installed',
  'app uninstalled': 'plugin.removed',
  'app enabled': 'plugin.changed',
  'app disabled': 'plugin.changed',
  'plugin installed': 'plugin.installed',
  'plugin uninstalled': 'plugin.removed',
  'plugin enabled': 'plugin.changed',
  'plugin disabled': 'plugin.changed',
};

/** The catalogue's action for a summary, or undefined where no table knows it. */
export function auditAction(summary: string): string | undefined {
  const words = summary.trim().toLowerCase().slice(0, 200);
  if (Object.hasOwn(wordings, words)) return wordings[words];
  for (let at = words.lastIndexOf(' '); at > 0; at = words.lastIndexOf(' ', at - 1)) {
    const [subject, verb] = [words.slice(0, at), words.slice(at + 1)];
    if (Object.hasOwn(objects, subject) && Object.hasOwn(verbs, verb)) {
      return objects[subject]?.[verbs[verb] ?? 1];
    }
  }
  return undefined;
}

export const auditActions: readonly string[] = [
  ...Object.values(objects).flat(),
  ...Object.values(wordings),
];
