// From a delivery's text to events. Audit streams send JSON under the content type of a form, so
// the body is looked at, never its label.
import { hash } from 'node:crypto';
import { text as line, type JsonObject } from '../reader.ts';
import { bodyText, keptHeaders, normalizeRecords, type RecordEvent } from '../records.ts';
import { NotNormalizable, type Delivery, type Normalized } from '../types.ts';
import { fromExport } from './audit/export.ts';
import { auditEvent, isAuditRecord } from './audit/record.ts';
import { webhookEvent } from './webhook/event.ts';

/** Headers that say what the body is; they belong to the record. */
const meaningful = [
  'x-gitlab-event',
  'x-gitlab-event-uuid',
  'x-gitlab-webhook-uuid',
  'x-gitlab-instance',
  'x-gitlab-audit-event-type',
  'idempotency-key',
  'webhook-id',
];

/**
 * Events of webhooks, system hooks, streamed audit events, lists of the audit API and lines of
 * audit_json.log. Throws `NotNormalizable`: `json_invalid`, `event_missing` and others.
 */
export function normalizeGitlab(delivery: Delivery): Normalized {
  const { headers } = delivery;
  const text = bodyText(delivery.body).trim();
  if (text === '') throw new NotNormalizable('body_empty', 'The body is empty.');
  const kept = keptHeaders(headers, meaningful);
  const agent = headers['user-agent'];
  const read = (given: JsonObject): RecordEvent => {
    const record = fromExport(given);
    return isAuditRecord(record)
      ? auditEvent(typed(record, headers), kept)
      : webhookEvent(record, kept, agent);
  };
  const id = deliveryId(headers, delivery.body);
  const { items, failed } = normalizeRecords(text, read, {
    identified: id !== undefined,
    envelopes: ['event'],
    own: ['object_kind', 'event_name', 'author_id', 'entity_type', 'Author ID'],
  });
  const only = failed[0];
  if (items.length === 0 && only !== undefined && failed.length === 1) {
    throw new NotNormalizable(only.code, only.detail);
  }
  if (id === undefined || items.length !== 1) return { items, failed };
  const [item] = items;
  if (item?.delivery?.startsWith('sha256:') === true) delete item.delivery;
  return { delivery: id, items, failed };
}

/** The type of a streamed event also stands in its header; old bodies don't have it. */
function typed(record: JsonObject, headers: Delivery['headers']): JsonObject {
  const type = line(headers['x-gitlab-audit-event-type']);
  return record['event_type'] === undefined && type !== undefined
    ? { ...record, event_type: type }
    : record;
}

/**
 * What stays the same when GitLab sends again. The UUID of the event alone is shared by hooks that
 * set each other off, so the body's digest stands beside it.
 */
function deliveryId(headers: Delivery['headers'], body: Buffer): string | undefined {
  const own = line(headers['webhook-id']) ?? line(headers['idempotency-key']);
  if (own !== undefined) return own;
  const event = line(headers['x-gitlab-event-uuid']);
  if (event === undefined) return undefined;
  return `${event}:${hash('sha256', body, 'base64url').slice(0, 22)}`;
}
