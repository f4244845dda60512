// Types of Keycloak's user events (`EventType`), each with its action. `_ERROR` behind one says that
// it failed. What is not here keeps its name under `identity.other`.

const actions: Readonly<Record<string, string>> = {
  'user.signed_in':
    'LOGIN IDENTITY_PROVIDER_LOGIN IDENTITY_PROVIDER_FIRST_LOGIN IDENTITY_PROVIDER_POST_LOGIN IDENTITY_PROVIDER_RESPONSE',
  'user.signed_out': 'LOGOUT',
  'app.signed_in': 'CLIENT_LOGIN',
  'user.created': 'REGISTER',
  'user.deleted': 'DELETE_ACCOUNT',
  'user.changed':
    'UPDATE_PROFILE VERIFY_PROFILE CUSTOM_REQUIRED_ACTION EXECUTE_ACTIONS EXECUTE_ACTION_TOKEN',
  'user.email_changed': 'UPDATE_EMAIL',
  'user.locked_out': 'USER_DISABLED_BY_PERMANENT_LOCKOUT USER_DISABLED_BY_TEMPORARY_LOCKOUT',
  'user.sign_in_challenged':
    'RESTART_AUTHENTICATION OAUTH2_DEVICE_AUTH OAUTH2_DEVICE_VERIFY_USER_CODE',
  'email_verification.requested': 'SEND_VERIFY_EMAIL',
  'email_verification.completed': 'VERIFY_EMAIL',
  'password.changed': 'UPDATE_PASSWORD',
  'password.reset': 'RESET_PASSWORD',
  'password_reset.requested': 'SEND_RESET_PASSWORD',
  'mfa.factor_added': 'UPDATE_TOTP',
  'mfa.factor_removed': 'REMOVE_TOTP',
  'credential.changed': 'UPDATE_CREDENTIAL',
  'credential.deleted': 'REMOVE_CREDENTIAL',
  'identity.linked':
    'FEDERATED_IDENTITY_LINK FEDERATED_IDENTITY_OVERRIDE_LINK IDENTITY_PROVIDER_LINK_ACCOUNT CLIENT_INITIATED_ACCOUNT_LINKING SEND_IDENTITY_PROVIDER_LINK',
  'identity.unlinked': 'REMOVE_FEDERATED_IDENTITY',
  'app.authorized': 'GRANT_CONSENT UPDATE_CONSENT',
  'app.deauthorized': 'REVOKE_GRANT',
  'app.created': 'CLIENT_REGISTER',
  'app.changed': 'CLIENT_UPDATE REGISTER_NODE UNREGISTER_NODE',
  'app.deleted': 'CLIENT_DELETE',
  'impersonation.started': 'IMPERSONATE',
  'invitation.created': 'INVITE_ORG',
  'session.revoked': 'USER_SESSION_DELETED',
  'token.exchanged':
    'CODE_TO_TOKEN TOKEN_EXCHANGE OAUTH2_DEVICE_CODE_TO_TOKEN AUTHREQID_TO_TOKEN PERMISSION_TOKEN OAUTH2_EXTENSION_GRANT JWT_AUTHORIZATION_GRANT IDENTITY_PROVIDER_RETRIEVE_TOKEN',
  'token.renewed': 'REFRESH_TOKEN',
  'token.used':
    'VALIDATE_ACCESS_TOKEN INTROSPECT_TOKEN USER_INFO_REQUEST CLIENT_INFO PUSHED_AUTHORIZATION_REQUEST',
  'token.rejected': 'INVALID_SIGNATURE',
};

const byType: ReadonlyMap<string, string> = new Map(
  Object.entries(actions).flatMap(([action, types]) =>
    types.split(' ').map((type) => [type, action] as const),
  ),
);

/** The action of a type without its `_ERROR`, or undefined. */
export function userAction(type: string, failed: boolean): string | undefined {
  const action = byType.get(type);
  return failed && action === 'user.signed_in' ? 'user.sign_in_failed' : action;
}

export const userActions: readonly string[] = [...Object.keys(actions), 'user.sign_in_failed'];

/** Types that are about the person's own account, and not about the client they came through. */
const aboutAccount =
  /^(?:REGISTER$|DELETE_ACCOUNT|UPDATE_|VERIFY_|REMOVE_|RESET_|SEND_|EXECUTE_|USER_|IMPERSONATE|CUSTOM_|FEDERATED_|IDENTITY_PROVIDER_LINK|INVITE_)/;

export const isAboutAccount = (type: string): boolean => aboutAccount.test(type);

/** Errors that say that somebody was not allowed; all others, that something did not work. */
const refusals = new Set([
  'access_denied',
  'consent_denied',
  'not_allowed',
  'rejected_by_user',
  'user_disabled',
  'user_temporarily_disabled',
  'client_disabled',
  'unauthorized_client',
  'invalid_user_credentials',
  'invalid_client_credentials',
  'ssl_required',
]);

export const isRefusal = (error: string | undefined): boolean =>
  error !== undefined && refusals.has(error);
