import { all, type AuditTable } from './table.ts';

const oauthApplication: Record<string, string> = {
  create: 'app.created',
  destroy: 'app.deleted',
  transfer: 'app.transferred',
  suspend: 'app.suspended',
  unsuspend: 'app.unsuspended',
  generate_client_secret: 'app_secret.created',
  remove_client_secret: 'app_secret.deleted',
  reset_secret: 'app_secret.rotated',
  ...all('token.revoked', 'revoke_all_tokens', 'revoke_tokens'),
};

/** Keys, tokens, apps and their authorisations. */
export const credentialActions: AuditTable = {
  public_key: {
    create: 'ssh_key.created',
    delete: 'ssh_key.deleted',
    ...all(
      'ssh_key.changed',
      'unverification_failure',
      'unverify',
      'update',
      'verification_failure',
      'verify',
    ),
  },
  gpg_key: { create: 'signing_key.created', destroy: 'signing_key.deleted' },
  git_signing_ssh_public_key: { create: 'signing_key.created', delete: 'signing_key.deleted' },
  ssh_certificate_authority: {
    create: 'ssh_certificate_authority.created',
    destroy: 'ssh_certificate_authority.deleted',
  },
  ssh_certificate_requirement: all('organization_policy.changed', 'disable', 'enable'),
  personal_access_token: {
    create: 'token.created',
    update: 'token.changed',
    destroy: 'token.deleted',
    credential_regenerated: 'token.rotated',
    credential_revoked: 'token.revoked',
    access_granted: 'token_request.approved',
    access_revoked: 'token.revoked',
    request_created: 'token_request.created',
    request_denied: 'token_request.denied',
    request_cancelled: 'token_request.cancelled',
    ...all(
      'token_policy.changed',
      'access_restriction_disabled',
      'access_restriction_enabled',
      'access_restriction_reset',
      'auto_approve_grant_requests_disabled',
      'auto_approve_grant_requests_enabled',
      'auto_approve_grant_requests_reset',
      'expiration_limit_set',
      'expiration_limit_unset',
    ),
  },
  auto_approve_personal_access_token_requests: all('token_policy.changed', 'disable', 'enable'),
  oauth_access: {
    create: 'token.created',
    update: 'token.changed',
    regenerate: 'token.rotated',
    revoke: 'token.revoked',
    destroy: 'token.deleted',
  },
  oauth_authorization: {
    create: 'app.authorized',
    update: 'app.authorized',
    destroy: 'app.deauthorized',
  },
  oauth_application: oauthApplication,
  integration: {
    ...oauthApplication,
    manager_added: 'app.manager_added',
    manager_removed: 'app.manager_removed',
  },
  integration_installation: {
    create: 'app.installed',
    destroy: 'app.uninstalled',
    suspend: 'app.suspended',
    unsuspend: 'app.unsuspended',
    repositories_added: 'app.access_changed',
    repositories_removed: 'app.access_changed',
    version_updated: 'app.permissions_accepted',
  },
  integration_installation_request: { create: 'app.requested', close: 'app.denied' },
  api: { request: 'api.requested' },
};
