// The body of Loki's push API, as JSON (two forms) or protobuf: streams of lines under labels.
import { bitsOf, bytesOf, eachField, stringOf, type WireValue } from '../../lib/protobuf.ts';
import { firstText, list, object, text as line, type JsonObject } from '../../sources/reader.ts';
import { refused } from '../errors.ts';
import { labelsOf } from './labels.ts';

export interface Entry {
  /** Nanoseconds since 1970 as digits; empty where it can't be read. */
  time: string;
  line: string;
  metadata: Record<string, string>;
}

export interface Stream {
  labels: Record<string, string>;
  entries: Entry[];
}

/** @throws ActaError 400 `loki_body_invalid`, `json_invalid` */
export function streamsOfJson(text: string): Stream[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refused('json_invalid', '', error);
  }
  const streams = object(value)?.['streams'];
  if (!Array.isArray(streams)) throw refused('loki_body_invalid');
  return streams.map((stream) => jsonStream(object(stream) ?? {}));
}

function jsonStream(stream: JsonObject): Stream {
  const { labels } = stream;
  if (typeof labels === 'string') {
    return { labels: labelsOf(labels), entries: list(stream['entries']).map(oldEntry) };
  }
  return {
    labels: texts(object(stream['stream']) ?? {}),
    entries: list(stream['values']).map((value) => {
      const [time, words, metadata] = list(value);
      return {
        time: typeof time === 'string' && /^\d{1,19}$/.test(time) ? time : '',
        line: typeof words === 'string' ? words : JSON.stringify(words ?? ''),
        metadata: texts(object(metadata) ?? {}),
      };
    }),
  };
}

/** The form before 2019, which some clients still send: RFC 3339 times. */
function oldEntry(value: unknown): Entry {
  const parsed = Date.parse(firstText(value, 'ts', 'timestamp') ?? '');
  const words = object(value)?.['line'];
  return {
    time: Number.isNaN(parsed) ? '' : `${parsed}000000`,
    line: typeof words === 'string' ? words : '',
    metadata: {},
  };
}

function texts(value: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, string][] => {
      const known = line(member);
      return known === undefined ? [] : [[name, known]];
    }),
  );
}

/** `logproto.PushRequest`. @throws WireError */
export function streamsOfProtobuf(message: Uint8Array): Stream[] {
  const streams: Stream[] = [];
  eachField(message, (field, value) => {
    if (field === 1) streams.push(protobufStream(bytesOf(value)));
  });
  return streams;
}

function protobufStream(message: Uint8Array): Stream {
  const stream: Stream = { labels: {}, entries: [] };
  eachField(message, (field, value) => {
    if (field === 1) stream.labels = labelsOf(stringOf(value));
    if (field === 2) stream.entries.push(protobufEntry(bytesOf(value)));
  });
  return stream;
}

function protobufEntry(message: Uint8Array): Entry {
  const entry: Entry = { time: '', line: '', metadata: {} };
  eachField(message, (field, value) => {
    if (field === 1) entry.time = protobufTime(value);
    if (field === 2) entry.line = stringOf(value);
    if (field === 3) Object.assign(entry.metadata, pairOf(bytesOf(value)));
  });
  return entry;
}

/** `google.protobuf.Timestamp` in nanoseconds. */
function protobufTime(value: WireValue): string {
  let seconds = 0n;
  let nanos = 0n;
  eachField(bytesOf(value), (field, part) => {
    if (field === 1) seconds = BigInt.asIntN(64, bitsOf(part));
    if (field === 2) nanos = BigInt.asIntN(64, bitsOf(part));
  });
  const time = seconds * 1_000_000_000n + nanos;
  return time > 0n ? String(time) : '';
}

function pairOf(message: Uint8Array): Record<string, string> {
  let name = '';
  let text = '';
  eachField(message, (field, value) => {
    if (field === 1) name = stringOf(value);
    if (field === 2) text = stringOf(value);
  });
  return Object.fromEntries([[name, text]]);
}
