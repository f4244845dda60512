// PagerDuty's audit records: who changed users, teams, schedules, services and keys.
import { ipOf, labelsOf, thing, unknownTarget, type Target } from '../event-parts.ts';
import { actorNamed, word } from '../naming.ts';
import { entryOf, firstText, list, object, present, text } from '../reader.ts';
import type { Json, JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';
import { change, changesOrNone, type Change } from '../values.ts';

type Verbs = Readonly<Record<'create' | 'update' | 'delete', string>>;

const crud = (object: string): Verbs => ({
  create: `${object}.created`,
  update: `${object}.changed`,
  delete: `${object}.deleted`,
});
const always = (action: string): Verbs => ({ create: action, update: action, delete: action });
const service: Verbs = {
  create: 'service.published',
  update: 'service.changed',
  delete: 'deployment.removed',
};

/** By the type of the root resource, without `_reference`. */
const resources: Readonly<Record<string, Verbs>> = {
  user: crud('user'),
  team: crud('team'),
  schedule: always('on_call.changed'),
  schedule_override: always('on_call.changed'),
  escalation_policy: always('on_call.changed'),
  service,
  business_service: service,
  integration: crud('integration'),
  extension: crud('integration'),
  api_key: crud('token'),
  webhook_subscription: crud('webhook'),
  ruleset: crud('rule'),
  event_orchestration: crud('rule'),
  account: always('setting.changed'),
};

export const auditActions: readonly string[] = [
  ...new Set([
    ...Object.values(resources).flatMap((verbs) => Object.values(verbs)),
    'team_member.added',
    'team_member.removed',
    'system.other',
  ]),
];

/** Whether a record is of the audit trail. */
export function isAuditRecord(record: JsonObject): boolean {
  return record['execution_time'] !== undefined && object(record['root_resource']) !== undefined;
}

/** The event of an audit record. */
export function auditEvent(record: JsonObject): ListedEvent {
  const root = object(record['root_resource']);
  const kind = kindOf(root);
  const verb = firstText(record, 'action') ?? 'unknown';
  const details = object(record['details']);
  const members = membersOf(kind, verb, details);
  const action = members?.action ?? entryOf(entryOf(resources, kind) ?? {}, verb);
  const event = present({
    time: timeOf(record['execution_time']),
    action: action ?? 'system.other',
    native: `${kind}.${verb}`,
    outcome: 'success',
    actor: actorOf(record),
    target: targetOf(root, object(details?.['resource'])),
    targets: members?.targets,
    context: present({
      ip: ipOf(firstText(record, 'execution_context.remote_address')),
      request: present({ id: firstText(record, 'execution_context.request_id') }),
    }),
    changes: changesOf(details),
    labels: labelsOf({
      method: firstText(record, 'method.type'),
      method_description: firstText(record, 'method.description'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, id: text(record['id']) };
}

const kindOf = (resource: JsonObject | undefined): string =>
  word((firstText(resource, 'type') ?? 'resource').replace(/_reference$/, ''));

const types: Readonly<Record<string, string>> = { user: 'user', app: 'app', api_key: 'token' };

/** A person, an app or a key; whose key it was is not said. */
function actorOf(record: JsonObject): EventBody['actor'] {
  const first = object(list(record['actors'])[0]);
  const id = firstText(first, 'id');
  const kind = kindOf(first);
  const token = firstText(record, 'method.truncated_token');
  return actorNamed(
    entryOf(types, kind) ?? kind,
    id === undefined ? undefined : `pagerduty:${id}`,
    {
      name: firstText(first, 'summary'),
      credential:
        token === undefined
          ? undefined
          : { type: word(firstText(record, 'method.type') ?? 'token'), id: token },
    },
  );
}

/** The part that was changed, such as a contact method, within what it belongs to. */
function targetOf(root: JsonObject | undefined, part: JsonObject | undefined): Target {
  const whole = resourceOf(root);
  const id = firstText(part, 'id');
  if (id === undefined || id === firstText(root, 'id')) return whole ?? unknownTarget;
  return resourceOf(part, whole) ?? whole ?? unknownTarget;
}

function resourceOf(resource: JsonObject | undefined, parent?: Target): Target | undefined {
  const id = firstText(resource, 'id');
  const known = id === undefined ? undefined : `pagerduty:${id}`;
  return thing(kindOf(resource), known, firstText(resource, 'summary') ?? id, parent);
}

interface Members {
  action: string;
  targets: Target[];
}

/** People who came into a team or left it; both at once are a change of the team. */
function membersOf(
  kind: string,
  verb: string,
  details: JsonObject | undefined,
): Members | undefined {
  if (kind !== 'team' || verb !== 'update') return undefined;
  const people = (side: string) =>
    list(details?.['references'])
      .flatMap((reference) => list(object(reference)?.[side]))
      .flatMap((one) => (kindOf(object(one)) === 'user' ? (resourceOf(object(one)) ?? []) : []));
  const [added, removed] = [people('added'), people('removed')];
  if (added.length > 0 === removed.length > 0) return undefined;
  return added.length > 0
    ? { action: 'team_member.added', targets: added.slice(0, 256) }
    : { action: 'team_member.removed', targets: removed.slice(0, 256) };
}

/** Fields with their values before and after; of references the names of what came and went. */
function changesOf(details: JsonObject | undefined): EventBody['changes'] {
  const fields = list(details?.['fields']).map((field): Change => {
    const given = object(field);
    return change(firstText(given, 'name') ?? '?', given?.['before_value'], given?.['value']);
  });
  const references = list(details?.['references']).map((reference): Change => {
    const given = object(reference);
    const name = firstText(given, 'name') ?? '?';
    return change(name, namesOf(given?.['removed']), namesOf(given?.['added']));
  });
  return changesOrNone([...fields, ...references]);
}

function namesOf(value: Json | undefined): Json | undefined {
  const names = list(value).flatMap((one) => firstText(one, 'summary', 'id') ?? []);
  return names.length === 0 ? undefined : names;
}
