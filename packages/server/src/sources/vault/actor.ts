// Who stands behind a token: the entity and what the sign-in method knew of it.
import type { Actor } from '../event-parts.ts';
import { emailOf } from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import { at, firstText, list, object, present, text, type JsonObject } from '../reader.ts';

/** Sign-in methods by the start of the display name that they give. */
const userMethods = ['userpass', 'ldap', 'github', 'okta', 'oidc', 'radius', 'saml', 'kerberos'];
const workloadMethods = [
  'approle',
  'kubernetes',
  'aws',
  'azure',
  'gcp',
  'cert',
  'jwt',
  'cf',
  'oci',
  'alicloud',
  'spiffe',
];
/** Methods that name the user in the path of the sign-in. */
const namedInPath = new Set(['userpass', 'ldap', 'okta', 'radius']);

/** The actor of a record; unknown without `auth`, unless a sign-in names the user in its path. */
export function vaultActor(record: JsonObject, signIn: readonly string[] | undefined): Actor {
  const auth = withName(at(record, 'auth')) ?? withName(at(record, 'response.auth'));
  if (auth === undefined) return unauthenticated(record, signIn);
  const metadata = object(auth['metadata']) ?? {};
  const entity = text(auth['entity_id']);
  const display = text(auth['display_name']);
  const serviceAccount = firstText(metadata, 'service_account_name');
  const space = firstText(metadata, 'service_account_namespace');
  const person = firstText(metadata, 'username', 'email', 'user_email', 'user_login', 'login');
  const name =
    serviceAccount === undefined
      ? (person ?? display)
      : `${space === undefined ? '' : `${space}/`}${serviceAccount}`;
  return actorNamed(
    typeOf(display, person, serviceAccount, metadata),
    entity === undefined
      ? display === undefined
        ? undefined
        : `vault:${display}`
      : `vault:entity:${entity}`,
    {
      name,
      email:
        emailOf(firstText(metadata, 'email', 'user_email')) ?? emailOf(person) ?? mailIn(display),
      roles: policiesOf(auth),
      credential: credentialOf(auth),
    },
  );
}

function withName(value: unknown): JsonObject | undefined {
  const auth = object(value);
  const named =
    firstText(auth, 'display_name', 'entity_id', 'accessor', 'client_token') !== undefined;
  return named ? auth : undefined;
}

/** A sign-in before it succeeded: the path says who tries; other requests say nothing. */
function unauthenticated(record: JsonObject, signIn: readonly string[] | undefined): Actor {
  const credential = credentialOf(object(record['request']) ?? {});
  const method = firstText(record, 'request.mount_type') ?? '';
  const user = signIn?.[0] === 'login' ? signIn[1] : undefined;
  if (user !== undefined && (namedInPath.has(method) || method === '')) {
    return actorNamed('user', `vault:${method === '' ? '' : `${method}-`}${user}`, {
      name: user,
      email: emailOf(user),
    });
  }
  return credential === undefined
    ? actorNamed('unknown', undefined)
    : { type: 'unknown', id: 'unknown', credential };
}

function typeOf(
  display: string | undefined,
  person: string | undefined,
  serviceAccount: string | undefined,
  metadata: JsonObject,
): string {
  if (serviceAccount !== undefined) return 'service_account';
  if (person !== undefined || mailIn(display) !== undefined) return 'user';
  if (display === undefined) return 'unknown';
  if (starts(display, userMethods)) return 'user';
  if (starts(display, workloadMethods) || 'role_name' in metadata) return 'service';
  return 'token';
}

function starts(display: string, methods: readonly string[]): boolean {
  return methods.some((method) => display === method || display.startsWith(`${method}-`));
}

function mailIn(display: string | undefined): string | undefined {
  if (display === undefined) return undefined;
  return emailOf(display.slice(display.indexOf('-') + 1)) ?? emailOf(display);
}

/** The token by its accessor: an HMAC unless the device writes accessors in the clear. */
function credentialOf(auth: JsonObject): Actor['credential'] {
  const accessor = firstText(auth, 'accessor', 'client_token_accessor', 'client_token');
  if (accessor === undefined) return undefined;
  const kind = firstText(auth, 'token_type');
  return present({
    type: kind === undefined || kind === 'default' ? 'token' : `${kind}_token`.slice(0, 64),
    id: accessor,
  }) as Actor['credential'];
}

function policiesOf(auth: JsonObject): string[] | undefined {
  const policies = list(auth['policies'] ?? auth['token_policies'])
    .flatMap((policy) => text(policy) ?? [])
    .slice(0, 256);
  return policies.length === 0 ? undefined : policies;
}
