// CloudEvents 1.0 over HTTP: structured, batch and binary. CDEvents payloads get their meaning; of
// others the type becomes the native name, the subject the target, the source who says it.
import type { SentItem } from '../ingest/index.ts';
import { sentCdevent } from '../sources/cdevents/event.ts';
import { firstText, object, present, text, type JsonObject } from '../sources/reader.ts';
import { timeOf } from '../sources/time-text.ts';
import type { Headers } from './request.ts';

const required = ['id', 'source', 'type'] as const;

/**
 * Binary mode: the attributes stand in headers. A structured body with such headers stays
 * structured.
 */
export function isBinaryCloudEvent(headers: Headers, type: string): boolean {
  return headers['ce-specversion'] !== undefined && !type.startsWith('application/cloudevents');
}

/** One event in binary mode: attributes from `ce-` headers, the body as `data`. */
export function binaryCloudEvent(headers: Headers, body: string): SentItem {
  const envelope: JsonObject = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-')) continue;
    const attribute = decoded(value);
    if (attribute === undefined) {
      return {
        error: `the header ${name} is not percent-encoded UTF-8`,
        path: `/${name}`,
        text: body,
      };
    }
    envelope[name.slice(3)] = attribute;
  }
  envelope['data'] = dataOf(body);
  return sentCloudEvent({ value: envelope, text: body });
}

/** An envelope in structured mode as a sent event. Its text is kept as the sender's own record. */
export function sentCloudEvent(item: SentItem): SentItem {
  if ('error' in item) return item;
  const raw = item.text ?? '';
  const envelope = object(item.value);
  if (envelope === undefined) return { error: 'is not a CloudEvent', text: raw };
  const version = envelope['specversion'];
  if (version !== '1.0') {
    return { error: 'specversion is not "1.0"', path: '/specversion', text: raw };
  }
  const missing = required.find((name) => text(envelope[name]) === undefined);
  if (missing !== undefined) {
    return { error: `a CloudEvent needs ${missing}`, path: `/${missing}`, text: raw };
  }
  const meaning = sentCdevent(envelope['data']) ?? ownEvent(envelope) ?? generic(envelope);
  const delivery = `${text(envelope['source'])}#${text(envelope['id'])}`;
  const value = {
    time: timeOf(envelope['time']),
    ...meaning,
    source: { delivery: text(delivery) },
    ...(raw === '' ? {} : { raw }),
  };
  return { value: present(value), text: raw };
}

/** Data that is an event of ours already. */
function ownEvent(envelope: JsonObject): JsonObject | undefined {
  const data = object(envelope['data']);
  return data !== undefined && 'action' in data && 'actor' in data && 'target' in data
    ? data
    : undefined;
}

function generic(envelope: JsonObject): JsonObject {
  const type = text(envelope['type']) as string;
  const source = text(envelope['source']) as string;
  const subject = text(envelope['subject']);
  const who = firstText(
    envelope,
    'data.actor.id',
    'data.actor',
    'data.user.id',
    'data.user',
    'authid',
  );
  return present({
    action: type,
    category: 'system',
    native: type,
    actor: who === undefined ? { type: 'service', id: source } : { type: 'user', id: who },
    target: {
      type: 'resource',
      id: subject ?? source,
      name: subject ?? source,
      parent: subject === undefined ? undefined : { type: 'service', id: source, name: source },
    },
    labels: present({ dataschema: text(envelope['dataschema']) }),
  }) as JsonObject;
}

/** JSON as what it is; any other text as a text. */
function dataOf(body: string): JsonObject[string] {
  try {
    return JSON.parse(body) as JsonObject[string];
  } catch {
    return body;
  }
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
