// Records of Jira's audit log in both its forms: `records` of Cloud (and of Server before 8.8), and
// `entities` or lines of Data Center.
import { ipOf, labelsOf, thing, type Actor, type Target } from '../event-parts.ts';
import { actorNamed, word } from '../naming.ts';
import { at, firstText, list, longText, object, present, text, type Json } from '../reader.ts';
import type { JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone, type Change } from '../values.ts';
import { auditAction } from './audit-actions.ts';

/** Whether a record is of the audit log. */
export function isAuditRecord(record: JsonObject): boolean {
  return (
    text(record['summary']) !== undefined ||
    object(record['auditType']) !== undefined ||
    object(record['type']) !== undefined
  );
}

/** The event of an audit record. Throws `NotNormalizable` where it says nothing. */
export function auditEvent(record: JsonObject): ListedEvent {
  const type = object(record['auditType']) ?? object(record['type']);
  const native = firstText(record, 'summary') ?? firstText(type, 'action', 'actionI18nKey');
  if (native === undefined) {
    throw new NotNormalizable('summary_missing', 'The audit record has no summary or action.');
  }
  const action = auditAction(native);
  const [first, ...others] = targetsOf(record);
  const event = present({
    time: timeOf(record['created']) ?? stampOf(record['timestamp']),
    action: action ?? 'identity.other',
    native,
    outcome: /\bfailed\b/i.test(native) ? 'failure' : 'success',
    actor: authorOf(record),
    target: first ?? { type: 'server', id: 'jira', name: firstText(record, 'system') ?? 'Jira' },
    targets: others.length === 0 ? undefined : others.slice(0, 256),
    context: present({
      ip: ipOf(firstText(record, 'remoteAddress', 'source')?.split(',')[0]),
      request: present({ method: firstText(record, 'method') }),
    }),
    changes: changesOf(record),
    why: present({ reason: longText(record['description']) }),
    labels: labelsOf({
      category: firstText(record, 'category') ?? firstText(type, 'category'),
      event_source: at(record, 'eventSource'),
      node: at(record, 'node'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, id: text(record['id']) };
}

/** `{epochSecond, nano}` of the file, or the text of the API. */
function stampOf(value: Json | undefined): string | undefined {
  const seconds = at(value, 'epochSecond');
  if (typeof seconds !== 'number') return timeOf(value);
  const nano = at(value, 'nano');
  return timeOf(seconds * 1_000 + Math.floor((typeof nano === 'number' ? nano : 0) / 1_000_000));
}

function authorOf(record: JsonObject): Actor {
  const author = object(record['author']);
  const name = firstText(author, 'name');
  const id = firstText(record, 'authorAccountId', 'authorKey') ?? firstText(author, 'id');
  if (id === '-1' || name === 'Anonymous') {
    return { type: 'anonymous', id: 'jira:anonymous', name: 'Anonymous' };
  }
  const system = name === 'System' || firstText(author, 'type') === 'system';
  const known = id === '-2' ? undefined : id;
  return actorNamed(
    system ? 'service' : 'user',
    known === undefined ? undefined : `jira:${known}`,
    { name: name ?? firstText(record, 'authorKey') },
  );
}

function targetsOf(record: JsonObject): Target[] {
  const items = [
    record['objectItem'],
    ...list(record['associatedItems']),
    ...list(record['affectedObjects']),
  ];
  return items.flatMap((item) => {
    const name = firstText(item, 'name');
    const id = firstText(item, 'id') ?? name;
    const parent = firstText(item, 'parentId');
    const around = parent && thing('container', `jira:${parent}`, firstText(item, 'parentName'));
    const type = word(firstText(item, 'typeName', 'type') ?? 'object');
    return thing(type, id && `jira:${id}`, name, around || undefined) ?? [];
  });
}

function changesOf(record: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  for (const value of list(record['changedValues'])) {
    const field = firstText(value, 'fieldName', 'key', 'i18nKey');
    if (field === undefined) continue;
    const from = at(value, 'changedFrom') ?? at(value, 'from');
    changes.push(change(field, from, at(value, 'changedTo') ?? at(value, 'to')));
  }
  return changesOrNone(changes);
}
