// CloudEvents of a named source, in all three modes of the HTTP binding, and CDEvents with or
// without the envelope. Who acted is what the event says; that the source said it is known.
import { parseEventInput } from '@acta/event';
import { sentCdevent } from '../cdevents/event.ts';
import { valuesOf } from '../envelope.ts';
import { isPlainRecord } from '../json-text.ts';
import { bodyText, itemsOf, keptHeaders } from '../records.ts';
import { at, present, text as line, type JsonObject } from '../reader.ts';
import { NotNormalizable, type Delivery, type Normalized, type NormalizedItem } from '../types.ts';
import { binaryCloudEvent, isBinaryCloudEvent } from './binary.ts';
import { sentCloudEvent } from './event.ts';

/** Throws `NotNormalizable`: the body is no JSON, or a binary event can't be read. */
export function normalizeCloudEvents(delivery: Delivery): Normalized {
  const type = (delivery.headers['content-type'] ?? '').trim().toLowerCase();
  if (isBinaryCloudEvent(delivery.headers, type)) {
    return { items: [binaryItem(delivery)], failed: [] };
  }
  return itemsOf(valuesOf(delivery), (record, raw) => itemOf(structured(record, raw), raw));
}

type Sent = ReturnType<typeof sentCloudEvent>;

/** An envelope in structured form; or a CDEvent by itself, as some tools write it to a log. */
function structured(record: JsonObject, raw: string): Sent {
  if (record['specversion'] !== undefined) return sentCloudEvent(record, raw);
  const bare = sentCdevent(record);
  const source = line(at(record, 'context.source'));
  const id = line(at(record, 'context.id'));
  if (bare === undefined) return sentCloudEvent(record, raw);
  if (source === undefined || id === undefined) {
    return { error: 'a CDEvent needs id and source', path: '/context' };
  }
  return { value: { ...bare, source: { delivery: line(`${source}#${id}`) ?? id } } };
}

function binaryItem({ headers, body }: Delivery): NormalizedItem {
  const raw = bodyText(body);
  if (!isPlainRecord(raw)) throw new NotNormalizable('too_deep', 'The data nests too deep.');
  const { envelope, broken } = binaryCloudEvent(headers, raw);
  if (broken !== undefined) {
    const detail = `The header ${broken} is not percent-encoded UTF-8.`;
    throw new NotNormalizable('cloudevent_invalid', detail);
  }
  const item = itemOf(sentCloudEvent(envelope, raw), raw);
  const names = Object.keys(headers).filter((name) => name.startsWith('ce-'));
  const kept = keptHeaders(headers, ['content-type', ...names.slice(0, 32)]);
  const { context } = item.event;
  const request = present({ ...context?.request, headers: kept });
  return { ...item, event: { ...item.event, context: present({ ...context, request }) } };
}

function itemOf(sent: Sent, raw: string): NormalizedItem {
  if ('error' in sent) throw invalid(sent.error, sent.path);
  const parsed = parseEventInput(sent.value);
  if (!parsed.ok) throw invalid(parsed.error.message, parsed.error.path);
  const { source, raw: _raw, category: _c, effect: _e, severity: _s, ...event } = parsed.event;
  const delivery = source?.delivery;
  return {
    event,
    raw,
    unmapped: event.action.endsWith('.other'),
    ...(delivery === undefined ? {} : { delivery }),
  };
}

function invalid(error: string, path: string | undefined): NotNormalizable {
  return new NotNormalizable('cloudevent_invalid', `${path ?? 'the record'} ${error}`);
}
