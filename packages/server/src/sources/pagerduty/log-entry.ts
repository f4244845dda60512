// Log entries: what happened to incidents, as PagerDuty keeps it. They tell what webhooks tell, and
// more: whom it called, and what it did when nobody answered.
import type { JsonObject } from '../reader.ts';
import { entryOf, firstText, object } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { incidentEvent } from './record.ts';

const suffix = '_log_entry';

/** What webhooks don't have; all else is named as in theirs. */
const actions: Readonly<Record<string, string>> = {
  notify: 'notification.sent',
  priority_change: 'incident.updated',
  urgency_change: 'incident.updated',
  severity_change: 'incident.updated',
  status_update: 'incident.updated',
  field_value_change: 'incident.updated',
  custom_field_value_change: 'incident.updated',
  responder_request: 'incident.updated',
  responder_reply: 'incident.updated',
  snooze: 'incident.updated',
  unsnooze: 'incident.updated',
  merge: 'incident.updated',
  link: 'incident.updated',
  unlink: 'incident.updated',
  repeat_escalation_path: 'incident.escalated',
  exhaust_escalation_path: 'incident.escalated',
  reach_trigger_limit: 'incident.updated',
  reach_ack_limit: 'incident.updated',
};

export const logEntryActions: readonly string[] = [...new Set(Object.values(actions))];

export function isLogEntry(record: JsonObject): boolean {
  return firstText(record, 'type')?.endsWith(suffix) === true;
}

/** The event of a log entry. */
export function logEntryEvent(entry: JsonObject): ListedEvent {
  const native = firstText(entry, 'type') ?? suffix;
  const name = native.slice(0, -suffix.length);
  return incidentEvent({
    native,
    name,
    action: entryOf(actions, name),
    id: firstText(entry, 'id'),
    time: entry['created_at'],
    agent: entry['agent'],
    data: incidentOf(entry),
  });
}

/** `[#9] checkout is slow`. */
const numbered = /^\[#(\d{1,12})\] (.+)$/s;

/** The incident as it stands in the entry: by reference, with the service beside it. */
function incidentOf(entry: JsonObject): JsonObject | undefined {
  const incident = object(entry['incident']);
  if (incident === undefined) return undefined;
  const { assignees, service } = entry;
  const [, number, title] = numbered.exec(firstText(incident, 'summary') ?? '') ?? [];
  return {
    ...incident,
    type: 'incident',
    ...(number === undefined || title === undefined ? {} : { number, title }),
    ...(incident['service'] === undefined && service !== undefined ? { service } : {}),
    ...(incident['assignees'] === undefined && assignees !== undefined ? { assignees } : {}),
  };
}
