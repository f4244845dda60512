// The forms of POST /v1/events: one object, an array, lines of JSON, and CloudEvents.
import { isUtf8 } from 'node:buffer';
import { DEPTH, type SentItem } from '../ingest/index.ts';
import type { Limits } from '../lib/limits.ts';
import { itemSlices, nestingOf } from '../sources/json-text.ts';
import { binaryCloudEvent, isBinaryCloudEvent, sentCloudEvent } from './cloudevents.ts';
import { refused } from './errors.ts';
import { EVENTS_PER_REQUEST, EVENT_BYTES } from './limits.ts';
import { mediaType, type Headers } from './request.ts';

export interface ReadEvents {
  items: SentItem[];
  via: 'api' | 'cloudevents';
}

const lineTypes = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
  'application/json-seq',
]);
const jsonTypes = new Set(['', 'application/json', 'text/json', 'text/plain']);

/**
 * The events of a request, each a value to check or the reason why its text can't be read.
 *
 * @throws ActaError 400, 413, 415: nothing of the request can be read
 */
export function readEvents(headers: Headers, body: Buffer, limits: Limits): ReadEvents {
  const type = mediaType(headers);
  if (isBinaryCloudEvent(headers, type)) {
    checkBytes(body, limits);
    return { items: [binaryCloudEvent(headers, body.toString('utf8'))], via: 'cloudevents' };
  }
  if (body.length === 0) throw refused('body_empty');
  checkBytes(body, limits);
  const text = withoutMark(body.toString('utf8'));
  if (type === 'application/cloudevents+json' || type === 'application/cloudevents-batch+json') {
    const items = readList(text, limits, true).map(sentCloudEvent);
    return { items, via: 'cloudevents' };
  }
  if (lineTypes.has(type)) return { items: readLines(text, limits), via: 'api' };
  if (!jsonTypes.has(type) && !type.endsWith('+json')) throw refused('media_type_unknown');
  return { items: readList(text, limits, body.length > limits.value(EVENT_BYTES)), via: 'api' };
}

function checkBytes(body: Buffer, limits: Limits): void {
  if (!isUtf8(body)) throw refused('charset_invalid');
  const limit = limits.value(DEPTH) + 1; // the list around the events
  if (nestingOf(body, limit) > limit) {
    limits.reached(DEPTH);
    throw refused('too_deep', DEPTH.name);
  }
}

/** One object or a list. The texts of the items are cut out only where somebody needs them. */
function readList(text: string, limits: Limits, withText: boolean): SentItem[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refused('json_invalid', '', error);
  }
  const values = Array.isArray(value) ? value : [value];
  checkCount(values.length, limits);
  if (!withText) return values.map((each: unknown) => ({ value: each }));
  const slices = Array.isArray(value) ? (itemSlices(text) ?? []) : [{ start: 0, end: text.length }];
  return values.map((each: unknown, place) => {
    const slice = slices[place];
    return sized(each, slice === undefined ? '' : text.slice(slice.start, slice.end), limits);
  });
}

/** Lines of JSON: a bad line does not stop the others. Empty lines are none. */
function readLines(text: string, limits: Limits): SentItem[] {
  const items: SentItem[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    checkCount(items.length + 1, limits);
    items.push(readLine(trimmed, limits));
  }
  if (items.length === 0) throw refused('body_empty');
  return items;
}

function readLine(text: string, limits: Limits): SentItem {
  try {
    return sized(JSON.parse(text), text, limits);
  } catch {
    return { error: 'is not valid JSON', text };
  }
}

function sized(value: unknown, text: string, limits: Limits): SentItem {
  if (text.length <= limits.value(EVENT_BYTES) / 4) return { value, text };
  if (Buffer.byteLength(text) <= limits.value(EVENT_BYTES)) return { value, text };
  limits.reached(EVENT_BYTES);
  return { error: `is larger than the limit ${EVENT_BYTES.name}`, text };
}

function checkCount(count: number, limits: Limits): void {
  if (count <= limits.value(EVENTS_PER_REQUEST)) return;
  limits.reached(EVENTS_PER_REQUEST);
  throw refused('too_many_events', EVENTS_PER_REQUEST.name);
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
