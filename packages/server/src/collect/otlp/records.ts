// Log records of OpenTelemetry as records for adapters: the body is the record, the resource and
// the attributes are its envelope.
import type { SentRecord } from '../../ingest/index.ts';
import { object, text as line, type JsonObject } from '../../sources/reader.ts';
import { timeOf } from '../../sources/time-text.ts';
import type { LogRecord } from '../../sources/otlp/cut.ts';
import { membersText, plainText, scalars, ValueTooDeep } from '../../sources/otlp/values.ts';

/** A record for the intake; what nests too deep is broken. */
export function sentRecord({ resource, scope, record, envelope }: LogRecord): SentRecord {
  const own = scalars(record['attributes']);
  const around = scalars(resource['attributes']);
  const uid = own['log.record.uid'];
  const name = line(scope['name']);
  const fields = { ...around, ...(name === undefined ? {} : { scope: name }), ...own };
  const known = {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [`otlp-${name}`, value]),
    ),
    host: around['host.name'] ?? around['k8s.node.name'],
    time: timeOf(
      nanoseconds(record['timeUnixNano']) ?? nanoseconds(record['observedTimeUnixNano']),
    ),
    id: uid === undefined ? undefined : `otlp:${uid}`,
    envelope,
  };
  try {
    return { ...known, text: textOf(record) };
  } catch (error) {
    if (!(error instanceof ValueTooDeep)) throw error;
    return { ...known, text: envelope(), broken: { code: 'too_deep', detail: error.message } };
  }
}

function nanoseconds(value: unknown): string | undefined {
  const digits = line(value);
  return digits === undefined || /^0*$/.test(digits) ? undefined : digits;
}

/** The body's text; where there is none, the attributes with the name of the event. */
function textOf(record: JsonObject): string {
  const body = object(record['body']);
  const words = body?.['stringValue'];
  if (typeof words === 'string') return words;
  const text = body === undefined ? 'null' : plainText(body);
  if (text !== 'null') return text;
  const { attributes, eventName } = record;
  if (attributes === undefined) return '';
  const members = membersText(attributes);
  if (typeof eventName !== 'string') return members;
  const name = `"event.name":${JSON.stringify(eventName)}`;
  return members === '{}' ? `{${name}}` : `{${name},${members.slice(1)}`;
}
