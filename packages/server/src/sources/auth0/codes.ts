// Auth0's log event type codes, each with its action and outcome. What is not here keeps its code
// under `identity.other`.
import type { Outcome } from '@acta/event';

const success: Readonly<Record<string, string>> = {
  'user.signed_in':
    's scoa ssa sens sepft seoobft seotpft sepkoobft sepkotpft sepkrcft sercft ss_sso_success passkey_challenge_started',
  'user.signed_out': 'slo oidc_backchannel_logout_succeeded universal_logout_succeeded',
  'token.exchanged':
    'seacft seccft secte sede seta sd sertft idjag_exchange_succeeded success_on_behalf_of_token_exchange ciba_exchange_succeeded ciba_start_succeeded',
  'token.revoked': 'srrt',
  'user.created': 'ss',
  'user.deleted': 'sdu',
  'user.email_changed': 'sce sv',
  'user.renamed': 'scu',
  'user.changed': 'scpn my_account_authentication_method_succeeded wum',
  'password.changed': 'scp',
  'password_reset.requested': 'scpr',
  'invitation.accepted': 'si',
  'user.unlocked': 'ublkdu',
  'organization_member.added': 'organization_member_added',
  'directory.synced': 'sui sscim directory_sync_started directory_sync_completed resource_cleanup',
  'identity.linked': 'connected_accounts_connection_succeeded',
  'identity.unlinked': 'connected_accounts_delete_succeeded',
  'mfa.factor_added': 'gd_enrollment_complete gd_start_enroll too_many_records',
  'mfa.factor_removed': 'gd_unenroll',
  'mfa.factor_changed': 'gd_update_device_account',
  'user.sign_in_challenged': 'mfar gd_start_auth gd_auth_succeed gd_auth_email_verification pla',
  'recovery_codes.used': 'gd_recovery_succeed',
  'security_policy.changed': 'gd_tenant_update',
  'credential.used': 'scv',
  'notification.sent':
    'cls cs gd_send_email gd_send_email_verification gd_send_pn gd_send_sms gd_send_voice svr wn',
  'key.used': 'kms_key_management_success',
  'key.changed': 'kms_key_state_changed',
  'secret.accessed': 'mgmt_api_read',
  'user.unfamiliar_sign_in': 'w',
  'workflow_run.completed': 'flows_execution_completed forms_submission_succeeded',
  'log.written': 'depnote ss_sso_info acls_summary acul_sdk_notice',
};

const failure: Readonly<Record<string, string>> = {
  'user.sign_in_failed':
    'f fp fu fc fco fcoa fsa fens fepft feoobft feotpft fepotpft fercft fpar fdeac fdeaz fdecc passkey_challenge_failed ss_sso_failure',
  'user.signed_out':
    'flo federated_logout_failed oidc_backchannel_logout_failed universal_logout_failed',
  'token.exchanged':
    'feacft feccft fecte fede feta fd idjag_exchange_failed jwt_bearer_exchange_failed failed_on_behalf_of_token_exchange ciba_exchange_failed ciba_start_failed rich_consents_access_error',
  'token.rejected': 'ferrt fertft',
  'user.created': 'fs fpurh',
  'user.deleted': 'fdu',
  'user.email_changed': 'fce fv fvr',
  'user.renamed': 'fcu',
  'user.changed': 'fcpn my_account_authentication_method_failed',
  'password.changed': 'fcp fcph',
  'password_reset.requested': 'fcpr',
  'invitation.accepted': 'fi',
  'directory.synced': 'fui fcpro directory_sync_failed',
  'domain.verified': 'custom_domain_verification_failed',
  'identity.linked': 'connected_accounts_connection_failed',
  'identity.unlinked': 'connected_accounts_delete_failed',
  'mfa.factor_added': 'gd_start_enroll_failed gd_webauthn_enrollment_failed',
  'user.sign_in_challenged':
    'gd_auth_failed gd_auth_fail_email_verification gd_webauthn_challenge_failed',
  'recovery_codes.rejected': 'gd_recovery_failed',
  'notification.sent':
    'fn gd_send_email_verification_failure gd_send_pn_failure gd_send_sms_failure gd_send_voice_failure',
  'key.used': 'kms_key_management_failure',
  'workflow_run.completed':
    'flows_execution_failed forms_submission_failed actions_execution_failed',
};

const denied: Readonly<Record<string, string>> = {
  'mfa.challenge_refused': 'gd_auth_rejected',
  'rate_limit.exceeded':
    'gd_otp_rate_limit_exceed gd_recovery_rate_limit_exceed limit_delegation appi api_limit api_limit_warning',
  'user.locked_out': 'limit_mu limit_sul limit_wc',
  'threat.detected': 'pwd_leak reset_pwd_leak signup_pwd_leak',
};

const byCode: ReadonlyMap<string, readonly [action: string, outcome: Outcome]> = new Map(
  (
    [
      [success, 'success'],
      [failure, 'failure'],
      [denied, 'denied'],
    ] as const
  ).flatMap(([table, outcome]) =>
    Object.entries(table).flatMap(([action, codes]) =>
      codes.split(' ').map((code) => [code, [action, outcome]] as const),
    ),
  ),
);

/** The action and outcome of a code; calls of the Management API are told by their path. */
export function auth0Code(code: string): readonly [action: string, outcome: Outcome] | undefined {
  return byCode.get(code);
}

type Verbs = readonly [created: string, changed: string, deleted: string];
const kept = (object: string): Verbs => [
  `${object}.created`,
  `${object}.changed`,
  `${object}.deleted`,
];
const same = (action: string): Verbs => [action, action, action];

/** Paths of the Management API, the first that fits: what POST, PUT, PATCH and DELETE do there. */
const paths: readonly (readonly [path: RegExp, verbs: Verbs])[] = [
  [
    /^users\/[^/]+\/roles|^roles\/[^/]+\/users|members\/[^/]+\/roles/,
    ['role.assigned', 'role.assigned', 'role.revoked'],
  ],
  [
    /^users\/[^/]+\/permissions|^roles\/[^/]+\/permissions/,
    ['access.granted', 'access.granted', 'access.revoked'],
  ],
  [
    /^users\/[^/]+\/multifactor|authentication-methods|^guardian\/enrollments/,
    ['mfa.factor_added', 'mfa.factor_changed', 'mfa.factor_removed'],
  ],
  [/^users\/[^/]+\/identities/, ['identity.linked', 'identity.linked', 'identity.unlinked']],
  [/^(?:users|user-blocks)\b/, ['user.created', 'user.changed', 'user.deleted']],
  [/^roles\b/, kept('role')],
  [
    /^organizations\/[^/]+\/members/,
    [
      'organization_member.added',
      'organization_member.role_changed',
      'organization_member.removed',
    ],
  ],
  [/invitations\b/, ['invitation.created', 'invitation.created', 'invitation.cancelled']],
  [
    /^(?:tenants?|tenant)\/.*members|^tenant-members/,
    ['administrator.added', 'administrator.added', 'administrator.removed'],
  ],
  [/^organizations\b/, ['organization.created', 'organization.changed', 'organization.deleted']],
  [
    /^clients\/[^/]+\/(?:rotate-secret|credentials)/,
    ['app_secret.rotated', 'app_secret.rotated', 'app_secret.deleted'],
  ],
  [/^clients\b|^resource-servers\b/, kept('app')],
  [/^client-grants\b|^grants\b/, ['app.authorized', 'app.access_changed', 'app.deauthorized']],
  [/^connections\b/, same('sso.changed')],
  [
    /^(?:attack-protection|anomaly|guardian|risk-assessments?|bot-detection)\b/,
    same('security_policy.changed'),
  ],
  [
    /^(?:rules|actions|hooks|flows|forms|triggers)\b/,
    ['workflow.created', 'workflow.changed', 'workflow.deleted'],
  ],
  [
    /^log-streams\b/,
    ['audit_log_stream.created', 'audit_log_stream.changed', 'audit_log_stream.deleted'],
  ],
  [/^keys\b/, ['key.rotated', 'key.rotated', 'key.revoked']],
  [/^(?:tickets\/password|jobs\/verification)/, same('password_reset.requested')],
  [/^(?:integrations|marketplace)\b/, kept('integration')],
  [/^/, same('setting.changed')],
];

/** What a write to the Management API did. */
export function managementAction(method: string, path: string): string {
  const plain = path
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/^\/?api\/v2\//, '')
    .replace(/^\//, '');
  const verbs = paths.find(([form]) => form.test(plain))?.[1] ?? same('setting.changed');
  if (/^get$/i.test(method)) return 'resource.read';
  return /^delete$/i.test(method) ? verbs[2] : /^post$/i.test(method) ? verbs[0] : verbs[1];
}

export const auth0Actions: readonly string[] = [
  ...new Set([
    ...[...byCode.values()].map(([action]) => action),
    ...paths.flatMap(([, verbs]) => verbs),
    'resource.read',
  ]),
];
