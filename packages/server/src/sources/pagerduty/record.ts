// Webhooks of PagerDuty: version 3 (`event`), and those of versions 1 and 2 (`messages`).
import { emailOf, labelsOf, thing, type Target } from '../event-parts.ts';
import { actorNamed, word } from '../naming.ts';
import {
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type Json,
  type JsonObject,
  entryOf,
} from '../reader.ts';
import { ticketIn } from '../reasons.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change } from '../values.ts';

/** What follows `incident.`, in the spellings of all versions. */
const actions: Readonly<Record<string, string>> = {
  trigger: 'incident.detected',
  triggered: 'incident.detected',
  acknowledge: 'incident.acknowledged',
  acknowledged: 'incident.acknowledged',
  unacknowledge: 'incident.reopened',
  unacknowledged: 'incident.reopened',
  reopened: 'incident.reopened',
  resolve: 'incident.resolved',
  resolved: 'incident.resolved',
  assign: 'incident.reassigned',
  reassigned: 'incident.reassigned',
  delegate: 'incident.reassigned',
  delegated: 'incident.reassigned',
  escalate: 'incident.escalated',
  escalated: 'incident.escalated',
  annotate: 'incident.updated',
  annotated: 'incident.updated',
  priority_updated: 'incident.updated',
  status_update_published: 'incident.updated',
  custom_field_values_updated: 'incident.updated',
  service_updated: 'incident.updated',
  incident_type_changed: 'incident.updated',
  conference_bridge_updated: 'incident.updated',
  responder_added: 'incident.updated',
  responder_replied: 'incident.updated',
  action_invocation_created: 'command.executed',
  action_invocation_updated: 'command.executed',
  workflow_started: 'workflow_run.started',
  workflow_completed: 'workflow_run.completed',
};
const services: Readonly<Record<string, string>> = {
  'service.created': 'service.published',
  'service.updated': 'service.changed',
  'service.deleted': 'deployment.removed',
  'pagey.ping': 'webhook.pinged',
};

export const pagerdutyActions: readonly string[] = [
  ...new Set([...Object.values(actions), ...Object.values(services), 'system.other']),
];

/** Events of a webhook's body. Throws `NotNormalizable` where it is of no known version. */
export function pagerdutyEvents(record: JsonObject): ListedEvent[] {
  const event = object(record['event']);
  if (event !== undefined)
    return [
      webhookEvent(event, firstText(event, 'event_type'), {
        data: object(event['data']),
        agent: event['agent'],
        time: event['occurred_at'],
      }),
    ];
  const messages = list(record['messages'])
    .map((message) => object(message))
    .filter((message) => message !== undefined);
  if (messages.length === 0) {
    throw new NotNormalizable('event_missing', 'The webhook has neither `event` nor `messages`.');
  }
  return messages.slice(0, 1_000).map((message) => {
    const incident = object(message['incident']) ?? object(object(message['data'])?.['incident']);
    const entry = object(list(message['log_entries'])[0]);
    const who = entry?.['agent'] ?? incident?.['last_status_change_by'];
    return webhookEvent(message, firstText(message, 'event', 'type'), {
      data: incident,
      agent: who,
      time: message['created_on'],
    });
  });
}

/** What is said of an incident or a service. */
export interface Said {
  native: string;
  /** What follows `incident.`; empty where it is about something else. */
  name: string;
  /** Where the type has one of its own. */
  action: string | undefined;
  id: string | undefined;
  data: JsonObject | undefined;
  agent: Json | undefined;
  time: Json | undefined;
}

function webhookEvent(
  envelope: JsonObject,
  native: string | undefined,
  about: Pick<Said, 'data' | 'agent' | 'time'>,
): ListedEvent {
  if (native === undefined)
    throw new NotNormalizable('event_type_missing', 'The event has no type.');
  const name = native.startsWith('incident.') ? native.slice('incident.'.length) : '';
  const action = entryOf(services, native);
  return incidentEvent({ ...about, native, name, action, id: text(envelope['id']) });
}

/** The event of what a webhook or the log says of an incident. */
export function incidentEvent(said: Said): ListedEvent {
  const { native, name, data, agent, time, id } = said;
  const action = said.action ?? entryOf(actions, name);
  const assignees = list(data?.['assignees'] ?? data?.['assignments']).flatMap(
    (one) => firstText(one, 'summary', 'assignee.summary') ?? [],
  );
  const reason = longText(
    firstText(data, 'title', 'trigger_summary_data.subject', 'description', 'incident_key'),
  );
  const event = present({
    time: timeOf(time),
    action: action ?? 'system.other',
    native,
    outcome: 'success',
    actor: actorOf(agent),
    target: targetOf(data),
    pipeline: present({
      stage: 'operate',
      service: firstText(data, 'service.summary', 'service.name'),
    }),
    changes:
      name.endsWith('assign') || name === 'reassigned'
        ? [change('assignees', undefined, assignees)]
        : undefined,
    why: present({ reason, ticket: ticketIn(reason), link: longText(data?.['html_url']) }),
    labels: labelsOf({
      incident: firstText(data, 'id'),
      priority: firstText(data, 'priority.summary'),
      status: firstText(data, 'status'),
      urgency: firstText(data, 'urgency'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, id };
}

/** A person, or a service or integration that raised or closed it by itself. */
function actorOf(agent: Json | undefined): EventBody['actor'] {
  const kind = (firstText(agent, 'type') ?? 'user').replace(/_reference$/, '');
  const id = firstText(agent, 'id');
  const name = firstText(agent, 'summary', 'name');
  const type =
    kind === 'user'
      ? 'user'
      : kind.includes('integration') || kind === 'service'
        ? 'service'
        : word(kind);
  return actorNamed(type, id === undefined ? undefined : `pagerduty:${id}`, {
    name,
    email: emailOf(firstText(agent, 'email')),
  });
}

function targetOf(data: JsonObject | undefined): Target {
  const id = firstText(data, 'id', 'incident.id') ?? 'unknown';
  const service = firstText(data, 'service.id');
  const parent =
    service === undefined
      ? undefined
      : thing(
          'service',
          `pagerduty:${service}`,
          firstText(data, 'service.summary', 'service.name'),
        );
  const number = firstText(data, 'number', 'incident_number');
  const title = firstText(data, 'title', 'trigger_summary_data.subject', 'summary');
  const name = [number === undefined ? undefined : `#${number}`, title].filter(Boolean).join(' ');
  return thing(
    word(firstText(data, 'type') ?? 'incident'),
    `pagerduty:${id}`,
    name === '' ? id : name,
    parent,
  ) as Target;
}
