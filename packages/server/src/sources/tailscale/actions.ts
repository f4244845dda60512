// Tailscale's configuration log (`TARGET` or `TARGET.PROPERTY`, then the verb) and its webhooks in
// the catalogue's words.

type Verbs = Readonly<Record<string, string>>;

const targets: Readonly<Record<string, Verbs>> = {
  NODE: {
    CREATE: 'device.registered',
    APPROVE: 'device.trusted',
    DELETE: 'device.removed',
    LOGIN: 'device.registered',
    LOGOUT: 'user.signed_out',
    UPDATE: 'resource.changed',
    ENABLE: 'resource.changed',
    DISABLE: 'resource.changed',
    EXPIRE: 'session.expired',
  },
  USER: {
    CREATE: 'user.created',
    UPDATE: 'user.changed',
    DELETE: 'user.deleted',
    SUSPEND: 'user.suspended',
    RESTORE: 'user.unsuspended',
    APPROVE: 'user.activated',
    LOGIN: 'user.signed_in',
    LOGOUT: 'user.signed_out',
  },
  API_KEY: {
    CREATE: 'token.created',
    UPDATE: 'token.changed',
    DELETE: 'token.deleted',
    REVOKE: 'token.revoked',
    EXPIRE: 'token.expired',
  },
  INVITE: {
    CREATE: 'invitation.created',
    ACCEPT: 'invitation.accepted',
    DELETE: 'invitation.cancelled',
    RESEND: 'invitation.created',
  },
  SHARE: { CREATE: 'object.shared', ACCEPT: 'invitation.accepted', DELETE: 'access.revoked' },
  WEBHOOK_ENDPOINT: {
    CREATE: 'webhook.created',
    UPDATE: 'webhook.changed',
    DELETE: 'webhook.deleted',
  },
  LOGSTREAM_ENDPOINT: {
    CREATE: 'audit_log_stream.created',
    UPDATE: 'audit_log_stream.changed',
    DELETE: 'audit_log_stream.deleted',
  },
  INTEGRATION: {
    CREATE: 'integration.created',
    UPDATE: 'integration.changed',
    DELETE: 'integration.deleted',
  },
  TAILNET: {
    CREATE: 'organization.created',
    UPDATE: 'application_setting.changed',
    ENABLE: 'application_setting.changed',
    DISABLE: 'application_setting.changed',
    DELETE: 'organization.deleted',
  },
};
const properties: Readonly<Record<string, string>> = {
  'TAILNET.ACL': 'security_policy.changed',
  'TAILNET.MACHINE_APPROVAL_NEEDED': 'security_policy.changed',
  'TAILNET.USER_APPROVAL_NEEDED': 'security_policy.changed',
  'TAILNET.LOGSTREAM_ENDPOINT': 'audit_log_stream.changed',
  'TAILNET.DNS_CONFIG': 'network_configuration.changed',
  'TAILNET.MAGIC_DNS': 'network_configuration.changed',
  'NODE.ALLOWED_IPS': 'network_configuration.changed',
  'USER.ROLE': 'role.assigned',
  'USER.ADMIN': 'role.assigned',
};

const hooks: Readonly<Record<string, string>> = {
  nodeCreated: 'device.registered',
  nodeNeedsApproval: 'access_request.created',
  nodeApproved: 'device.trusted',
  nodeKeyExpiringInOneDay: 'token.expiry_notified',
  nodeKeyExpired: 'token.expired',
  nodeDeleted: 'device.removed',
  nodeSigned: 'device.trusted',
  nodeNeedsSignature: 'access_request.created',
  policyUpdate: 'security_policy.changed',
  userCreated: 'user.created',
  userNeedsApproval: 'access_request.created',
  userSuspended: 'user.suspended',
  userRestored: 'user.unsuspended',
  userDeleted: 'user.deleted',
  userApproved: 'user.activated',
  userRoleUpdated: 'role.assigned',
  subnetIPForwardingNotEnabled: 'notification.sent',
  exitNodeIPForwardingNotEnabled: 'notification.sent',
  webhookUpdated: 'webhook.changed',
  webhookDeleted: 'webhook.deleted',
  test: 'webhook.pinged',
};

/** The action of a record of the configuration log. */
export function logAction(type: string, property: string | undefined, verb: string) {
  const whole = `${type}.${property ?? ''}`;
  if (Object.hasOwn(properties, whole)) return properties[whole];
  const verbs = Object.hasOwn(targets, type) ? targets[type] : undefined;
  return verbs !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
}

/** The action of a webhook's event. */
export function hookAction(type: string): string | undefined {
  return Object.hasOwn(hooks, type) ? hooks[type] : undefined;
}

/** Everything that this adapter can say. */
export const tailscaleActions: readonly string[] = [
  ...new Set([
    ...Object.values(targets).flatMap((verbs) => Object.values(verbs)),
    ...Object.values(properties),
    ...Object.values(hooks),
    'network.connected',
    'access.other',
  ]),
];
