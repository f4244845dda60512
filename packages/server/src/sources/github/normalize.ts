// From a delivery's text to events: a webhook is one record, a stream many.
import { itemSlices, memberSlice, isPlainRecord, valueSlices, type Slice } from '../json-text.ts';
import { object, text as line, type Json, type JsonObject } from '../reader.ts';
import { itemsOf } from '../records.ts';
import { NotNormalizable, type Delivery, type Normalized, type NormalizedItem } from '../types.ts';
import { createHash } from 'node:crypto';
import { auditEvent } from './audit/record.ts';
import { webhookEvent } from './webhook/event.ts';

/**
 * Events of a verified delivery. Throws `NotNormalizable`: `json_invalid`, `form_invalid`,
 * `record_invalid` and others.
 */
export function normalizeGithub(delivery: Delivery): Normalized {
  const body = delivery.body.toString('utf8');
  const text = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body;
  const isWebhook = delivery.via === 'webhook' || delivery.headers['x-github-event'] !== undefined;
  return isWebhook ? normalizeWebhook(delivery, text) : normalizeStream(text);
}

function normalizeWebhook(delivery: Delivery, body: string): Normalized {
  const { headers } = delivery;
  const form = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  const raw = form ? payloadOf(body) : body;
  const payload = object(parsed(raw));
  if (payload === undefined) {
    throw new NotNormalizable('record_invalid', 'The body of the webhook is not a JSON object.');
  }
  const id = line(headers['x-github-delivery']);
  const { event, unmapped } = webhookEvent(headers, payload);
  return {
    ...(id === undefined ? {} : { delivery: id }),
    items: [{ event, raw, unmapped }],
    failed: [],
  };
}

/** The JSON in the `payload` field of a form body. */
function payloadOf(body: string): string {
  for (const field of body.split('&')) {
    if (!field.startsWith('payload=')) continue;
    try {
      const text = decodeURIComponent(field.slice(8).replaceAll('+', ' '));
      if (isPlainRecord(text)) return text;
    } catch {
      throw new NotNormalizable(
        'form_invalid',
        'The `payload` field of the form is not URL-encoded UTF-8.',
      );
    }
    throw new NotNormalizable('too_deep', 'The JSON in the form is nested too deep.');
  }
  throw new NotNormalizable('form_invalid', 'The form has no `payload` field.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotNormalizable('json_invalid', 'The body is not valid JSON.');
  }
}

/** Records of one delivery of a stream; GitHub sends some hundreds. */
const recordsMax = 50_000;

/**
 * JSON lines, a list, or objects one after the other, each a record or an HEC envelope around one.
 */
function normalizeStream(text: string): Normalized {
  const slices = itemSlices(text) ?? valueSlices(text);
  if (slices === null) {
    throw new NotNormalizable(
      'json_invalid',
      'The body is neither a JSON list nor JSON values in a row.',
    );
  }
  if (slices.length > recordsMax) {
    throw new NotNormalizable('too_many_records', `More than ${recordsMax} records at once.`);
  }
  const seen = new Map<string, number>();
  return itemsOf(
    slices.map((slice) => recordText(text, slice)),
    (record, raw) => streamItem(record, raw, seen),
  );
}

/** The record inside an HEC envelope (`{"time":…,"event":{…}}`), or the value itself. */
function recordText(text: string, slice: Slice): string {
  const inner = memberSlice(text, slice, 'event');
  if (inner === null || memberSlice(text, slice, 'action') !== null) {
    return text.slice(slice.start, slice.end);
  }
  const value = text.slice(inner.start, inner.end);
  if (!value.startsWith('"')) return value;
  try {
    const inside = JSON.parse(value) as string; // the record as a text inside the envelope
    return isPlainRecord(inside) ? inside : value;
  } catch {
    return value;
  }
}

function streamItem(record: JsonObject, raw: string, seen: Map<string, number>): NormalizedItem {
  const { event, unmapped } = auditEvent(plainNames(record));
  return { event, raw, unmapped, delivery: recordId(record['_document_id'], raw, seen) };
}

/** Rows of the CSV export write further members as `data.NAME`. */
function plainNames(record: JsonObject): JsonObject {
  const names = Object.keys(record);
  if (!names.some((name) => name.startsWith('data.'))) return record;
  return Object.fromEntries(
    names.map((name) => [name.replace(/^data\./, ''), record[name] as Json]),
  );
}

/**
 * `_document_id`, or, where a record has none, the digest of its text with a counter over equal
 * records of one delivery: a resent delivery gives the same ids, and equal records in one delivery
 * stay apart.
 */
function recordId(documentId: unknown, raw: string, seen: Map<string, number>): string {
  const known = line(documentId);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(raw, 'utf8').digest('base64url');
  const before = seen.get(digest) ?? 0;
  seen.set(digest, before + 1);
  return before === 0 ? `sha256:${digest}` : `sha256:${digest}:${before}`;
}
