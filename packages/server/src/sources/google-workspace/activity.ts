// Activities of Google's Reports API: each holds one or more events with their parameters.
import { emailOf, ipOf, labelsOf, thing, type Actor, type Target } from '../event-parts.ts';
import { unknownActor } from '../names.ts';
import { firstText, list, object, present, text, type Json, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone, type Change } from '../values.ts';
import { otherOf, workspaceAction } from './actions.ts';

const eventsMax = 1_000;

/**
 * The events of an activity; none of a page that has no `items`: nothing happened in that time.
 * Throws `NotNormalizable` where it is neither.
 */
export function workspaceEvents(record: JsonObject): ListedEvent[] {
  const id = object(record['id']);
  if (id === undefined && record['kind'] === 'admin#reports#activities') return [];
  const application = text(id?.['applicationName']);
  if (application === undefined) {
    throw new NotNormalizable(
      'no_workspace_activity',
      'The record has no `id.applicationName`: it is no activity of the Reports API.',
    );
  }
  const inner = list(record['events']).slice(0, eventsMax);
  // Some collectors put the one event's name, type and parameters into the activity itself.
  const events = inner.length === 0 ? [record] : inner.map((one) => object(one) ?? {});
  const unique = text(id?.['uniqueQualifier']);
  return events.map((event, at) => {
    const { event: said, unmapped } = activityEvent(record, application, event);
    const first = `${application}:${text(id?.['time']) ?? ''}:${unique}`;
    const own = at === 0 ? first : `${first}:${at}`;
    return { event: said, unmapped, id: unique === undefined ? undefined : text(own) };
  });
}

function activityEvent(record: JsonObject, application: string, own: JsonObject): ListedEvent {
  const name = text(own['name']);
  const type = text(own['type']);
  const action = workspaceAction(application, type, name);
  const values = parametersOf(own['parameters']);
  const event = present({
    time: timeOf(firstText(record, 'id.time')),
    action: action ?? otherOf(application),
    native: text([application, name ?? type].filter(Boolean).join(':')),
    outcome: outcomeOf(name, action, values),
    actor: actorOf(record, application),
    target: targetOf(record, application, values),
    context: present({ ip: ipOf(record['ipAddress']) }),
    changes: changesOrNone(changesOf(values)),
    labels: labelsOf({
      application,
      type,
      customer: firstText(record, 'id.customerId'),
      org_unit: text(values['ORG_UNIT_NAME']),
      visibility: text(values['visibility']),
      login_type: text(values['login_type']),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

/** Parameters by name: as the API lists them, or as an object. */
function parametersOf(value: Json | undefined): JsonObject {
  const plain = object(value);
  if (plain !== undefined) return plain;
  const named: JsonObject = {};
  for (const entry of list(value).slice(0, 500)) {
    const name = firstText(entry, 'name');
    const one = object(entry);
    if (name === undefined || one === undefined || name === '__proto__') continue;
    const held = ['value', 'intValue', 'boolValue', 'multiValue', 'multiIntValue', 'messageValue'];
    const found = held.find((key) => one[key] !== undefined);
    if (found !== undefined) named[name] = one[found] as Json;
  }
  return named;
}

function outcomeOf(
  name: string | undefined,
  action: string | undefined,
  values: JsonObject,
): EventBody['outcome'] {
  if (name === undefined && action === undefined) return 'unknown';
  if (action === 'permission.denied') return 'denied';
  if (action === 'user.sign_in_failed' || /_(?:failed|failure)$/i.test(name ?? '')) {
    return 'failure';
  }
  return object(values['event_info'])?.['success'] === false ? 'failure' : 'success';
}

/** A person; an app or key where one acted by itself; Google's staff in access transparency. */
function actorOf(record: JsonObject, application: string): Actor {
  if (application === 'access_transparency') {
    return { type: 'service', id: 'google:staff', name: 'Google' };
  }
  const actor = object(record['actor']);
  const email = text(actor?.['email']);
  const profile = text(actor?.['profileId']);
  const key = text(actor?.['key']);
  const client = firstText(actor, 'applicationInfo.oauthClientId');
  const kind = text(actor?.['callerType']);
  const own = email ?? profile ?? key ?? client;
  if (own === undefined) return unknownActor;
  const service = kind === 'KEY' || kind === 'APPLICATION' || isServiceAccount(email);
  return present({
    type: service || (email ?? profile) === undefined ? 'service' : 'user',
    id: text(`google:${own}`) as string,
    name: email ?? firstText(actor, 'applicationInfo.applicationName') ?? key,
    email: emailOf(email),
  }) as Actor;
}

function isServiceAccount(email: string | undefined): boolean {
  return email?.endsWith('.gserviceaccount.com') === true;
}

/** What was acted on, by the parameters that name it: the more specific first. */
const named: readonly (readonly [type: string, id: string, name?: string])[] = [
  ['file', 'doc_id', 'doc_title'],
  ['file', 'doc_title'],
  ['group', 'GROUP_EMAIL'],
  ['group', 'group_email'],
  ['group', 'group_id'],
  ['role', 'ROLE_ID', 'ROLE_NAME'],
  ['role', 'ROLE_NAME'],
  ['user', 'USER_EMAIL'],
  ['user', 'user_email'],
  ['user', 'affected_email_address'],
  ['app', 'APP_ID', 'APPLICATION_NAME'],
  ['app', 'API_CLIENT_NAME'],
  ['app', 'client_id', 'app_name'],
  ['export', 'OBFUSCATED_CUSTOMER_TAKEOUT_REQUEST_ID'],
  ['setting', 'SETTING_NAME'],
  ['domain', 'DOMAIN_NAME'],
  ['device', 'DEVICE_ID'],
  ['application', 'APPLICATION_NAME'],
];

function targetOf(record: JsonObject, application: string, values: JsonObject): Target {
  const customer = firstText(record, 'id.customerId');
  const parent = thing(
    'organization',
    customer === undefined ? undefined : `google:${customer}`,
    customer,
  );
  for (const [type, key, name] of named) {
    const id = text(values[key]);
    if (id === undefined) continue;
    const shown = name === undefined ? id : (text(values[name]) ?? id);
    return thing(type, `google:${id}`, shown, parent) as Target;
  }
  return thing('service', `google:workspace:${application}`, application, parent) as Target;
}

const pairs = [
  ['OLD_VALUE', 'NEW_VALUE'],
  ['old_value', 'new_value'],
  ['owner', 'new_owner'],
  ['old_visibility', 'visibility'],
] as const;

function changesOf(values: JsonObject): Change[] {
  const changes: Change[] = [];
  for (const [before, after] of pairs) {
    const known =
      after === 'visibility' ? values[before] !== undefined : values[after] !== undefined;
    if (!known) continue;
    const field = before === 'OLD_VALUE' ? (text(values['SETTING_NAME']) ?? 'value') : after;
    changes.push(change(field.replace(/^new_/, ''), values[before], values[after]));
  }
  return changes;
}
