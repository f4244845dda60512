// Types about policies, protection, devices, certificates and attacks.
import { every, life, verbs, type OktaTable } from './table.ts';

const feature = {
  create: 'security_feature.enabled',
  activate: 'security_feature.enabled',
  update: 'security_policy.changed',
  deactivate: 'security_feature.disabled',
  delete: 'security_feature.disabled',
} as const;

const policyTypes: OktaTable = {
  'policy.lifecycle': life('policy'),
  'policy.rule': life(
    'policy',
    verbs('policy.changed', 'add update activate deactivate delete invalidate'),
  ),
  'policy.mapping': { create: 'policy.attached' },
  policy: {
    evaluate_sign_on: 'policy_check.completed',
    'rule.action.execute': 'policy_check.completed',
    'auth_reevaluate.fail': 'permission.denied',
  },
  ...every(
    'policy_check.completed',
    'policy.auth_reevaluate',
    'policy.continuous_access',
    'policy.entity_risk',
    'policy.execute',
    'policy.scheduled',
  ),
  zone: { '*': 'network_zone.changed' },
  'network_zone.rule': { disabled: 'network_zone.changed' },
  'security.zone': { '*': 'network_zone.changed' },
  'security.trusted_origin': { '*': 'trusted_origin.changed' },
  'security.authenticator.lifecycle': feature,
  'system.mfa.factor': feature,
  'security.attack': { start: 'threat.detected', end: 'threat.resolved' },
  'security.threat': {
    detected: 'threat.detected',
    'configuration.update': 'security_policy.changed',
  },
  'security.breached_credential': { detected: 'threat.detected' },
  'security.session': { detect_client_roaming: 'threat.detected' },
  'security.request': { blocked: 'permission.denied' },
  'security.protected_action': {
    attempt: 'user.sign_in_challenged',
    'settings.update': 'security_policy.changed',
  },
  'security.events.provider': life('integration', { receive_event: 'threat.reported' }),
  'security.events.transmitter': life('integration'),
  ...every(
    'security_policy.changed',
    'security.attack_protection',
    'security.behavior',
    'security.device',
    'security.session_protection',
    'security.voice',
  ),
};

const deviceTypes: OktaTable = {
  'device.lifecycle': {
    activate: 'device.trusted',
    unsuspend: 'device.trusted',
    deactivate: 'device.suspended',
    suspend: 'device.suspended',
    delete: 'device.removed',
  },
  'device.enrollment': { create: 'device.registered' },
  'device.user': { add: 'device.registered', remove: 'device.removed' },
  'device.assurance.policy': life('policy', { add: 'policy.created' }),
  'device.posture.check': life('policy', { add: 'policy.created' }),
  'device.desktop_mfa': {
    'configuration.update': 'security_policy.changed',
    'device_logout.started': 'session.revoked',
    'device_logout.completed': 'session.revoked',
    'enrollment.create': 'mfa.factor_added',
    'recovery_pin.generate': 'recovery_codes.generated',
    'recovery_pin.rotate_secret': 'secret.rotated',
  },
  'device.platform_sso': {
    authentication: 'user.signed_in',
    'enrollment.create': 'device.registered',
    'keys.register': 'key.created',
  },
  'device.password_sync': {
    authentication: 'user.signed_in',
    'enrollment.create': 'device.registered',
  },
  'device.local_account': { create: 'user.created' },
  'device.user_os_account': { sync: 'identity.changed' },
  'device.platform': life('integration', { 'secret_key.reset': 'secret.rotated' }),
  'device.push.provider': life('integration'),
  'device.integration.endpoint_security': {
    activate: 'security_feature.enabled',
    deactivate: 'security_feature.disabled',
  },
  'device.custom_push': { send_notification: 'notification.sent' },
  'device.signals': { '*': 'integration.status_changed' },
  'device.token.enrollment': { create: 'token.created' },
  'mim.createEnrollment': { '*': 'device.registered' },
  ...every('command.executed', 'mim.command'),
  mim: { streamDevicesCSVDownload: 'report.exported' },
  credential: { register: 'credential.created', revoke: 'credential.deleted' },
  'pki.ca': life('certificate_authority', {
    renew: 'certificate_authority.changed',
    'expiration.warn': 'certificate.expiry_reported',
    'scope.mapping.update': 'certificate_authority.changed',
  }),
  'pki.cert': {
    issue: 'certificate.issued',
    renew: 'certificate.issued',
    bind: 'certificate.issued',
    revoke: 'certificate.revoked',
    crl_download_failure: 'integration.status_changed',
    'lifecycle.activate': 'certificate.issued',
    'lifecycle.delete': 'certificate.deleted',
    ...verbs('certificate.revoked', 'lifecycle.hold lifecycle.revoke lifecycle.suspend'),
  },
};

export const securityTypes: OktaTable = { ...policyTypes, ...deviceTypes };
