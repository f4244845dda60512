// The forms of POST /v1/events: one object, an array, lines of JSON, and CloudEvents.
import { isAscii, isUtf8 } from 'node:buffer';
import { DEPTH, PARTS, type SentItem } from '../ingest/index.ts';
import type { Limits } from '../lib/limits.ts';
import { sentCloudEvent } from '../sources/cloudevents/event.ts';
import { itemSlices, shapeOf } from '../sources/json-text.ts';
import { binaryCloudEvent, isBinaryCloudEvent } from '../sources/cloudevents/binary.ts';
import { refused } from './errors.ts';
import { EVENTS_PER_REQUEST, EVENT_BYTES } from './limits.ts';
import { charsetOf, mediaType, type Headers } from './request.ts';
import { wellFormed } from '../lib/well-formed.ts';

export interface ReadEvents {
  items: SentItem[];
  /** The exact text of an item. */
  textOf: (place: number) => string;
  via: 'api' | 'cloudevents';
}

const lineTypes = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
]);
const jsonTypes = new Set(['', 'application/json', 'text/json', 'text/plain']);
const structuredTypes = new Set([
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
]);

/**
 * The events of a request, each a value to check or the reason why it can't be one.
 *
 * @throws ActaError 400, 413, 415: nothing of the request can be read
 */
export function readEvents(
  headers: Headers,
  body: Buffer,
  limits: Limits,
  shape: ShapeCheck = checkShape,
): ReadEvents {
  const type = mediaType(headers);
  const binary = isBinaryCloudEvent(headers, type);
  if (body.length === 0 && !binary) throw refused('body_empty');
  checkCharset(headers, body);
  if (!isUtf8(body)) throw refused('charset_invalid');
  shape(body, limits);
  const text = withoutMark(body.toString('utf8'));
  if (binary) return readBinary(headers, text, limits);
  if (lineTypes.has(type)) return readLines(text, limits);
  if (structuredTypes.has(type)) return readCloudEvents(text, limits);
  if (!jsonTypes.has(type) && !type.endsWith('+json')) throw refused('media_type_unknown');
  return readJson(text, limits, body.length > limits.value(EVENT_BYTES));
}

/** JSON is UTF-8, whatever else is said (RFC 8259 §8.1); what is ASCII is the same in both. */
function checkCharset(headers: Headers, body: Buffer): void {
  const charset = charsetOf(headers);
  const known = charset === '' || charset === 'utf-8' || charset === 'utf8';
  if (!known && !isAscii(body)) throw refused('charset_unknown');
}

/** Looks at a body before it is parsed. */
export type ShapeCheck = (body: Buffer, limits: Limits) => void;

/** @throws ActaError 400: nested too deep, or of too many parts */
export function checkShape(body: Buffer, limits: Limits): void {
  const allowed = {
    depth: limits.value(DEPTH) + 1, // the list around the events
    parts: limits.value(PARTS),
  };
  const shape = shapeOf(body, allowed);
  if (shape.depth > allowed.depth) {
    limits.reached(DEPTH);
    throw refused('too_deep', DEPTH.name);
  }
  if (shape.parts > allowed.parts) {
    limits.reached(PARTS);
    throw refused('too_many_parts', PARTS.name);
  }
}

/** One object or a list. Texts of items are cut out only where somebody needs them. */
function readJson(text: string, limits: Limits, large: boolean): ReadEvents {
  const { values, textOf } = readValues(text, limits);
  const items = values.map((value, place): SentItem =>
    large && isTooLarge(textOf(place), limits) ? tooLarge(limits) : { value },
  );
  return { items, textOf, via: 'api' };
}

function readCloudEvents(text: string, limits: Limits): ReadEvents {
  const { values, textOf } = readValues(text, limits);
  const items = values.map((value, place): SentItem => {
    const own = textOf(place);
    return isTooLarge(own, limits) ? tooLarge(limits) : sentCloudEvent(value, own);
  });
  return { items, textOf, via: 'cloudevents' };
}

/**
 * One event in binary mode; what can't be taken is kept in structured form, with its attributes.
 */
function readBinary(headers: Headers, text: string, limits: Limits): ReadEvents {
  const { envelope: read, broken } = binaryCloudEvent(headers, text);
  const envelope = wellFormed(read, text);
  let item: SentItem;
  if (broken !== undefined) {
    item = { error: `the header ${broken} is not percent-encoded UTF-8`, path: `/${broken}` };
  } else {
    item = isTooLarge(text, limits) ? tooLarge(limits) : sentCloudEvent(envelope, text);
  }
  return { items: [item], textOf: () => JSON.stringify(envelope), via: 'cloudevents' };
}

function readValues(text: string, limits: Limits) {
  let value: unknown;
  try {
    value = wellFormed<unknown>(JSON.parse(text), text);
  } catch (error) {
    throw refused('json_invalid', '', error);
  }
  const list = Array.isArray(value);
  const values = list ? (value as unknown[]) : [value];
  checkCount(values.length, limits);
  let slices: ReturnType<typeof itemSlices> | undefined;
  return {
    values,
    textOf: (place: number): string => {
      if (!list) return text;
      slices ??= itemSlices(text);
      const slice = slices?.[place];
      return slice === undefined ? '' : text.slice(slice.start, slice.end);
    },
  };
}

/** Lines of JSON: a bad line does not stop the others. Empty lines are none. */
function readLines(text: string, limits: Limits): ReadEvents {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    lines.push(trimmed);
    checkCount(lines.length, limits);
  }
  if (lines.length === 0) throw refused('body_empty');
  return {
    items: lines.map((line) => readLine(line, limits)),
    textOf: (place) => lines[place] ?? '',
    via: 'api',
  };
}

function readLine(text: string, limits: Limits): SentItem {
  if (isTooLarge(text, limits)) return tooLarge(limits);
  try {
    return { value: wellFormed<unknown>(JSON.parse(text), text) };
  } catch {
    return { error: 'is not valid JSON' };
  }
}

function isTooLarge(text: string, limits: Limits): boolean {
  const limit = limits.value(EVENT_BYTES);
  return text.length * 3 > limit && Buffer.byteLength(text) > limit;
}

function tooLarge(limits: Limits): SentItem {
  limits.reached(EVENT_BYTES);
  return { error: `is larger than the limit ${EVENT_BYTES.name}` };
}

function checkCount(count: number, limits: Limits): void {
  if (count <= limits.value(EVENTS_PER_REQUEST)) return;
  limits.reached(EVENTS_PER_REQUEST);
  throw refused('too_many_events', EVENTS_PER_REQUEST.name);
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
