// One record of the audit log as an event: a line of the file (epoch seconds and nanoseconds) or an
// entity of the REST API (ISO time). Jira and Confluence write the same form.
import { unknownActor, type Actor, type Target } from '../names.ts';
import { actorOf, idOf } from '../names.ts';
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
import { change, changesOrNone, type Change } from '../values.ts';
import { auditAction, auditCategory } from './audit-actions.ts';

/** Whether a record is of the audit log. */
export function isAuditRecord(record: JsonObject): boolean {
  return object(record['auditType']) !== undefined || object(record['type']) !== undefined;
}

/** The event of an audit record. Throws `NotNormalizable` without an action. */
export function auditEvent(record: JsonObject): RecordEvent {
  const type = object(record['auditType']) ?? object(record['type']) ?? {};
  const native = firstText(type, 'action', 'actionI18nKey');
  if (native === undefined) {
    throw new NotNormalizable('audit_action_missing', 'The audit record has no action.');
  }
  const action = auditAction(native);
  const objects = list(record['affectedObjects']).flatMap((value) => targetOf(value) ?? []);
  const [first, ...others] = objects;
  const event = present({
    time: auditTime(record['timestamp']),
    action: action ?? `${auditCategory(firstText(type, 'category'))}.other`,
    native,
    outcome: outcomeOf(native),
    actor: authorOf(record) ?? unknownActor,
    target: first ?? {
      type: 'server',
      id: firstText(record, 'system') ?? 'bitbucket',
      name: firstText(record, 'system') ?? 'Bitbucket',
    },
    targets: others.length === 0 ? undefined : others.slice(0, 256),
    context: present({
      ip: firstText(record, 'source', 'remoteAddress')?.split(',')[0]?.trim(),
      request: present({ method: firstText(record, 'method') }),
    }),
    changes: changesOf(record),
    labels: labelsOf(record, type),
  }) as EventBody;
  return { event, unmapped: action === undefined, delivery: text(record['id']) };
}

/** `{epochSecond, nano}` of the file, in full milliseconds, or the text of the API. */
function auditTime(value: Json | undefined): string | undefined {
  const seconds = at(value, 'epochSecond');
  if (typeof seconds !== 'number') return timeOf(value);
  const nano = at(value, 'nano');
  const ms = seconds * 1000 + Math.floor((typeof nano === 'number' ? nano : 0) / 1_000_000);
  return timeOf(String(ms).padStart(13, '0'));
}

function authorOf(record: JsonObject): Actor | undefined {
  const author = object(record['author']);
  const id = text(author?.['id']);
  const name = firstText(author, 'name');
  if (id === '-1' || name === 'Anonymous') {
    return { type: 'anonymous', id: 'bitbucket:anonymous', name: 'Anonymous' };
  }
  const system = name === 'System' || firstText(author, 'type') === 'system';
  return actorOf('bitbucket', system ? 'service' : 'user', {
    id: idOf('bitbucket', id === '-2' ? undefined : id),
    name,
  });
}

function targetOf(value: Json): Target | undefined {
  const name = firstText(value, 'name');
  const id = firstText(value, 'id') ?? name;
  if (id === undefined) return undefined;
  const type = (firstText(value, 'type') ?? 'object').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  return present({
    type: type.slice(0, 64) || 'object',
    id: idOf('bitbucket', id, type),
    name,
  }) as Target;
}

function outcomeOf(native: string): EventBody['outcome'] {
  if (/^unauthori[sz]ed/i.test(native)) return 'denied';
  return /\bfailed\b/i.test(native) ? 'failure' : 'success';
}

function changesOf(record: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  for (const value of list(record['changedValues'])) {
    const field = firstText(value, 'key', 'i18nKey');
    if (field !== undefined) changes.push(change(field, at(value, 'from'), at(value, 'to')));
  }
  return changesOrNone(changes);
}

function labelsOf(record: JsonObject, type: JsonObject): Record<string, string> | undefined {
  const labels: Record<string, string | undefined> = {
    category: firstText(type, 'category'),
    level: firstText(type, 'level'),
    node: firstText(record, 'node'),
  };
  for (const extra of list(record['extraAttributes']).slice(0, 32)) {
    const name = firstText(extra, 'name', 'nameI18nKey')?.replaceAll(/[^\w .-]/g, '_');
    if (name !== undefined) labels[name.slice(0, 100)] = text(longText(at(extra, 'value')));
  }
  return present(labels);
}
