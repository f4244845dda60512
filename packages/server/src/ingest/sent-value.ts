// An event of Acta's own form as log shippers bring it: inside their envelope, or with members of
// theirs beside its own.
import { sentCloudEvent } from '../sources/cloudevents/event.ts';
import { isPlainRecord } from '../sources/json-text.ts';
import { object, type JsonObject } from '../sources/reader.ts';
import { shipped } from '../sources/shipper-envelope.ts';
import { timeOf } from '../sources/time-text.ts';
import type { SentItem } from './events.ts';

/** Members that shippers add to what they send; none of them is a member of an event. */
const strange = new Set(
  (
    '@timestamp @version timestamp date host hostname agent ecs input log tags source_type file ' +
    'stream event level message _p'
  ).split(' '),
);

/** @param time the envelope's time, where the event says none */
export function sentValue(text: string, time: string | undefined): SentItem {
  const inner = shipped(text)?.text;
  const json = inner?.trimStart().startsWith('{') === true ? inner : text;
  if (!isPlainRecord(json)) return { error: 'nests too deep, or has too many parts' };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { error: 'is not valid JSON' };
  }
  const sent = object(value);
  if (sent === undefined) return { value };
  if (sent['specversion'] !== undefined) return sentCloudEvent(sent, json);
  return { value: ownMembers(sent, time) };
}

function ownMembers(sent: JsonObject, time: string | undefined): JsonObject {
  const kept = Object.fromEntries(Object.entries(sent).filter(([name]) => !strange.has(name)));
  const known = kept['time'] ?? timeOf(sent['@timestamp'] ?? sent['timestamp']) ?? time;
  return known === undefined ? kept : { ...kept, time: known };
}
