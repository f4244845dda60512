// Bodies of many records: JSON lines, a list, or values one after the other, each kept as it came.
import { hash } from 'node:crypto';
import { isPlainRecord, itemSlices, memberSlice, valueSlices, type Slice } from './json-text.ts';
import { object, text as line, type JsonObject } from './reader.ts';
import {
  NotNormalizable,
  type EventBody,
  type FailedItem,
  type Normalized,
  type NormalizedItem,
} from './types.ts';

/** Records of one delivery; products send some hundreds. */
const recordsMax = 50_000;

/** What one record gives; `delivery` where it has an id of its own. */
export interface RecordEvent {
  event: EventBody;
  unmapped: boolean;
  delivery?: string | undefined;
}

export interface RecordShape {
  /** A member of the body's object that holds the list of records, such as `decoratedAuditLogEntries`. */
  lists?: readonly string[];
  /** A member in which senders wrap a record, such as `event` in Splunk's HEC. */
  envelopes?: readonly string[];
  /** A member that shows that a value is a record and no envelope. */
  own?: readonly string[];
  /** The delivery has an id: a record that is all of it needs none. */
  identified?: boolean;
}

/** The body's text without a byte order mark. */
export function bodyText(body: Buffer): string {
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** A JSON object of the text. Throws `NotNormalizable`: `json_invalid`, `record_invalid`. */
export function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotNormalizable('json_invalid', 'The body is not valid JSON.');
  }
  const record = object(value);
  if (record === undefined) {
    throw new NotNormalizable('record_invalid', 'The record is not a JSON object.');
  }
  return record;
}

/**
 * Events of every record in a body. Records without an id of their own get the digest of their
 * text with a counter over equal ones, so that a resent body gives the same ids. Throws
 * `NotNormalizable` where the whole can't be cut; single records that can't be read are `failed`.
 */
export function normalizeRecords(
  text: string,
  eventOf: (record: JsonObject, raw: string) => RecordEvent,
  shape: RecordShape = {},
): Normalized {
  const items: NormalizedItem[] = [];
  const failed: FailedItem[] = [];
  const seen = new Map<string, number>();
  const leaves = recordLeaves(text, shape);
  const needsId = shape.identified !== true || leaves.length > 1;
  for (const { raw, record } of leaves) {
    try {
      const { event, unmapped, delivery } = eventOf(record ?? parseObject(raw), raw);
      const id = delivery ?? (needsId ? digestId(raw, seen) : undefined);
      items.push({ event, raw, unmapped, ...(id === undefined ? {} : { delivery: id }) });
    } catch (error) {
      if (!(error instanceof NotNormalizable)) throw error;
      failed.push({ raw, code: error.code, detail: error.message });
    }
  }
  return { items, failed };
}

/** A record's text, with what it was parsed to where that is known already. */
export interface Leaf {
  raw: string;
  record?: JsonObject | undefined;
}

/**
 * The object that a body is: such a body is parsed at once instead of being cut first. Undefined
 * for all else, as lines that are objects each.
 */
export function loneRecord(text: string): JsonObject | undefined {
  if (text.charCodeAt(0) !== openBrace || text.includes('\n{')) return undefined;
  try {
    return object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const openBrace = 0x7b;

function recordLeaves(text: string, shape: RecordShape): Leaf[] {
  const record = loneRecord(text);
  if (record !== undefined && !opens(record, shape)) return [{ raw: text.trimEnd(), record }];
  return recordTexts(text, shape).map((raw) => ({ raw }));
}

/** Whether an object holds records, rather than being one. */
function opens(record: JsonObject, { lists = [], envelopes = [], own = [] }: RecordShape): boolean {
  const has = (name: string) => Object.hasOwn(record, name);
  return !own.some(has) && (lists.some(has) || envelopes.some(has));
}

/** The exact texts of the records in a body. Throws `NotNormalizable`. */
export function recordTexts(text: string, shape: RecordShape = {}): string[] {
  const slices = listInside(text, shape) ?? itemSlices(text) ?? valueSlices(text);
  if (slices === null) {
    throw new NotNormalizable(
      'json_invalid',
      'The body is neither a JSON list nor JSON values in a row.',
    );
  }
  if (slices.length > recordsMax) {
    throw new NotNormalizable('too_many_records', `More than ${recordsMax} records at once.`);
  }
  return slices.map((slice) => unwrapped(text, slice, shape));
}

function listInside(text: string, { lists = [], own = [] }: RecordShape): Slice[] | null {
  const whole = { start: 0, end: text.length };
  if (own.some((name) => memberSlice(text, whole, name) !== null)) return null;
  for (const name of lists) {
    const found = memberSlice(text, whole, name);
    const items = found === null ? null : itemSlices(text, found.start);
    if (items !== null) return items;
  }
  return null;
}

function unwrapped(text: string, slice: Slice, { envelopes = [], own = [] }: RecordShape): string {
  const whole = text.slice(slice.start, slice.end);
  if (own.some((name) => memberSlice(text, slice, name) !== null)) return whole;
  for (const name of envelopes) {
    const inner = memberSlice(text, slice, name);
    if (inner === null) continue;
    const value = text.slice(inner.start, inner.end);
    if (value.startsWith('{')) return value;
    if (!value.startsWith('"')) continue;
    const inside = stringIn(value); // the record as a text inside the envelope
    if (inside?.trimStart().startsWith('{') === true && isPlainRecord(inside)) return inside;
  }
  return whole;
}

function stringIn(value: string): string | undefined {
  try {
    return JSON.parse(value) as string;
  } catch {
    return undefined;
  }
}

/** `sha256:…` of a record's text, with a counter where the same text came before. */
export function digestId(raw: string, seen: Map<string, number>): string {
  const digest = hash('sha256', raw, 'base64url');
  const before = seen.get(digest) ?? 0;
  seen.set(digest, before + 1);
  return before === 0 ? `sha256:${digest}` : `sha256:${digest}:${before}`;
}

/** Whether an id is made of the record's text, for want of one of the product. */
export function isDigestId(id: string): boolean {
  return id.startsWith('sha256:');
}

/** Headers that say what a body is, as they belong to the record; undefined where none came. */
export function keptHeaders(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> | undefined {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = line(headers[name]);
    if (value !== undefined) kept[name] = value;
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
}
