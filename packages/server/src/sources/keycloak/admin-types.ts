// Keycloak's admin events: resource type, operation, and for some the end of the resource's path
// tell the action. What is not here keeps its name under `identity.other`.

type Operations = Partial<Record<'CREATE' | 'UPDATE' | 'DELETE' | 'ACTION', string>>;

const crud = (object: string, action = `${object}.changed`): Operations => ({
  CREATE: `${object}.created`,
  UPDATE: `${object}.changed`,
  DELETE: `${object}.deleted`,
  ACTION: action,
});
const always = (action: string): Operations => ({
  CREATE: action,
  UPDATE: action,
  DELETE: action,
  ACTION: action,
});
const roleMapping: Operations = { CREATE: 'role.assigned', DELETE: 'role.revoked' };
const membership = (object: string): Operations => ({
  CREATE: `${object}.added`,
  UPDATE: `${object}.role_changed`,
  DELETE: `${object}.removed`,
  ACTION: `${object}.added`,
});
const signOn = always('sign_on_policy.changed');
const appAccess = always('app.access_changed');
const token: Operations = {
  CREATE: 'token.created',
  UPDATE: 'token.changed',
  DELETE: 'token.deleted',
};

const resources: Readonly<Record<string, Operations>> = {
  REALM: {
    ...crud('organization'),
    UPDATE: 'application_setting.changed',
    ACTION: 'application_setting.changed',
  },
  REALM_ROLE: crud('role'),
  CLIENT_ROLE: crud('role'),
  REALM_ROLE_MAPPING: roleMapping,
  CLIENT_ROLE_MAPPING: roleMapping,
  USER: crud('user'),
  USER_PROFILE: always('application_setting.changed'),
  USER_SESSION: always('session.revoked'),
  USER_LOGIN_FAILURE: always('user.unlocked'),
  USER_FEDERATION_PROVIDER: crud('identity_provider', 'directory.synced'),
  USER_FEDERATION_MAPPER: always('identity_provider.changed'),
  GROUP: crud('group'),
  GROUP_MEMBERSHIP: membership('group_member'),
  ORGANIZATION: crud('organization'),
  ORGANIZATION_MEMBERSHIP: membership('organization_member'),
  ORGANIZATION_GROUP: crud('group'),
  ORGANIZATION_GROUP_MEMBERSHIP: membership('group_member'),
  IDENTITY_PROVIDER: crud('identity_provider'),
  IDENTITY_PROVIDER_MAPPER: always('identity_provider.changed'),
  CLIENT: crud('app'),
  CLIENT_INITIAL_ACCESS_MODEL: token,
  CLIENT_SCOPE: appAccess,
  CLIENT_SCOPE_MAPPING: appAccess,
  CLIENT_SCOPE_CLIENT_MAPPING: appAccess,
  REALM_SCOPE_MAPPING: appAccess,
  PROTOCOL_MAPPER: appAccess,
  CLUSTER_NODE: always('app.changed'),
  AUTH_FLOW: signOn,
  AUTH_EXECUTION_FLOW: signOn,
  AUTH_EXECUTION: signOn,
  AUTHENTICATOR_CONFIG: signOn,
  REQUIRED_ACTION: signOn,
  REQUIRED_ACTION_CONFIG: signOn,
  AUTHORIZATION_RESOURCE_SERVER: crud('policy'),
  AUTHORIZATION_RESOURCE: crud('policy'),
  AUTHORIZATION_SCOPE: crud('policy'),
  AUTHORIZATION_POLICY: crud('policy'),
  COMPONENT: always('application_setting.changed'),
};

/** Paths that mean more than their resource: the first that fits. */
const paths: readonly (readonly [resource: string, path: RegExp, operations: Operations])[] = [
  ['REALM', /^(?:admin-)?events$/, { DELETE: 'audit_log.deleted' }],
  ['REALM', /(?:^|\/)events\/config$/, always('audit_logging.changed')],
  ['REALM', /(?:^|\/)logout-all$/, always('session.revoked')],
  ['REALM', /(?:^|\/)push-revocation$/, always('token.revoked')],
  ['REALM', /(?:^|\/)partialImport$/, always('project.imported')],
  ['REALM', /(?:^|\/)partial-export$/, always('project.exported')],
  ['USER', /\/reset-password$/, always('password.reset')],
  ['USER', /\/(?:reset-password-email|execute-actions-email)$/, always('password_reset.requested')],
  ['USER', /\/send-verify-email$/, always('email_verification.requested')],
  ['USER', /\/impersonation$/, always('impersonation.started')],
  ['USER', /\/logout$/, always('session.revoked')],
  ['USER', /\/consents\/[^/]+$/, always('app.deauthorized')],
  [
    'USER',
    /\/credentials\/[^/]+(?:\/[^/]+){0,2}$/,
    { ...always('credential.changed'), DELETE: 'credential.deleted', ACTION: 'credential.deleted' },
  ],
  ['USER', /\/disable-credential-types$/, always('mfa.factor_removed')],
  [
    'USER',
    /\/federated-identity\/[^/]+$/,
    { CREATE: 'identity.linked', DELETE: 'identity.unlinked' },
  ],
  ['CLIENT', /\/client-secret(?:\/rotated)?$/, always('app_secret.rotated')],
  ['CLIENT', /\/registration-access-token$/, always('token.rotated')],
  ['CLIENT', /\/push-revocation$/, always('token.revoked')],
  ['CLIENT', /\/(?:default|optional)-client-scopes\/[^/]+$/, appAccess],
  ['USER_FEDERATION_PROVIDER', /\/sync$/, always('directory.synced')],
];

const components: Readonly<Record<string, Operations>> = {
  'org.keycloak.keys.KeyProvider': crud('key'),
  'org.keycloak.storage.UserStorageProvider': crud('identity_provider'),
  'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy': crud('policy'),
};

const operationNames: readonly string[] = ['CREATE', 'UPDATE', 'DELETE', 'ACTION'];

/**
 * The action of an admin event, or undefined.
 *
 * @param provider the kind of a component, where the record says it
 */
export function adminAction(
  resource: string,
  operation: string,
  path: string,
  provider?: string,
): string | undefined {
  if (!operationNames.includes(operation)) return undefined;
  const op = operation as keyof Operations;
  const special = paths.find(
    ([kind, shape, ops]) => kind === resource && shape.test(path) && ops[op] !== undefined,
  );
  if (special !== undefined) return special[2][op];
  const component =
    resource === 'COMPONENT' && provider !== undefined && Object.hasOwn(components, provider)
      ? components[provider]
      : undefined;
  if (component?.[op] !== undefined) return component[op];
  return Object.hasOwn(resources, resource) ? resources[resource]?.[op] : undefined;
}

export const adminActions: readonly string[] = [
  ...new Set(
    [
      ...Object.values(resources),
      ...Object.values(components),
      ...paths.map(([, , ops]) => ops),
    ].flatMap((operations) => Object.values(operations)),
  ),
];

/** What a resource type is as a target. */
const types: Readonly<Record<string, string>> = {
  REALM: 'realm',
  REALM_ROLE: 'role',
  CLIENT_ROLE: 'role',
  USER: 'user',
  GROUP: 'group',
  CLIENT: 'app',
  IDENTITY_PROVIDER: 'identity_provider',
  ORGANIZATION: 'organization',
};

/** The collections of paths, and what stands in them. */
export const collections: Readonly<Record<string, string>> = {
  users: 'user',
  groups: 'group',
  clients: 'app',
  roles: 'role',
  'roles-by-id': 'role',
  organizations: 'organization',
  components: 'component',
  sessions: 'session',
  'client-scopes': 'client_scope',
};

export const resourceType = (resource: string): string =>
  Object.hasOwn(types, resource) ? (types[resource] as string) : resource.toLowerCase();
