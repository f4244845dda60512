// What the doors of compatible senders share: the key's source, a body under limits, counting.
import { isUtf8 } from 'node:buffer';
import type { Caller, Intake, RecordsAnswer, SentRecord } from '../ingest/index.ts';
import type { Clock } from '../lib/clock.ts';
import { ActaError } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import type { Metrics } from '../lib/metrics.ts';
import { shapeOf } from '../sources/json-text.ts';
import { DEPTH, PARTS } from '../ingest/index.ts';
import { plainBody } from './body.ts';
import { refused } from './errors.ts';
import { RECORD_BYTES, RECORDS_PER_REQUEST } from './limits.ts';
import { plainHeaders, type DoorAnswer, type DoorRequest, type Headers } from './request.ts';

export interface CompatibleContext {
  intake: Pick<Intake, 'acceptRecords' | 'noteRefused'>;
  clock: Clock;
  limits: Limits;
  metrics: Metrics;
  /** Entries of the log: all of them are durable. */
  size: () => number;
}

/** A door that speaks another product's protocol says refusals in its words too. */
export interface Refusing {
  refused(error: ActaError, headers: DoorRequest['headers']): DoorAnswer;
}

/** Cuts a body into records. Throws ActaError where nothing of it can be read. */
export type Cut = (body: Buffer, headers: Headers) => readonly SentRecord[];

export interface Compatible {
  /** Takes the records of a request for the source of the caller's key. */
  take(caller: Caller, request: DoorRequest, cut: Cut): Promise<RecordsAnswer>;
}

/** @param door the protocol's name, in events and metrics */
export function createCompatible(context: CompatibleContext, door: string): Compatible {
  const { intake, clock, limits } = context;
  const records = context.metrics.counter(
    'acta_door_records_total',
    'Records of compatible senders, by what became of them.',
    ['door', 'outcome'],
  );
  const refusals = context.metrics.counter(
    'acta_door_refused_total',
    'Requests of compatible senders that were refused as a whole.',
    ['door', 'code'],
  );

  async function accept(
    source: string,
    { workload }: Caller,
    request: DoorRequest,
    cut: Cut,
  ): Promise<RecordsAnswer> {
    const received = clock.now();
    const headers = plainHeaders(request.headers);
    const body = await plainBody(headers, request.body, limits);
    const cutOut = cut(body, headers).map((record) => checked(record, limits));
    if (cutOut.length > limits.value(RECORDS_PER_REQUEST)) {
      limits.reached(RECORDS_PER_REQUEST);
      throw refused('too_many_events', RECORDS_PER_REQUEST.name);
    }
    const kept = keptHeaders(headers);
    return intake.acceptRecords(source, {
      records: cutOut,
      via: door,
      headers: kept,
      received,
      ...(workload === undefined ? {} : { workload }),
    });
  }

  return {
    async take(caller, request, cut) {
      const { source } = caller;
      try {
        if (source === undefined) throw refused('key_without_source');
        const answer = await accept(source, caller, request, cut);
        records.inc({ door, outcome: 'recorded' }, answer.accepted);
        records.inc({ door, outcome: 'duplicate' }, answer.duplicates);
        records.inc({ door, outcome: 'quarantined' }, answer.failed);
        return answer;
      } catch (error) {
        if (!(error instanceof ActaError)) throw error;
        refusals.inc({ door, code: error.code });
        if (source !== undefined && error.fault === 'caller')
          intake.noteRefused(source, error.code);
        throw error;
      }
    },
  };
}

function checked(record: SentRecord, limits: Limits): SentRecord {
  const limit = limits.value(RECORD_BYTES);
  const { text } = record;
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) return record;
  limits.reached(RECORD_BYTES);
  const detail = `The record is larger than the limit ${RECORD_BYTES.name}.`;
  return { ...record, broken: { code: 'record_too_large', detail } };
}

const keptNames = new Set(['content-type', 'user-agent']);

function keptHeaders(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => keptNames.has(name)));
}

/**
 * A body as text, and whether a part of it is whole: bytes that are not UTF-8 spoil the records
 * that they stand in, not the others.
 */
export function textOf(body: Buffer): { text: string; broken: (part: string) => Broken } {
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  if (isUtf8(body)) return { text, broken: () => undefined };
  return { text, broken: (part) => (part.includes('\ufffd') ? notUtf8 : undefined) };
}

export type Broken = SentRecord['broken'];

const notUtf8 = { code: 'encoding_invalid', detail: 'The record is not UTF-8.' };

/** Throws ActaError 413 where a JSON body has so many parts that it is not parsed. */
export function checkParts(body: Buffer, limits: Limits): void {
  const allowed = { depth: Infinity, parts: limits.value(PARTS) };
  if (shapeOf(body, allowed).parts <= allowed.parts) return;
  limits.reached(PARTS);
  throw refused('too_many_parts', PARTS.name);
}

/** The levels of nesting that a body may have, with those of the protocol around a record. */
export const depthOf = (limits: Limits, around: number): number => limits.value(DEPTH) + around;
