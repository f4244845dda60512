// Loki's push API. For Loki, two entries of the same labels, time and line are one: so they are
// here, but for those that come together in one request.
import { createHash } from 'node:crypto';
import type { Caller, SentRecord } from '../../ingest/index.ts';
import type { ActaError } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import { SnappyError, unsnappy } from '../../lib/snappy.ts';
import { timeOf } from '../../sources/time-text.ts';
import { checkParts, createCompatible, textOf } from '../compatible.ts';
import type { CompatibleContext, Refusing } from '../compatible.ts';
import { refused } from '../errors.ts';
import { BODY_BYTES } from '../limits.ts';
import { readMessage } from '../protobuf-body.ts';
import { mediaType, plainHeaders, type DoorAnswer, type DoorRequest } from '../request.ts';
import { streamsOfJson, streamsOfProtobuf, type Entry, type Stream } from './streams.ts';

export interface LokiDoor extends Refusing {
  /** `POST /loki/api/v1/push`. */
  push(caller: Caller, request: DoorRequest): Promise<DoorAnswer>;
}

export function createLokiDoor(context: CompatibleContext): LokiDoor {
  const { limits } = context;
  const compatible = createCompatible(context, 'loki');
  return {
    async push(caller, request) {
      await compatible.take(caller, withoutSnappy(request), (body, headers) => {
        const isJson = mediaType(headers) === 'application/json';
        return recordsOf(isJson ? fromJson(body, limits) : fromProtobuf(body, limits));
      });
      return { status: 204, headers: {}, body: '' };
    },
    refused: (error: ActaError) => ({
      status: error.status,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `${error.message}\n`,
    }),
  };
}

/** Protobuf bodies are Snappy blocks whether the header says so or not. */
function withoutSnappy(request: DoorRequest): DoorRequest {
  if (plainHeaders(request.headers)['content-encoding']?.toLowerCase() !== 'snappy') return request;
  return { ...request, headers: { ...request.headers, 'content-encoding': undefined } };
}

function fromJson(body: Buffer, limits: Limits): Stream[] {
  checkParts(body, limits);
  return streamsOfJson(textOf(body).text);
}

function fromProtobuf(body: Buffer, limits: Limits): Stream[] {
  if (body.length === 0) throw refused('body_empty');
  let message: Buffer;
  try {
    message = unsnappy(body, limits.value(BODY_BYTES));
  } catch (error) {
    if (!(error instanceof SnappyError)) throw error;
    if (error.reason === 'broken') throw refused('encoding_broken', '', error);
    limits.reached(BODY_BYTES);
    throw refused('body_inflates_too_large', BODY_BYTES.name, error);
  }
  return readMessage(() => streamsOfProtobuf(message));
}

const hostLabels = ['host', 'hostname', 'nodename', 'node_name', 'instance'];

function recordsOf(streams: readonly Stream[]): SentRecord[] {
  const times = new Map<string, number>();
  return streams.flatMap(({ labels, entries }) => {
    const known = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify(known);
    const fields = prefixed(known);
    const host = hostLabels.map((name) => labels[name]).find((value) => value !== undefined);
    return entries.map((entry): SentRecord => {
      const more = prefixed(Object.entries(entry.metadata));
      return {
        text: entry.line,
        fields: { ...fields, ...more },
        host,
        time: timeOf(entry.time),
        id: entry.time === '' ? undefined : idOf(key, entry, times),
      };
    });
  });
}

const prefixed = (pairs: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(pairs.map(([name, value]) => [`loki-${name}`, value]));

function idOf(labels: string, { time, line }: Entry, times: Map<string, number>): string {
  const hash = createHash('sha256').update(`${labels}\n${time}\n${line}`, 'utf8');
  const id = `loki:${hash.digest('base64url')}`;
  const before = times.get(id) ?? 0;
  times.set(id, before + 1);
  return before === 0 ? id : `${id}:${before}`;
}
