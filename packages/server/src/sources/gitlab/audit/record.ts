// One audit record as an event: of the stream, the API, or a line of audit_json.log, whose fields
// stand flat beside each other.
import { firstText, longText, object, present, text, type JsonObject } from '../../reader.ts';
import type { RecordEvent } from '../../records.ts';
import { timeOf } from '../../time-text.ts';
import type { EventBody } from '../../types.ts';
import { change, changesOrNone, type Change } from '../../values.ts';
import { whyOf } from '../../reasons.ts';
import { mergeRequestName } from '../names.ts';
import { auditAction, auditCategory } from './actions.ts';
import { auditActor } from './actor.ts';
import { auditTarget } from './target.ts';

/** Whether a JSON object is an audit record, and no webhook. */
export function isAuditRecord(record: JsonObject): boolean {
  return (
    record['object_kind'] === undefined &&
    (record['author_id'] !== undefined ||
      record['entity_type'] !== undefined ||
      object(record['details'] ?? record['detail']) !== undefined)
  );
}

/** The event of an audit record. */
export function auditEvent(
  record: JsonObject,
  kept: Record<string, string> | undefined,
): RecordEvent {
  const details = object(record['details'] ?? record['detail']) ?? record;
  const { native, action } = auditAction(record, details);
  const event = present({
    time: timeOf(record['created_at']) ?? timeOf(record['time']),
    action: action ?? `${auditCategory(native)}.other`,
    native: text(native),
    outcome: outcomeOf(native, action),
    actor: auditActor(record, details),
    target: auditTarget(record, details),
    context: contextOf(record, details, kept),
    pipeline: pipelineOf(record, details),
    changes: changesOf(record, details),
    why: whyOf(firstText(details, 'reason', 'bypass_reason', 'comment')),
    labels: present({
      message: firstText(details, 'custom_message'),
      protocol: firstText(details, 'custom_message.protocol'),
      entity: firstText(record, 'entity_path') ?? firstText(details, 'entity_path'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, delivery: deliveryOf(record) };
}

/**
 * The record's id. Streams of old give their clock for events that are in no database: such a
 * number names a second, not a record.
 */
function deliveryOf(record: JsonObject): string | undefined {
  const id = text(record['id']);
  if (id === undefined) return undefined;
  if (object(record['details']) === undefined) return `log:${id}`;
  const created = timeOf(record['created_at']);
  const seconds = created === undefined ? Number.NaN : Date.parse(created) / 1000;
  return Math.abs(Number(id) - seconds) <= 60 ? undefined : id;
}

const refused = new Set(['ip_restricted_group_accessed']);

function outcomeOf(native: string, action: string | undefined): EventBody['outcome'] {
  if (refused.has(native)) return 'denied';
  if (action === 'user.sign_in_failed') return 'failure';
  return /(?:^|_)fail(?:ed)?(?:_|$)|cannot_be_added|not_enforced/.test(native)
    ? 'failure'
    : 'success';
}

function contextOf(
  record: JsonObject,
  details: JsonObject,
  kept: Record<string, string> | undefined,
): EventBody['context'] {
  return present({
    ip:
      firstText(record, 'ip_address') ??
      firstText(details, 'ip_address') ??
      text(record['meta.remote_ip']),
    user_agent: longText(record['ua'] ?? record['user_agent']),
    request: present({
      path: longText(record['meta.caller_id']),
      id: text(record['correlation_id']),
      headers: kept,
    }),
  });
}

const environments = new Set(['Environment', 'ProtectedEnvironment']);

function pipelineOf(record: JsonObject, details: JsonObject): EventBody['pipeline'] {
  const kind = firstText(record, 'target_type') ?? firstText(details, 'target_type') ?? '';
  const name = firstText(record, 'target_details') ?? firstText(details, 'target_details');
  const path = firstText(record, 'entity_path') ?? firstText(details, 'entity_path');
  const words = firstText(details, 'custom_message') ?? '';
  const iid = kind === 'MergeRequest' ? /(?:^|\s)!(\d{1,9})\b/.exec(words)?.[1] : undefined;
  return present({
    change: mergeRequestName(path, text(details['merge_request_iid']) ?? iid),
    environment: environments.has(kind) ? name : firstText(details, 'environment'),
  });
}

function changesOf(record: JsonObject, details: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  const from = details['from'];
  const to = details['to'];
  const field = firstText(details, 'change') ?? fieldOf(record);
  if (from !== undefined || to !== undefined) changes.push(change(field, from, to));
  const as = details['as'];
  if (as !== undefined) {
    const left = details['remove'] !== undefined;
    changes.push(
      left ? change('access_level', as, undefined) : change('access_level', undefined, as),
    );
  }
  if (details['expiry_from'] !== undefined || details['expiry_to'] !== undefined) {
    changes.push(change('expires_at', details['expiry_from'], details['expiry_to']));
  }
  return changesOrNone(changes);
}

/** `project_merge_method_updated` says the field itself. */
function fieldOf(record: JsonObject): string {
  const type = firstText(record, 'event_type') ?? '';
  return type.endsWith('_updated') ? type.slice(0, -8) : 'value';
}
