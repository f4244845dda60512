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

/** Why a text is no record. */
export type Reason = Pick<FailedItem, 'code' | 'detail'>;

const invalid: Reason = { code: 'json_invalid', detail: 'The body is not valid JSON.' };
const noObject: Reason = { code: 'record_invalid', detail: 'The record is not a JSON object.' };
const begin = /^\s*[[{"\-\dtfn]/;

/** Whether a text begins as a JSON value. */
export const mayBeJson = (text: string): boolean => begin.test(text);

/**
 * The JSON object of a text, or why there is none. For one of many: an error costs more than all
 * the rest, and is not made where the text can't begin a value.
 */
export function readObject(text: string): { record: JsonObject } | { reason: Reason } {
  if (!mayBeJson(text)) return { reason: invalid };
  try {
    const record = object(JSON.parse(text));
    return record === undefined ? { reason: noObject } : { record };
  } catch {
    return { reason: invalid };
  }
}

/** A JSON object of the text. Throws `NotNormalizable`: `json_invalid`, `record_invalid`. */
export function parseObject(text: string): JsonObject {
  const read = readObject(text);
  if ('record' in read) return read.record;
  throw new NotNormalizable(read.reason.code, read.reason.detail);
}

/** What was read of a body so far. */
interface Found {
  items: readonly unknown[];
  failed: FailedItem[];
}

/** So many parts without a record among them: it is no body of records. */
const hopeless = 1_000;

/**
 * Notes a part of a body that can't be read. Throws `NotNormalizable` for the whole where nothing
 * else came yet for too long: one delivery is held rather than each crumb of it.
 */
export function fail({ items, failed }: Found, raw: string, reason: Reason): void {
  failed.push({ raw, code: reason.code, detail: reason.detail });
  if (items.length > 0 || failed.length < hopeless) return;
  const detail = `None of the first ${hopeless} parts is a record. The last: ${reason.detail}`;
  throw new NotNormalizable(reason.code, detail);
}

/** What was thrown as a reason; throws again what is none. */
export function reasonIn(error: unknown): Reason {
  if (!(error instanceof NotNormalizable)) throw error;
  return { code: error.code, detail: error.message };
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
  const found: Normalized = { items: [], failed: [] };
  const seen = new Map<string, number>();
  const leaves = recordLeaves(text, shape);
  const needsId = shape.identified !== true || leaves.length > 1;
  for (const { raw, record } of leaves) {
    const read = record === undefined ? readObject(raw) : { record };
    if ('reason' in read) {
      fail(found, raw, read.reason);
      continue;
    }
    let made: RecordEvent;
    try {
      made = eventOf(read.record, raw);
    } catch (error) {
      fail(found, raw, reasonIn(error));
      continue;
    }
    const { event, unmapped, delivery } = made;
    const id = delivery ?? (needsId ? digestId(raw, seen) : undefined);
    found.items.push({ event, raw, unmapped, ...(id === undefined ? {} : { delivery: id }) });
  }
  return found;
}

/** Items of texts that are an object each; those that can't be read are `failed`. */
export function itemsOf(
  texts: readonly string[],
  itemOf: (record: JsonObject, raw: string) => NormalizedItem,
): Normalized {
  const found: Normalized = { items: [], failed: [] };
  for (const raw of texts) {
    const read = readObject(raw);
    if ('reason' in read) {
      fail(found, raw, read.reason);
      continue;
    }
    try {
      found.items.push(itemOf(read.record, raw));
    } catch (error) {
      fail(found, raw, reasonIn(error));
    }
  }
  return found;
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
