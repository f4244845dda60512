// CloudEvents 1.0 envelopes. CDEvents payloads get their meaning; of others the type becomes the
// native name, the subject the target, the source who says it.
import { sentCdevent } from '../cdevents/event.ts';
import { isPlainRecord } from '../json-text.ts';
import { firstText, object, present, text, type Json, type JsonObject } from '../reader.ts';
import { timeOf } from '../time-text.ts';

const required = ['id', 'source', 'type'] as const;

/**
 * An envelope in structured form as an event of `POST /v1/events`, or what is wrong with it. The
 * envelope's text is kept as the sender's own record.
 */
export function sentCloudEvent(
  value: unknown,
  raw: string,
): { value: unknown } | { error: string; path?: string } {
  const envelope = object(value);
  if (envelope === undefined) return { error: 'is not a CloudEvent' };
  if (envelope['specversion'] !== '1.0') {
    return { error: 'specversion is not "1.0"', path: '/specversion' };
  }
  const missing = required.find((name) => text(envelope[name]) === undefined);
  if (missing !== undefined) return { error: `a CloudEvent needs ${missing}`, path: `/${missing}` };
  const whole = withData(envelope);
  const meaning = sentCdevent(whole['data']) ?? ownEvent(whole) ?? generic(whole);
  const delivery = `${text(envelope['source'])}#${text(envelope['id'])}`;
  return {
    value: present({
      time: timeOf(envelope['time']),
      ...meaning,
      source: { delivery: text(delivery) },
      ...(raw === '' ? {} : { raw }),
    }),
  };
}

/** Data in base64 is read where it is JSON. */
function withData(envelope: JsonObject): JsonObject {
  const base64 = envelope['data_base64'];
  if (typeof base64 !== 'string' || envelope['data'] !== undefined) return envelope;
  const json = Buffer.from(base64, 'base64').toString('utf8');
  if (!/^\s*\{/.test(json) || !isPlainRecord(json)) return envelope;
  try {
    return { ...envelope, data: JSON.parse(json) as Json };
  } catch {
    return envelope;
  }
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
