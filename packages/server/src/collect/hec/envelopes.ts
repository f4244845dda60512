// The bodies of Splunk's HTTP Event Collector: JSON objects one after the other, each an envelope
// around an event; or lines.
import type { SentRecord } from '../../ingest/index.ts';
import { isPlainRecord, itemSlices, leadingValues, memberSlice } from '../../sources/json-text.ts';
import { firstText, object, text as line, type JsonObject } from '../../sources/reader.ts';
import { timeOf } from '../../sources/time-text.ts';
import { textOf } from '../compatible.ts';

/** Reasons that HEC has a code of its own for. */
export const eventMissing = 'event_missing';
export const eventBlank = 'event_blank';
export const envelopeInvalid = 'envelope_invalid';

/** The events of a body of `/services/collector/event`, those that can't be read among them. */
export function envelopes(body: Buffer): SentRecord[] {
  const { text, broken } = textOf(body);
  const list = itemSlices(text);
  const { slices, end } = list === null ? leadingValues(text) : { slices: list, end: text.length };
  const records = slices.map((slice): SentRecord => {
    const whole = text.slice(slice.start, slice.end);
    const spoilt = broken(whole);
    return spoilt === undefined ? envelope(whole) : { text: whole, broken: spoilt };
  });
  const rest = text.slice(end);
  if (rest === '') return records;
  const detail = 'From here on the body is no JSON.';
  return [...records, { text: rest, broken: { code: envelopeInvalid, detail } }];
}

function envelope(whole: string): SentRecord {
  const refused = (code: string, detail: string) => ({ text: whole, broken: { code, detail } });
  if (!isPlainRecord(whole)) return refused('too_deep', 'The JSON nests too deep.');
  let value: JsonObject | undefined;
  try {
    value = object(JSON.parse(whole));
  } catch {
    return refused(envelopeInvalid, 'It is not valid JSON.');
  }
  if (value === undefined) return refused(envelopeInvalid, 'It is no JSON object.');
  const event = value['event'];
  if (event === undefined) return refused(eventMissing, 'The member event is missing.');
  if (event === '' || event === null) return refused(eventBlank, 'The member event is blank.');
  const slice = memberSlice(whole, { start: 0, end: whole.length }, 'event');
  const cut = slice === null ? '' : whole.slice(slice.start, slice.end);
  return {
    text: typeof event === 'string' ? event : cut,
    fields: { ...fieldsOf(value), ...fieldsOf(object(value['fields']) ?? {}, 'hec-field-') },
    host: line(value['host']),
    time: timeOfEnvelope(value['time']),
  };
}

const named = ['host', 'source', 'sourcetype', 'index'] as const;

function fieldsOf(value: JsonObject, prefix = 'hec-'): Record<string, string> {
  const names = prefix === 'hec-' ? named : Object.keys(value);
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const known = line(value[name]);
      return known === undefined ? [] : [[`${prefix}${name}`, known]];
    }),
  );
}

/** Seconds since 1970 with a fraction, as number or text; some senders write milliseconds. */
function timeOfEnvelope(value: unknown): string | undefined {
  const isText = typeof value === 'string' && /^\d{9,16}(\.\d{1,9})?$/.test(value);
  return timeOf(isText ? Number(value) : value);
}

/** The lines of a body of `/services/collector/raw`; JSON values one after the other stay whole. */
export function rawRecords(
  body: Buffer,
  query: Readonly<Record<string, string | undefined>>,
): SentRecord[] {
  const { text, broken } = textOf(body);
  const fields = fieldsOf(query as JsonObject);
  const host = firstText(query, 'host');
  return partsOf(text).map((part) => ({ text: part, fields, host, broken: broken(part) }));
}

function partsOf(text: string): string[] {
  if (/^\s*\{/.test(text)) {
    const { slices, end } = leadingValues(text);
    const isJson = slices.every(({ start }) => text[start] === '{');
    if (end === text.length && isJson)
      return slices.map(({ start, end }) => text.slice(start, end));
  }
  return text.split(/\r?\n/).filter((part) => part.trim() !== '');
}
