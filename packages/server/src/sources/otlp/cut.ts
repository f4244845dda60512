// `ExportLogsServiceRequest` as JSON. Where an adapter wants a record with its resource and scope,
// it is cut out as it stands.
import { itemSlices, memberSlice, type Slice } from '../json-text.ts';
import { list, object, type JsonObject } from '../reader.ts';
import { NotNormalizable } from '../types.ts';

export interface LogRecord {
  resource: JsonObject;
  scope: JsonObject;
  record: JsonObject;
  /** The record with its resource and scope, as JSON text. */
  envelope: () => string;
}

/** @throws NotNormalizable `json_invalid`, `otlp_body_invalid` */
export function logsOfJson(text: string): LogRecord[] {
  const { resourceLogs } = object(parsed(text)) ?? { resourceLogs: null };
  if (resourceLogs === undefined) return [];
  if (!Array.isArray(resourceLogs)) {
    throw new NotNormalizable('otlp_body_invalid', 'The body has no list of resourceLogs.');
  }
  let cut: string[] | undefined;
  const logs: LogRecord[] = [];
  for (const resourceLog of resourceLogs) {
    const resource = memberOf(resourceLog, 'resource');
    for (const scopeLog of list(object(resourceLog)?.['scopeLogs'])) {
      const scope = memberOf(scopeLog, 'scope');
      for (const record of list(object(scopeLog)?.['logRecords'])) {
        const place = logs.length;
        const envelope = () => (cut ??= envelopesOf(text))[place] as string;
        logs.push({ resource, scope, record: object(record) ?? {}, envelope });
      }
    }
  }
  return logs;
}

const memberOf = (value: unknown, name: string): JsonObject => object(object(value)?.[name]) ?? {};

/** The texts of all records in their envelopes, in the order in which they stand. */
function envelopesOf(text: string): string[] {
  const whole = { start: 0, end: text.length };
  return items(text, whole, 'resourceLogs').flatMap((resourceLog) => {
    const resource = part(text, resourceLog, 'resource');
    return items(text, resourceLog, 'scopeLogs').flatMap((scopeLog) => {
      const scope = part(text, scopeLog, 'scope');
      return items(text, scopeLog, 'logRecords').map(
        ({ start, end }) =>
          `{"resource":${resource},"scope":${scope},"logRecord":${text.slice(start, end)}}`,
      );
    });
  });
}

function items(text: string, slice: Slice, name: string): Slice[] {
  const found = memberSlice(text, slice, name);
  return (found === null ? null : itemSlices(text, found.start)) ?? [];
}

function part(text: string, slice: Slice, name: string): string {
  const found = memberSlice(text, slice, name);
  return found === null ? '{}' : text.slice(found.start, found.end);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotNormalizable('json_invalid', 'The body is not valid JSON.');
  }
}
