// Records without a type, as the database, the API and the log of GitLab before 15.x have them:
// what was done stands in `details`, as words or as `add`, `remove` and `change`.
import { firstText, type JsonObject } from '../../reader.ts';

const changed: Readonly<Record<string, string>> = {
  access_level: 'collaborator.role_changed',
  visibility: 'repository.visibility_changed',
  name: 'repository.renamed',
  path: 'repository.renamed',
  namespace: 'repository.transferred',
  username: 'user.renamed',
  email: 'user.changed',
  'email address': 'user.changed',
  password: 'password.changed',
  admin: 'administrator.changed',
  'user access': 'collaborator.role_changed',
  packages_enabled: 'repository.settings_changed',
  repository_size_limit: 'repository.settings_changed',
  require_two_factor_authentication: 'mfa_requirement.changed',
  membership_lock: 'organization_policy.changed',
  lfs_enabled: 'group.changed',
  reset_approvals_on_push: 'approval_rule.changed',
  require_password_to_approve: 'approval_rule.changed',
  disable_overriding_approvers_per_merge_request: 'approval_rule.changed',
  'number of required approvals': 'approval_rule.changed',
};
const added: Readonly<Record<string, string>> = {
  user_access: 'collaborator.added',
  project: 'repository.created',
  group: 'group.created',
  user: 'user.created',
  email: 'user.changed',
  new_ssh_key: 'ssh_key.created',
  deploy_key: 'deploy_key.created',
  project_access: 'team_access.granted',
};
const removed: Readonly<Record<string, string>> = {
  user_access: 'collaborator.removed',
  project: 'repository.deleted',
  group: 'group.deleted',
  user: 'user.deleted',
  email: 'user.changed',
  deploy_key: 'deploy_key.deleted',
  project_access: 'team_access.revoked',
};

/** Beginnings of messages, in lower case; the first that fits counts. */
const messages: readonly (readonly [string, string])[] = [
  ['started impersonation', 'impersonation.started'],
  ['stopped impersonation', 'impersonation.ended'],
  ['ask for password reset', 'password_reset.requested'],
  ['failed to login', 'user.sign_in_failed'],
  ['signed in with', 'user.signed_in'],
  ['user access was locked', 'user.locked_out'],
  ['user access was unlocked', 'user.unlocked'],
  ['blocked user', 'user.blocked'],
  ['unblocked user', 'user.unblocked'],
  ['banned user', 'user.blocked'],
  ['unbanned user', 'user.unblocked'],
  ['instance access request approved', 'user.activated'],
  ['instance access request rejected', 'user.deactivated'],
  ['added ssh key', 'ssh_key.created'],
  ['removed ssh key', 'ssh_key.deleted'],
  ['added gpg key', 'signing_key.created'],
  ['removed gpg key', 'signing_key.deleted'],
  ['created personal access token', 'token.created'],
  ['revoked personal access token', 'token.revoked'],
  ['created project access token', 'token.created'],
  ['revoked project access token', 'token.deleted'],
  ['created group access token', 'token.created'],
  ['revoked group access token', 'token.deleted'],
  ['created deploy token', 'token.created'],
  ['revoked deploy token', 'token.revoked'],
  ['project export created', 'project.exported'],
  ['group file export was created', 'project.exported'],
  ['export file download started', 'migration.downloaded'],
  ['repository download started', 'repository.downloaded'],
  ['repository fork', 'repository.forked'],
  ['project archived', 'repository.archived'],
  ['project unarchived', 'repository.unarchived'],
  ['project marked for deletion', 'repository.deleted'],
  ['project restored', 'repository.restored'],
  ['added ci variable', 'variable.created'],
  ['removed ci variable', 'variable.deleted'],
  ['disabled two-factor', 'mfa.disabled'],
  ['enabled two-factor', 'mfa.enabled'],
  ['user enabled admin mode', 'admin_mode.entered'],
  ['destroyed pipeline', 'pipeline_run.deleted'],
  ['merged merge request', 'pull_request.merged'],
  ['approved merge request', 'pull_request.approved'],
];

/** The action of a record without a type, and GitLab's own word for it. */
export function olderAction(details: JsonObject): { native: string; action: string | undefined } {
  const change = firstText(details, 'change');
  if (change !== undefined) return { native: `change:${change}`, action: pick(changed, change) };
  const add = firstText(details, 'add');
  if (add !== undefined) return { native: `add:${add}`, action: pick(added, add) };
  const remove = firstText(details, 'remove');
  if (remove !== undefined) return { native: `remove:${remove}`, action: pick(removed, remove) };
  const login = firstText(details, 'failed_login');
  if (login !== undefined) {
    return { native: `failed_login:${login}`, action: 'user.sign_in_failed' };
  }
  const method = firstText(details, 'with');
  if (method !== undefined) return { native: `with:${method}`, action: 'user.signed_in' };
  const message = firstText(details, 'custom_message', 'custom_message.action');
  if (message === undefined) return { native: 'audit_event', action: undefined };
  const words = message.toLowerCase();
  return { native: message, action: messages.find(([start]) => words.startsWith(start))?.[1] };
}

function pick(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** All actions that this file can give. */
export const olderActions: readonly string[] = [
  ...new Set([
    ...Object.values(changed),
    ...Object.values(added),
    ...Object.values(removed),
    ...messages.map(([, action]) => action),
  ]),
];
