// One user or admin event of Keycloak, as event listeners send it: the fields of its own
// representation, with those that the extension of Phase Two adds.
import { emailOf, ipOf, labelsOf, thing, type Target, unknownTarget } from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import {
  at,
  firstText,
  list,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import { innerRecord, type ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone } from '../values.ts';
import { adminAction, collections, resourceType } from './admin-types.ts';
import { isAboutAccount, isRefusal, userAction } from './user-types.ts';

/** The event of a record. Throws `NotNormalizable` where it is neither kind. */
export function keycloakEvent(record: JsonObject): ListedEvent {
  const id = firstText(record, 'uid', 'id');
  if (text(record['operationType']) !== undefined) return { ...adminEvent(record), id };
  if (text(record['type']) !== undefined) return { ...userEvent(record), id };
  throw new NotNormalizable('type_missing', 'The record has neither `type` nor `operationType`.');
}

function userEvent(record: JsonObject): ListedEvent {
  const native = (text(record['type']) ?? '').replace(/^access\./, '');
  const error = firstText(record, 'error');
  const failed = native.endsWith('_ERROR') || error !== undefined;
  const type = native.replace(/_ERROR$/, '');
  const action = userAction(type, failed);
  const user = personOf(record);
  const impersonator = firstText(record, 'details.impersonator');
  const isLockout = type.startsWith('USER_DISABLED_BY');
  const actor = isLockout
    ? actorNamed('unknown', undefined)
    : impersonator === undefined
      ? (user ?? clientOf(record))
      : actorNamed('user', `keycloak:${impersonator}`, { name: impersonator });
  const event = present({
    time: timeOf(record['time']),
    action: action ?? 'identity.other',
    native,
    outcome: !failed ? 'success' : isRefusal(error) ? 'denied' : 'failure',
    actor,
    target: userTarget(record, isAboutAccount(type) || impersonator !== undefined) ?? unknownTarget,
    context: contextOf(record),
    changes: changesOrNone(updatedOf(record)),
    why: error === undefined ? undefined : { reason: error },
    labels: labelsOf({
      realm: realmOf(record),
      client: firstText(record, 'clientId', 'authDetails.clientId'),
      identity_provider: firstText(record, 'details.identity_provider'),
      grant_type: firstText(record, 'details.grant_type'),
      auth_method: firstText(record, 'details.auth_method'),
      credential: firstText(record, 'details.credential_type'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

function adminEvent(record: JsonObject): ListedEvent {
  const operation = text(record['operationType']) ?? '';
  const resource = firstText(record, 'resourceType', 'resourceTypeAsString') ?? 'UNKNOWN';
  const path = firstText(record, 'resourcePath') ?? '';
  const written = writtenOf(record);
  const action = adminAction(resource, operation, path, firstText(written, 'providerType'));
  const error = firstText(record, 'error');
  const event = present({
    time: timeOf(record['time']),
    action: action ?? 'identity.other',
    native: `${resource}-${operation}`,
    outcome: error === undefined ? 'success' : isRefusal(error) ? 'denied' : 'failure',
    actor: administratorOf(record),
    target: adminTarget(record, resource, path, written) ?? unknownTarget,
    context: contextOf(record, path),
    changes: changesOrNone(fieldsOf(written)),
    why: error === undefined ? undefined : { reason: error },
    labels: labelsOf({
      realm: realmOf(record),
      client: firstText(record, 'authDetails.clientId'),
      path,
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

const realmOf = (record: JsonObject) => firstText(record, 'realmName', 'realmId');

function realmTarget(record: JsonObject): Target | undefined {
  const id = firstText(record, 'realmId', 'realmName');
  return id === undefined ? undefined : thing('realm', `keycloak:realm:${id}`, realmOf(record));
}

/** Ids are those of the realm's users: the same in user events, admin events and their paths. */
const userId = (id: string) => `keycloak:user:${id}`;

function personOf(record: JsonObject): EventBody['actor'] | undefined {
  const id = firstText(record, 'userId', 'authDetails.userId');
  const name = firstText(record, 'details.username', 'authDetails.username');
  if (id === undefined && name === undefined) return undefined;
  return actorNamed('user', id === undefined ? `keycloak:${name}` : userId(id), {
    name: name ?? id,
    email: emailOf(firstText(record, 'details.email') ?? name),
  });
}

function clientOf(record: JsonObject): EventBody['actor'] {
  const client = firstText(record, 'clientId', 'authDetails.clientId');
  return client === undefined
    ? actorNamed('unknown', undefined)
    : actorNamed('app', `keycloak:client:${client}`, { name: client });
}

function administratorOf(record: JsonObject): EventBody['actor'] {
  const id = firstText(record, 'authDetails.userId');
  if (id === undefined) return clientOf(record);
  const name = firstText(record, 'authDetails.username');
  const isService = name?.startsWith('service-account-') === true;
  return actorNamed(isService ? 'service_account' : 'user', userId(id), { name: name ?? id });
}

function userTarget(record: JsonObject, ofAccount: boolean): Target | undefined {
  const realm = realmTarget(record);
  const id = firstText(record, 'userId', 'authDetails.userId');
  const name = firstText(record, 'details.username', 'authDetails.username');
  if (ofAccount && (id ?? name) !== undefined) {
    return thing('user', id === undefined ? `keycloak:${name}` : userId(id), name ?? id, realm);
  }
  const client = firstText(record, 'clientId', 'authDetails.clientId');
  return client === undefined ? realm : thing('app', `keycloak:client:${client}`, client, realm);
}

/** The path names things outermost first: `clients/C/roles/R` is a role of a client. */
function adminTarget(
  record: JsonObject,
  resource: string,
  path: string,
  written: JsonObject | undefined,
): Target | undefined {
  const realm = realmTarget(record);
  if (resource === 'REALM' && realm !== undefined) return realm;
  const parts = path.split('/').filter((part) => part !== '');
  const [collection = '', id] = parts;
  const known = Object.hasOwn(collections, collection) ? collections[collection] : undefined;
  const name = firstText(written, 'username', 'clientId', 'alias', 'displayName', 'name');
  if (known !== undefined && id !== undefined) {
    const own = resourceType(resource) === known;
    return thing(known, `keycloak:${known}:${id}`, own ? (name ?? id) : id, realm);
  }
  if (parts.length === 0) return realm;
  return thing(resourceType(resource), `keycloak:${path}`, name ?? parts.at(-1), realm) ?? realm;
}

function contextOf(record: JsonObject, path?: string): EventBody['context'] {
  return present({
    ip: ipOf(record['ipAddress'] ?? at(record, 'authDetails.ipAddress') ?? null),
    user_agent: firstText(record, 'details.user_agent', 'details.userAgent'),
    session: firstText(record, 'sessionId', 'authDetails.sessionId'),
    request: path === undefined ? undefined : present({ path: text(path) }),
  });
}

/** `updated_email` and `previous_email` in the details of a profile's change. */
function updatedOf(record: JsonObject) {
  const details = object(record['details']) ?? {};
  return Object.keys(details).flatMap((name) => {
    const field = /^updated_(.{1,200})$/.exec(name)?.[1];
    return field === undefined ? [] : [change(field, details[`previous_${field}`], details[name])];
  });
}

/** What an administrator wrote: an object, or the first of a list of roles as one. */
function writtenOf(record: JsonObject): JsonObject | undefined {
  const given = record['representation'];
  const parsed = typeof given === 'string' ? jsonOf(given) : given;
  const names = list(parsed).flatMap((item) => firstText(item, 'name') ?? []);
  return names.length > 0 ? { roles: names } : object(parsed);
}

function jsonOf(value: string): Json | undefined {
  if (value.trimStart().startsWith('{')) return innerRecord(value)?.record;
  return value.trimStart().startsWith('[')
    ? innerRecord(`{"list":${value}}`)?.record['list']
    : undefined;
}

const secretFields =
  /^(?:credentials|value|secretData|credentialData|secret|registrationAccessToken)$/;

function fieldsOf(written: JsonObject | undefined) {
  return Object.entries(written ?? {})
    .filter(([field]) => !secretFields.test(field))
    .map(([field, to]) => change(field, undefined, to));
}
