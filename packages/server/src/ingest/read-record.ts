// One record of a compatible sender through the source's adapter: by itself, or out of the envelope
// of the shipper that brought it. Pure.
import { isPlainRecord } from '../sources/json-text.ts';
import { present, text as line } from '../sources/reader.ts';
import { isDigestId } from '../sources/records.ts';
import { shipped } from '../sources/shipper-envelope.ts';
import {
  NotNormalizable,
  type Adapter,
  type Delivery,
  type NormalizedItem,
  type Settings,
} from '../sources/types.ts';

export interface RecordToRead {
  record: {
    text: string;
    envelope?: (() => string) | undefined;
    fields?: Readonly<Record<string, string>>;
    host?: string | undefined;
    time?: string | undefined;
  };
  via: string;
  headers: Readonly<Record<string, string>>;
  received: number;
}

/**
 * The events of a record, with what its envelope says. Ids that are made of the text alone stay
 * only where text and time are the record's own: a plain line may well come twice.
 *
 * @throws NotNormalizable
 */
export function itemsOf(
  adapter: Adapter,
  settings: Settings,
  { record, via, headers, received }: RecordToRead,
): NormalizedItem[] {
  const { envelope } = record;
  const isWhole = adapter.takesEnvelopes === true && envelope !== undefined;
  const sent = isWhole ? envelope() : record.text;
  const inner = isWhole ? undefined : shipped(sent);
  // The request's media type is that of the protocol, and says nothing about a record in it.
  const { 'content-type': _protocol, ...own } = headers;
  const read = (text: string, fields: Record<string, string>, host: string | undefined) => {
    const known: Delivery = {
      headers: host === undefined ? own : { ...own, 'envelope-host': host },
      body: Buffer.from(text, 'utf8'),
      received,
      via,
      isRecord: true,
    };
    const around = { time: record.time, fields: { ...fields, ...record.fields } };
    return readOne(adapter, known, text, settings).map((item) => placed(item, around));
  };
  const whole = () => read(sent, {}, record.host);
  if (inner === undefined) return whole();
  const inside = () => read(inner.text, inner.fields, inner.host ?? record.host);
  // A record of JSON inside is meant; a text may be the message of a record that is JSON itself.
  return inner.text.trimStart().startsWith('{') ? eitherOf(inside, whole) : eitherOf(whole, inside);
}

function eitherOf<T>(first: () => T, second: () => T): T {
  try {
    return first();
  } catch (error) {
    if (!(error instanceof NotNormalizable)) throw error;
    try {
      return second();
    } catch (other) {
      throw other instanceof NotNormalizable ? error : other;
    }
  }
}

function readOne(
  adapter: Adapter,
  delivery: Delivery,
  text: string,
  settings: Settings,
): NormalizedItem[] {
  if (text.trim() === '') throw new NotNormalizable('record_empty', 'The record is empty.');
  if (/^\s*[[{]/.test(text) && !isPlainRecord(text)) {
    throw new NotNormalizable(
      'too_deep',
      'The JSON nests deeper, or has more parts, than allowed.',
    );
  }
  const { items, failed, delivery: id } = adapter.normalize(delivery, settings);
  const [first] = failed;
  if (first !== undefined) throw new NotNormalizable(first.code, first.detail);
  if (id === undefined) return items;
  return items.map((item, place) =>
    item.delivery === undefined ? Object.assign(item, { delivery: `${id}#${place}` }) : item,
  );
}

interface Around {
  fields: Readonly<Record<string, string>>;
  time: string | undefined;
}

/** The event with what the envelope says: its time where there is none, its fields as headers. */
function placed({ delivery, ...item }: NormalizedItem, around: Around): NormalizedItem {
  const { event } = item;
  const { context } = event;
  const headers = present({ ...fieldsOf(around.fields), ...context?.request?.headers });
  const nameless = delivery === undefined || (isDigestId(delivery) && !isTimed(item));
  return {
    ...item,
    ...(nameless ? {} : { delivery }),
    event: {
      ...event,
      ...(event.time === undefined && around.time !== undefined ? { time: around.time } : {}),
      ...(headers === undefined
        ? {}
        : { context: { ...context, request: { ...context?.request, headers } } }),
    },
  };
}

const isTimed = ({ event, raw }: Omit<NormalizedItem, 'delivery'>): boolean =>
  event.time !== undefined && raw.trimStart().startsWith('{');

const nameShape = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]{1,128}$/;
const fieldsMax = 32;

function fieldsOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    const known = line(value);
    return known === undefined || !nameShape.test(name) ? [] : [[name, known]];
  });
  return Object.fromEntries(kept.slice(0, fieldsMax));
}
