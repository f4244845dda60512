// Keycloak by any door: events of listeners (objects, lists, JSON lines), its log as text or JSON,
// with or without a syslog header or a shipper's envelope.
import { openedLeaves } from '../envelope.ts';
import { labelsOf, thing } from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import { present, text, type JsonObject } from '../reader.ts';
import { eventsOfLeaves, type ListedEvent } from '../record-list.ts';
import { bodyText, parseObject } from '../records.ts';
import { shipped } from '../shipper-envelope.ts';
import { parseSyslog } from '../syslog-line.ts';
import {
  NotNormalizable,
  type Delivery,
  type EventBody,
  type Normalized,
  type Settings,
} from '../types.ts';
import { eventInMessage, jsonLine, textLine, type LogLine } from './lines.ts';
import { keycloakEvent } from './record.ts';
import { withoutCredentials } from './secrets-text.ts';

const linesMax = 50_000;

/** Events of a delivery. Throws `NotNormalizable`. */
export function normalizeKeycloak(delivery: Delivery, settings: Settings): Normalized {
  const zone = text(settings['zone']) ?? 'UTC';
  const options = { zone, received: delivery.received };
  const body = bodyText(delivery.body).trim();
  if (body.startsWith('{') || body.startsWith('[{')) {
    return eventsOfLeaves(openedLeaves(delivery, ['events']), ({ raw }, record) => [
      withoutSecrets(ofRecord(record, raw, options), raw),
    ]);
  }
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > linesMax) {
    throw new NotNormalizable('too_many_records', `More than ${linesMax} lines at once.`);
  }
  const leaves = lines.map((line) => ({ raw: line.replace(/\r$/, ''), record: {} }));
  return eventsOfLeaves(leaves, ({ raw }) => [withoutSecrets(ofLine(raw, options), raw)]);
}

interface LineOptions {
  zone: string;
  received: number;
}

function ofRecord(record: JsonObject, raw: string, options: LineOptions): ListedEvent {
  const line = jsonLine(record);
  if (line !== undefined) return ofLog(line);
  const inner = 'type' in record || 'operationType' in record ? undefined : shipped(raw);
  return inner === undefined ? keycloakEvent(record) : ofText(inner.text, options);
}

/** A line's message is the server's own line, or an event as JSON that a listener logs. */
function ofLine(line: string, options: LineOptions): ListedEvent {
  const own = textLine(line, options.zone);
  if (own !== undefined) return ofLog(own);
  const { message, time, host } = parseSyslog(line, options);
  const found = ofText(message, options, { time, host });
  const { event } = found;
  return event.time === undefined && time !== undefined
    ? { ...found, event: { ...event, time } }
    : found;
}

function ofText(message: string, options: LineOptions, head: Partial<LogLine> = {}): ListedEvent {
  const start = message.trimStart();
  if (start.startsWith('{')) return ofRecord(parseObject(start), start, options);
  return ofLog(textLine(message, options.zone) ?? { ...head, message });
}

/** The event of a log line; what the server says beside events is a log entry. */
function ofLog(line: LogLine): ListedEvent {
  const record = eventInMessage(line);
  if (record !== undefined) return keycloakEvent(record);
  if (line.logger === undefined && line.message.trim() === '') {
    throw new NotNormalizable('line_empty', 'The line has no message.');
  }
  const host = line.host ?? 'keycloak';
  const event = present({
    time: line.time,
    action: 'log.written',
    native: line.logger ?? 'log',
    outcome: 'unknown',
    actor: actorNamed('unknown', undefined),
    target: thing('service', `keycloak:${host}`, host),
    labels: labelsOf({ level: line.level ?? '' }),
  }) as EventBody;
  return { event, unmapped: false };
}

function withoutSecrets(found: ListedEvent, raw: string): ListedEvent {
  const clean = withoutCredentials(raw);
  return clean === raw ? found : { ...found, raw: clean, redacted: true };
}
