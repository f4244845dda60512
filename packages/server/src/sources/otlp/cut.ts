// `ExportLogsServiceRequest` as JSON: each record is cut out as it stands.
import { itemSlices, memberSlice, type Slice } from '../json-text.ts';
import { object, type JsonObject } from '../reader.ts';
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
  parsed(text); // what is no JSON is refused as a whole: the sender does not send it again
  const resourceLogs = items(text, { start: 0, end: text.length }, 'resourceLogs');
  if (resourceLogs === null) {
    if (object(parsed(text)) !== undefined && !text.includes('"resourceLogs"')) return [];
    throw new NotNormalizable('otlp_body_invalid', 'The body has no list of resourceLogs.');
  }
  return resourceLogs.flatMap((resourceLog) => {
    const resource = part(text, resourceLog, 'resource');
    return (items(text, resourceLog, 'scopeLogs') ?? []).flatMap((scopeLog) => {
      const scope = part(text, scopeLog, 'scope');
      return (items(text, scopeLog, 'logRecords') ?? []).map(({ start, end }): LogRecord => {
        const record = text.slice(start, end);
        return {
          resource: resource.value,
          scope: scope.value,
          record: object(parsed(record)) ?? {},
          envelope: () =>
            `{"resource":${resource.text},"scope":${scope.text},"logRecord":${record}}`,
        };
      });
    });
  });
}

function items(text: string, slice: Slice, name: string): Slice[] | null {
  const found = memberSlice(text, slice, name);
  return found === null ? null : itemSlices(text, found.start);
}

function part(text: string, slice: Slice, name: string): { text: string; value: JsonObject } {
  const found = memberSlice(text, slice, name);
  const words = found === null ? '{}' : text.slice(found.start, found.end);
  return { text: words, value: object(parsed(words)) ?? {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotNormalizable('json_invalid', 'The body is not valid JSON.');
  }
}
