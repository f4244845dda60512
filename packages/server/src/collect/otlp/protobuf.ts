// `ExportLogsServiceRequest` as protobuf (opentelemetry-proto, logs/v1 and common/v1), read into
// the form that it has as JSON.
import {
  bitsOf,
  bytesOf,
  doubleOf,
  eachField,
  stringOf,
  WireError,
  type WireValue,
} from '../../lib/protobuf.ts';
import type { Json, JsonObject } from '../../sources/reader.ts';
import type { LogRecord } from '../../sources/otlp/cut.ts';
import { valueDepth } from '../../sources/otlp/values.ts';

/** @throws WireError */
export function logsOfProtobuf(message: Uint8Array): LogRecord[] {
  const logs: LogRecord[] = [];
  eachField(message, (field, value) => {
    if (field === 1) resourceLogs(bytesOf(value), logs);
  });
  return logs;
}

function resourceLogs(message: Uint8Array, logs: LogRecord[]): void {
  let resource: JsonObject = {};
  const scopes: Uint8Array[] = [];
  eachField(message, (field, value) => {
    if (field === 1) resource = attributed(bytesOf(value), 1);
    if (field === 2) scopes.push(bytesOf(value));
  });
  for (const scope of scopes) scopeLogs(scope, resource, logs);
}

function scopeLogs(message: Uint8Array, resource: JsonObject, logs: LogRecord[]): void {
  let scope: JsonObject = {};
  const records: Uint8Array[] = [];
  eachField(message, (field, value) => {
    if (field === 1) scope = scopeOf(bytesOf(value));
    if (field === 2) records.push(bytesOf(value));
  });
  for (const bytes of records) {
    const record = logRecord(bytes);
    const envelope = () => JSON.stringify({ resource, scope, logRecord: record });
    logs.push({ resource, scope, record, envelope });
  }
}

function attributed(message: Uint8Array, at: number): JsonObject {
  const attributes: Json[] = [];
  eachField(message, (field, value) => {
    if (field === at) attributes.push(keyValue(bytesOf(value), valueDepth));
  });
  return attributes.length === 0 ? {} : { attributes };
}

function scopeOf(message: Uint8Array): JsonObject {
  const scope: JsonObject = {};
  eachField(message, (field, value) => {
    if (field === 1) scope['name'] = stringOf(value);
    if (field === 2) scope['version'] = stringOf(value);
  });
  return { ...scope, ...attributed(message, 3) };
}

function logRecord(message: Uint8Array): JsonObject {
  const record: JsonObject = {};
  const attributes: Json[] = [];
  eachField(message, (field, value) => {
    if (field === 1) record['timeUnixNano'] = String(bitsOf(value));
    else if (field === 2) record['severityNumber'] = Number(bitsOf(value));
    else if (field === 3) record['severityText'] = stringOf(value);
    else if (field === 5) record['body'] = anyValue(bytesOf(value), valueDepth);
    else if (field === 6) attributes.push(keyValue(bytesOf(value), valueDepth));
    else if (field === 9) record['traceId'] = hex(value);
    else if (field === 10) record['spanId'] = hex(value);
    else if (field === 11) record['observedTimeUnixNano'] = String(bitsOf(value));
    else if (field === 12) record['eventName'] = stringOf(value);
  });
  return attributes.length === 0 ? record : { ...record, attributes };
}

const hex = (value: WireValue): string => Buffer.from(bytesOf(value)).toString('hex');

function keyValue(message: Uint8Array, depth: number): JsonObject {
  const pair: JsonObject = { key: '' };
  eachField(message, (field, value) => {
    if (field === 1) pair['key'] = stringOf(value);
    if (field === 2) pair['value'] = anyValue(bytesOf(value), depth);
  });
  return pair;
}

function anyValue(message: Uint8Array, depth: number): JsonObject {
  if (depth === 0) throw new WireError('a value nests too deep');
  let any: JsonObject = {};
  eachField(message, (field, value) => {
    if (field === 1) any = { stringValue: stringOf(value) };
    else if (field === 2) any = { boolValue: bitsOf(value) !== 0n };
    else if (field === 3) any = { intValue: String(BigInt.asIntN(64, bitsOf(value))) };
    else if (field === 4) any = { doubleValue: double(value) };
    else if (field === 5) any = { arrayValue: { values: valuesIn(value, depth, anyValue) } };
    else if (field === 6) any = { kvlistValue: { values: valuesIn(value, depth, keyValue) } };
    else if (field === 7) any = { bytesValue: Buffer.from(bytesOf(value)).toString('base64') };
  });
  return any;
}

/** As JSON writes what it has no numbers for. */
function double(value: WireValue): Json {
  const number = doubleOf(value);
  return Number.isFinite(number) ? number : String(number);
}

function valuesIn(
  message: WireValue,
  depth: number,
  read: (message: Uint8Array, depth: number) => JsonObject,
): Json[] {
  const values: Json[] = [];
  eachField(bytesOf(message), (field, value) => {
    if (field === 1) values.push(read(bytesOf(value), depth - 1));
  });
  return values;
}
