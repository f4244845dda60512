// From what Jenkins sends to events: JSON of its plugins, or lines of the Audit Trail plugin. A
// script that was run spans lines; a line that begins with a time begins a record.
import { firstText, object, text as word, type JsonObject } from '../reader.ts';
import { bodyText, digestId, normalizeRecords, type RecordEvent } from '../records.ts';
import {
  NotNormalizable,
  type Delivery,
  type Normalized,
  type NormalizedItem,
  type Settings,
} from '../types.ts';
import { isZone } from '../zones.ts';
import { auditTrailEvent, isScript } from './audit-trail.ts';
import { lineOf, type Line } from './line.ts';
import { cdeventsEvent, genericEvent, notificationEvent } from './webhook.ts';

const linesMax = 50_000;

/**
 * Events of a body. Settings: `zone` (of the controller's clock; UTC where absent) and
 * `controller` (its name). Throws `NotNormalizable`.
 */
export function normalizeJenkins(delivery: Delivery, settings: Settings): Normalized {
  const text = bodyText(delivery.body);
  const controller = word(settings['controller']) ?? 'jenkins';
  const wanted = word(settings['zone']);
  const zone = wanted !== undefined && isZone(wanted) ? wanted : 'UTC';
  const first = text.trimStart()[0];
  if (first === undefined) throw new NotNormalizable('body_empty', 'The body is empty.');
  if (first !== '{' && first !== '[') return normalizeLines(text, zone, controller);
  const type = delivery.headers['ce-type'];
  const read = (record: JsonObject) =>
    jsonEvent(withHeaders(record, type, delivery), zone, controller);
  const { items, failed } = normalizeRecords(text.trim(), read);
  const only = failed[0];
  if (items.length === 0 && only !== undefined && failed.length === 1) {
    throw new NotNormalizable(only.code, only.detail);
  }
  return { items, failed };
}

/** CloudEvents in binary mode: the attributes stand in headers, the body is `data`. */
function withHeaders(
  record: JsonObject,
  type: string | undefined,
  { headers }: Delivery,
): JsonObject {
  if (type === undefined || record['type'] !== undefined) return record;
  const of = (name: string) => word(headers[`ce-${name}`]) ?? null;
  return {
    type,
    id: of('id'),
    time: of('time'),
    source: of('source'),
    url: of('url'),
    pipelinename: of('pipelinename'),
    taskname: of('taskname'),
    outcome: of('outcome'),
    data: record,
  };
}

function jsonEvent(record: JsonObject, zone: string, controller: string): RecordEvent {
  const type = firstText(record, 'type') ?? '';
  if (type.startsWith('dev.cdevents.')) return cdeventsEvent(record, controller);
  if (object(record['build']) !== undefined) return notificationEvent(record, controller);
  if (type !== '' && record['data'] !== undefined) return genericEvent(record, controller);
  const message = record['message'] ?? record['log'];
  if (typeof message === 'string') {
    const line = lineOf(message, zone);
    return auditTrailEvent({ ...line, time: line.time ?? stamp(record) }, controller);
  }
  throw new NotNormalizable(
    'record_unknown',
    'The JSON is of none of the plugins Generic Event, Notification, CDEvents and Audit Trail.',
  );
}

function stamp(record: JsonObject): string | undefined {
  const time = firstText(record, '@timestamp', 'timestamp');
  const date = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(date) ? undefined : new Date(date).toISOString();
}

/** Lines without a time can't be told from their repeats: they have no id of their own. */
function normalizeLines(text: string, zone: string, controller: string): Normalized {
  const items: NormalizedItem[] = [];
  const seen = new Map<string, number>();
  for (const { raw, line } of recordsOf(text, zone)) {
    const { event, unmapped } = auditTrailEvent(line, controller);
    const item: NormalizedItem = { event, raw, unmapped };
    if (line.time !== undefined) item.delivery = digestId(raw, seen);
    items.push(item);
  }
  return { items, failed: [] };
}

interface LogRecord {
  raw: string;
  line: Line;
}

function recordsOf(text: string, zone: string): LogRecord[] {
  const records: LogRecord[] = [];
  let open: LogRecord | undefined;
  const lines = text.split(/\r?\n/);
  if (lines.length > linesMax) {
    throw new NotNormalizable('too_many_records', `More than ${linesMax} lines at once.`);
  }
  for (const raw of lines) {
    const line = lineOf(raw, zone);
    if (open !== undefined && !line.dated && isScript(open.line.message)) {
      open.raw += `\n${raw}`;
      open.line.message += `\n${raw}`;
    } else if (raw.trim() !== '') {
      open = { raw, line };
      records.push(open);
    }
  }
  for (const record of records) record.raw = record.raw.trimEnd();
  return records;
}
