// Events of the Reports API in the catalogue's words: by application and name, in the admin's log
// else by the type, which tells what was changed.

type Table = Readonly<Record<string, string>>;

const accounts: Table = {
  login_success: 'user.signed_in',
  login_failure: 'user.sign_in_failed',
  logout: 'user.signed_out',
  login_challenge: 'user.sign_in_challenged',
  login_verification: 'user.sign_in_challenged',
  suspicious_login: 'user.unfamiliar_sign_in',
  suspicious_login_less_secure_app: 'user.unfamiliar_sign_in',
  suspicious_programmatic_login: 'user.unfamiliar_sign_in',
  account_disabled_generic: 'user.suspended',
  account_disabled_hijacked: 'user.suspended',
  account_disabled_password_leak: 'user.suspended',
  account_disabled_spamming: 'user.suspended',
  account_disabled_spamming_through_relay: 'user.suspended',
  gov_attack_warning: 'threat.detected',
  risky_sensitive_action_allowed: 'privilege.escalated',
  risky_sensitive_action_blocked: 'permission.denied',
  '2sv_disable': 'mfa.disabled',
  '2sv_enroll': 'mfa.enabled',
  passkey_enrolled: 'mfa.factor_added',
  passkey_removed: 'mfa.factor_removed',
  password_edit: 'password.changed',
  recovery_email_edit: 'user.changed',
  recovery_phone_edit: 'user.changed',
  recovery_secret_qa_edit: 'user.changed',
  email_forwarding_out_of_domain: 'user.changed',
  titanium_enroll: 'security_feature.enabled',
  titanium_unenroll: 'security_feature.disabled',
};
const groups: Table = {
  create_group: 'group.created',
  delete_group: 'group.deleted',
  add_user: 'group_member.added',
  add_member: 'group_member.added',
  accept_invitation: 'group_member.added',
  approve_join_request: 'group_member.added',
  join: 'group_member.added',
  remove_user: 'group_member.removed',
  remove_member: 'group_member.removed',
  leave: 'group_member.removed',
  ban_user_with_moderation: 'group_member.removed',
  add_member_role: 'group_member.role_changed',
  remove_member_role: 'group_member.role_changed',
  update_member: 'group_member.role_changed',
};
const byApplication: Readonly<Record<string, Table>> = {
  login: accounts,
  user_accounts: accounts,
  logout: accounts,
  saml: { login_success: 'sso.signed_in', login_failure: 'user.sign_in_failed' },
  token: {
    authorize: 'app.authorized',
    revoke: 'app.deauthorized',
    activity: 'api.requested',
    request: 'app.requested',
  },
  groups,
  groups_enterprise: groups,
  drive: {
    view: 'file.read',
    preview: 'file.read',
    print: 'file.read',
    source_copy: 'file.read',
    download: 'file.downloaded',
    edit: 'file.changed',
    rename: 'file.changed',
    move: 'file.changed',
    untrash: 'file.changed',
    create: 'file.created',
    upload: 'file.created',
    copy: 'file.created',
    trash: 'file.deleted',
    delete: 'file.deleted',
  },
  mobile: {
    DEVICE_REGISTER_UNREGISTER_EVENT: 'device.registered',
    DEVICE_COMPROMISED_EVENT: 'threat.detected',
    SUSPICIOUS_ACTIVITY_EVENT: 'threat.detected',
  },
  gmail: { delivery: 'message.delivered' },
  access_transparency: { ACCESS: 'resource.read' },
  admin: {
    CREATE_USER: 'user.created',
    DELETE_USER: 'user.deleted',
    SUSPEND_USER: 'user.suspended',
    UNSUSPEND_USER: 'user.unsuspended',
    ARCHIVE_USER: 'user.deactivated',
    UNARCHIVE_USER: 'user.activated',
    UNDELETE_USER: 'user.activated',
    RENAME_USER: 'user.renamed',
    CHANGE_PASSWORD: 'password.reset',
    GRANT_ADMIN_PRIVILEGE: 'administrator.added',
    REVOKE_ADMIN_PRIVILEGE: 'administrator.removed',
    TURN_OFF_2_STEP_VERIFICATION: 'mfa.disabled',
    UNENROLL_USER_FROM_STRONG_AUTH: 'mfa.disabled',
    GENERATE_2SV_SCRATCH_CODES: 'recovery_codes.generated',
    REVOKE_3LO_TOKEN: 'token.revoked',
    REVOKE_ASP: 'credential.deleted',
    CREATE_GROUP: 'group.created',
    DELETE_GROUP: 'group.deleted',
    ADD_GROUP_MEMBER: 'group_member.added',
    REMOVE_GROUP_MEMBER: 'group_member.removed',
    UPDATE_GROUP_MEMBER: 'group_member.role_changed',
    CREATE_ROLE: 'role.created',
    DELETE_ROLE: 'role.deleted',
    ASSIGN_ROLE: 'role.assigned',
    UNASSIGN_ROLE: 'role.revoked',
    ADD_APPLICATION: 'app.installed',
    REMOVE_APPLICATION: 'app.uninstalled',
    ADD_APPLICATION_TO_WHITELIST: 'app.approved',
    REMOVE_APPLICATION_FROM_WHITELIST: 'app.access_changed',
    AUTHORIZE_API_CLIENT_ACCESS: 'app.authorized',
    REMOVE_API_CLIENT_ACCESS: 'app.deauthorized',
    ADD_TRUSTED_DOMAINS: 'domain.added',
    REMOVE_TRUSTED_DOMAINS: 'domain.removed',
    ADD_SECONDARY_DOMAIN: 'domain.added',
    REMOVE_SECONDARY_DOMAIN: 'domain.removed',
    VERIFY_DOMAIN: 'domain.verified',
    TOGGLE_SSO_ENABLED: 'sso.changed',
    CHANGE_SSO_SETTINGS: 'sso.changed',
    ALLOW_STRONG_AUTHENTICATION: 'mfa_requirement.changed',
    ENFORCE_STRONG_AUTHENTICATION: 'mfa_requirement.changed',
    CUSTOMER_TAKEOUT_CREATED: 'export.created',
    CUSTOMER_TAKEOUT_SUCCEEDED: 'export.created',
    CUSTOMER_TAKEOUT_FAILED: 'export.created',
    DELETE_CUSTOMER_TAKEOUT: 'export.deleted',
  },
};

const byType: Readonly<Record<string, Table>> = {
  admin: {
    USER_SETTINGS: 'user.changed',
    GROUP_SETTINGS: 'group.changed',
    DELEGATED_ADMIN_SETTINGS: 'role.changed',
    ORG_SETTINGS: 'organization.changed',
    SECURITY_SETTINGS: 'security_policy.changed',
    LICENSES_SETTINGS: 'license.changed',
    APPLICATION_SETTINGS: 'application_setting.changed',
    CALENDAR_SETTINGS: 'application_setting.changed',
    CHAT_SETTINGS: 'application_setting.changed',
    CHROME_OS_SETTINGS: 'application_setting.changed',
    CONTACTS_SETTINGS: 'application_setting.changed',
    DOCS_SETTINGS: 'application_setting.changed',
    DOMAIN_SETTINGS: 'application_setting.changed',
    EMAIL_SETTINGS: 'application_setting.changed',
    MOBILE_SETTINGS: 'application_setting.changed',
    SITES_SETTINGS: 'application_setting.changed',
  },
  drive: { acl_change: 'file.permissions_changed' },
  groups: { acl_change: 'group.changed', moderator_action: 'group.changed' },
  groups_enterprise: { moderator_action: 'group.changed' },
  access_transparency: { GSUITE_RESOURCE: 'resource.read' },
};

/** The action; undefined where neither name nor type tells it. */
export function workspaceAction(
  application: string,
  type: string | undefined,
  name: string | undefined,
): string | undefined {
  return of(byApplication, application, name) ?? of(byType, application, type);
}

function of(tables: Readonly<Record<string, Table>>, application: string, key?: string) {
  const table = Object.hasOwn(tables, application) ? tables[application] : undefined;
  return key !== undefined && table !== undefined && Object.hasOwn(table, key)
    ? table[key]
    : undefined;
}

/** The `other` for what no table has: settings that admins change are policy. */
export function otherOf(application: string): string {
  return application === 'admin' ? 'policy.other' : 'access.other';
}

/** Everything that this adapter can say. */
export const workspaceActions: readonly string[] = [
  ...new Set([
    ...[byApplication, byType].flatMap((tables) =>
      Object.values(tables).flatMap((table) => Object.values(table)),
    ),
    'policy.other',
    'access.other',
  ]),
];
