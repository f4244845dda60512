// Attribute values of OpenTelemetry (`AnyValue`) in their JSON form, as plain JSON text. Integers
// stay the digits that they are: they may be larger than a JavaScript number can hold.
import { list, object, text as line, type Json, type JsonObject } from '../reader.ts';

/** Levels of lists and maps in one value. */
export const valueDepth = 16;

/** The value nests too deep. */
export class ValueTooDeep extends Error {}

/** The value as JSON text; `null` for what has no value. Throws ValueTooDeep. */
export function plainText(value: Json | undefined, depth = valueDepth): string {
  if (depth === 0) throw new ValueTooDeep('A value nests too deep.');
  const any = object(value) ?? {};
  const { stringValue, boolValue, intValue, doubleValue, bytesValue } = any;
  if (stringValue !== undefined) return JSON.stringify(stringValue);
  if (typeof boolValue === 'boolean') return String(boolValue);
  if (intValue !== undefined) return integer(intValue);
  if (doubleValue !== undefined) return JSON.stringify(doubleValue);
  if (bytesValue !== undefined) return JSON.stringify(bytesValue);
  const values = object(any['arrayValue'])?.['values'];
  if (any['arrayValue'] !== undefined) {
    return `[${list(values)
      .map((item) => plainText(item, depth - 1))
      .join(',')}]`;
  }
  const kvlist = object(any['kvlistValue']);
  return kvlist === undefined ? 'null' : membersText(kvlist['values'], depth - 1);
}

/** A list of `KeyValue` as the text of a JSON object. Throws ValueTooDeep. */
export function membersText(pairs: Json | undefined, depth = valueDepth): string {
  const members = list(pairs).flatMap((pair) => {
    const { key, value } = object(pair) ?? {};
    return typeof key === 'string' ? [`${JSON.stringify(key)}:${plainText(value, depth)}`] : [];
  });
  return `{${members.join(',')}}`;
}

function integer(value: Json): string {
  const digits = typeof value === 'number' ? String(value) : value;
  return typeof digits === 'string' && /^-?\d{1,20}$/.test(digits) ? digits : JSON.stringify(value);
}

/** The attributes that are one word: texts, numbers, booleans. */
export function scalars(attributes: Json | undefined): Record<string, string> {
  const found: [string, string][] = [];
  for (const pair of list(attributes)) {
    const { key, value } = object(pair) ?? {};
    const known = typeof key === 'string' ? scalar(object(value)) : undefined;
    if (known !== undefined) found.push([key as string, known]);
  }
  return Object.fromEntries(found);
}

function scalar(any: JsonObject | undefined): string | undefined {
  const { stringValue, boolValue, intValue, doubleValue } = any ?? {};
  if (typeof boolValue === 'boolean') return String(boolValue);
  return line(stringValue ?? intValue ?? doubleValue);
}
