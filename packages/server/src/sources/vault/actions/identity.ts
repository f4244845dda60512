// Paths below `auth/<mount>/` and `identity/`.
import { compiled, kept, looked } from './rule.ts';

/** Below `auth/token/`. */
export const tokenRules = compiled([
  ['create/**', { any: 'token.created' }, 'token'],
  ['create-orphan', { any: 'token.created' }, 'token'],
  ['renew/**', { any: 'token.renewed' }, 'token'],
  ['renew-self', { any: 'token.renewed' }, 'token'],
  ['renew-accessor', { any: 'token.renewed' }, 'token'],
  ['revoke/**', { any: 'token.revoked' }, 'token'],
  ['revoke-self', { any: 'token.revoked' }, 'token'],
  ['revoke-accessor', { any: 'token.revoked' }, 'token'],
  ['revoke-orphan', { any: 'token.revoked' }, 'token'],
  ['roles/**', kept('role'), 'role'],
  ['tidy', { any: 'token.deleted' }, 'token'],
  ['**', { any: 'resource.read', list: 'resource.listed' }, 'token'],
]);

const user = kept('user');
const role = kept('role');
const alias = { write: 'identity.linked', delete: 'identity.unlinked', ...looked } as const;
const client = kept('app');

/** Below any other `auth/<mount>/`; signing in is told apart before. */
export const authRules = compiled([
  ['oidc/auth_url', { any: 'user.sign_in_challenged' }, 'auth_method'],
  ['role/*/secret-id', { write: 'credential.issued', ...looked }, 'role'],
  ['role/*/custom-secret-id', { write: 'credential.issued', ...looked }, 'role'],
  ['role/*/secret-id/lookup', { any: 'resource.read' }, 'role'],
  ['role/*/secret-id-accessor/lookup', { any: 'resource.read' }, 'role'],
  ['role/*/secret-id/destroy', { any: 'credential.deleted' }, 'role'],
  ['role/*/secret-id-accessor/destroy', { any: 'credential.deleted' }, 'role'],
  ['role/*/*', { write: 'role.changed', delete: 'role.changed', ...looked }, 'role'],
  ['role/**', role, 'role'],
  ['roles/**', role, 'role'],
  ['certs/**', role, 'role'],
  ['crls/**', { write: 'auth_method.changed', delete: 'auth_method.changed', ...looked }, 'crl'],
  ['users/*/password', { any: 'password.changed' }, 'user'],
  ['users/*/policies', { any: 'user.changed' }, 'user'],
  ['users/**', user, 'user'],
  ['groups/**', kept('group'), 'group'],
  ['map/users/**', user, 'user'],
  ['map/teams/**', kept('group'), 'group'],
  ['map/**', { write: 'auth_method.changed', delete: 'auth_method.changed', ...looked }, 'mapping'],
  ['tidy/**', { write: 'credential.deleted', ...looked }, 'auth_method'],
  ['config/rotate/**', { any: 'secret.rotated' }, 'auth_method'],
  [
    'config/**',
    { write: 'auth_method.changed', delete: 'auth_method.changed', ...looked },
    'auth_method',
  ],
  ['rotate-root', { any: 'secret.rotated' }, 'auth_method'],
]);

/** Below `identity/`. */
export const identityRules = compiled([
  ['entity/merge', { any: 'identity.linked' }, 'user'],
  ['entity/batch-delete', { any: 'user.deleted' }, 'user'],
  ['entity/**', user, 'user'],
  ['entity-alias/**', alias, 'user'],
  ['alias/**', alias, 'user'],
  ['persona/**', alias, 'user'],
  ['group/**', kept('group'), 'group'],
  ['group-alias/**', { write: 'group.linked', delete: 'group.unlinked', ...looked }, 'group'],
  ['lookup/**', { any: 'resource.read' }, 'user'],
  ['mfa/method/*/admin-generate', { any: 'mfa.factor_added' }, 'user'],
  ['mfa/method/*/generate', { any: 'mfa.factor_added' }, 'user'],
  ['mfa/method/*/admin-destroy', { any: 'mfa.factor_removed' }, 'user'],
  [
    'mfa/login-enforcement/**',
    { write: 'mfa_requirement.enabled', delete: 'mfa_requirement.disabled', ...looked },
    'mfa',
  ],
  ['mfa/**', { write: 'auth_method.changed', delete: 'auth_method.changed', ...looked }, 'mfa'],
  ['oidc/key/*/rotate', { any: 'key.rotated' }, 'key'],
  ['oidc/key/**', kept('key'), 'key'],
  ['oidc/token/**', { read: 'token.created' }, 'token'],
  ['oidc/introspect', { any: 'resource.read' }, 'token'],
  ['oidc/role/**', role, 'role'],
  ['oidc/assignment/**', role, 'role'],
  ['oidc/client/**', client, 'app'],
  ['oidc/provider/*/authorize', { any: 'app.authorized' }, 'app'],
  ['oidc/provider/*/token', { any: 'token.exchanged' }, 'app'],
  ['oidc/provider/*/userinfo', { any: 'resource.read' }, 'app'],
  ['oidc/provider/**', { write: 'sso.changed', delete: 'sso.changed', ...looked }, 'app'],
  ['oidc/scope/**', { write: 'sso.changed', delete: 'sso.changed', ...looked }, 'app'],
  ['oidc/**', { write: 'sso.changed', ...looked }, 'app'],
]);
