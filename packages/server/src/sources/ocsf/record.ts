// One event of the Open Cybersecurity Schema Framework (schema.ocsf.io, 1.0 to 1.8).
import { ipOf, labelsOf, thing, unknownActor, unknownTarget, type Target } from '../event-parts.ts';
import { actorNamed, word } from '../naming.ts';
import {
  at,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import type { RecordEvent } from '../records.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { ocsfMeaning } from './actions.ts';

const authentication = 3002;
const logon = 1;

/** The event of a record. Throws `NotNormalizable` where it has no class. */
export function ocsfEvent(record: JsonObject): RecordEvent {
  const uid = record['class_uid'];
  const classUid = typeof uid === 'number' && Number.isSafeInteger(uid) ? uid : undefined;
  if (classUid === undefined || object(record['metadata']) === undefined) {
    throw new NotNormalizable('ocsf_invalid', 'The record has no class_uid and metadata of OCSF.');
  }
  const activity = Number(record['activity_id'] ?? 0);
  const { action, category } = ocsfMeaning(classUid, activity);
  const outcome = outcomeOf(record);
  const failed = outcome === 'failure' || outcome === 'denied';
  const isSignIn = classUid === authentication && activity === logon;
  const event = present({
    time: timeOf(record['time'] ?? record['time_dt']),
    action: isSignIn && failed ? 'user.sign_in_failed' : (action ?? `${category}.other`),
    native: nativeOf(record),
    outcome,
    actor: actorOf(record, classUid),
    target: targetOf(record, classUid),
    targets: alsoOf(record, classUid),
    context: contextOf(record),
    why: present({ reason: longText(record['status_detail']) ?? longText(record['message']) }),
    labels: labelsOf({
      class: text(record['class_name']),
      product: firstText(record, 'metadata.product.name'),
      severity: text(record['severity']),
      account: firstText(record, 'cloud.account.uid'),
      region: firstText(record, 'cloud.region'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, delivery: firstText(record, 'metadata.uid') };
}

function nativeOf(record: JsonObject): string | undefined {
  const named = [text(record['class_name']), text(record['activity_name'])];
  return (
    firstText(record, 'api.operation', 'type_name') ??
    (named.every((part) => part !== undefined) ? named.join(': ') : text(record['type_uid']))
  );
}

/** `status_id` 1 is success, 2 failure; what a control denied or blocked was not allowed. */
function outcomeOf(record: JsonObject): EventBody['outcome'] {
  const disposition = record['disposition_id'];
  if (record['action_id'] === 2 || disposition === 2) return 'denied';
  const status = record['status_id'];
  if (status === 1) return 'success';
  return status === 2 ? 'failure' : 'unknown';
}

const userTypes: Readonly<Record<number, string>> = {
  1: 'user',
  2: 'user',
  3: 'system',
  4: 'service',
};

function person(value: Json | undefined): EventBody['actor'] | undefined {
  const user = object(value);
  const id = firstText(user, 'uid', 'name', 'email_addr');
  if (user === undefined || id === undefined) return undefined;
  const type = userTypes[Number(user['type_id'])] ?? 'user';
  const roles = list(user['groups']).flatMap((group) => firstText(group, 'name') ?? []);
  return actorNamed(type, id, {
    name: text(user['name']),
    email: text(user['email_addr']),
    roles: roles.length === 0 ? undefined : roles.slice(0, 256),
  });
}

function actorOf(record: JsonObject, classUid: number): EventBody['actor'] {
  const known = person(at(record, 'actor.user'));
  if (known !== undefined) return known;
  // Who signs in is the user of the event itself; in other classes that is whom it is done to.
  const own = classUid === authentication ? person(record['user']) : undefined;
  if (own !== undefined) return own;
  const service = firstText(record, 'actor.app_uid', 'actor.app_name', 'actor.invoked_by');
  const name = firstText(record, 'actor.app_name', 'actor.invoked_by');
  return service === undefined ? unknownActor : actorNamed('service', service, { name });
}

/** Where the target of a class stands, with its type; the first that is there is meant. */
const places: Readonly<Record<number, readonly (readonly [path: string, type: string])[]>> = {
  1001: [['file', 'file']],
  1006: [['job', 'job']],
  1007: [['process', 'process']],
  1009: [['script', 'script']],
  3001: [['user', 'user']],
  3002: [
    ['service', 'service'],
    ['dst_endpoint', 'host'],
    ['user', 'user'],
  ],
  3003: [['user', 'user']],
  3004: [['entity', 'resource']],
  3005: [
    ['resource', 'resource'],
    ['user', 'user'],
  ],
  3006: [['group', 'group']],
  6001: [['web_resources.0', 'resource']],
  6002: [['app', 'application']],
  6004: [['web_resources.0', 'resource']],
  6005: [
    ['table', 'table'],
    ['database', 'database'],
    ['databucket', 'bucket'],
  ],
  6006: [['file', 'file']],
};
const anywhere = [
  ['resources.0', 'resource'],
  ['finding_info', 'finding'],
  ['api.service', 'service'],
  ['dst_endpoint', 'host'],
  ['device', 'host'],
  ['metadata.product', 'product'],
] as const;

function targetOf(record: JsonObject, classUid: number): Target {
  const device = named(record['device'], 'host');
  for (const [path, type] of [...(places[classUid] ?? []), ...anywhere]) {
    const found = named(placeAt(record, path), type, type === 'host' ? undefined : device);
    if (found !== undefined) return found;
  }
  return unknownTarget;
}

/** Whom rights or a group are given to, beside what is given. */
function alsoOf(record: JsonObject, classUid: number): Target[] | undefined {
  const isGiven =
    classUid === 3006 || (classUid === 3005 && object(record['resource']) !== undefined);
  const user = isGiven ? named(record['user'], 'user') : undefined;
  return user === undefined ? undefined : [user];
}

function placeAt(record: JsonObject, path: string): Json | undefined {
  return path.endsWith('.0') ? list(record[path.slice(0, -2)])[0] : at(record, path);
}

function named(value: Json | undefined, fallback: string, parent?: Target): Target | undefined {
  const name = firstText(
    value,
    'name',
    'path',
    'hostname',
    'title',
    'cmd_line',
    'email_addr',
    'ip',
  );
  const id = firstText(value, 'uid', 'path', 'hostname', 'name', 'email_addr', 'title', 'ip');
  const type = text(at(value, 'type'));
  const isTyped = type !== undefined && fallback === 'resource';
  return thing(isTyped ? word(type) : fallback, id, name, parent);
}

function contextOf(record: JsonObject): EventBody['context'] {
  return present({
    ip: ipOf(at(record, 'src_endpoint.ip')),
    user_agent: longText(at(record, 'http_request.user_agent')),
    session: firstText(record, 'actor.session.uid', 'session.uid'),
    request: present({
      method: firstText(record, 'http_request.http_method'),
      path: longText(at(record, 'http_request.url.path')),
      id: firstText(record, 'api.request.uid', 'http_request.uid'),
    }),
  });
}
