// Pages of the System Log API, event hook deliveries, records of log streams and collectors.
import { listTexts, memberText, valueLeaves } from '../envelope.ts';
import { at, object, text } from '../reader.ts';
import { eventsOfLeaves, type Leaf } from '../record-list.ts';
import { bodyText, parseObject } from '../records.ts';
import type { Delivery, Normalized, Settings } from '../types.ts';
import { field, oktaEvent } from './record.ts';

/** Events of a delivery. Throws `NotNormalizable`: `json_invalid`, `too_many_records`. */
export function normalizeOkta(delivery: Delivery, settings: Settings): Normalized {
  const organization = text(settings['organization']);
  const leaves = valueLeaves(bodyText(delivery.body)).flatMap((leaf) => opened(leaf));
  const normalized = eventsOfLeaves(leaves, ({ host }, record) => [
    oktaEvent(record, organization ?? host ?? 'okta'),
  ]);
  const hook = leaves[0]?.hook;
  return hook === undefined ? normalized : { ...normalized, delivery: hook };
}

interface OktaLeaf extends Leaf {
  /** The organisation's host, where an envelope names it. */
  host?: string | undefined;
  /** The id of an event hook's delivery. */
  hook?: string | undefined;
}

/** Records inside an event hook (`data.events`), EventBridge (`detail`) or HEC (`event`). */
function opened({ raw, record = safeObject(raw) }: Leaf): OktaLeaf[] {
  if (record === undefined || field(record, 'eventType') === undefined) {
    for (const name of ['detail', 'event']) {
      const inner = memberText(raw, name);
      if (inner?.startsWith('{') === true) return [{ raw: inner }];
    }
    return [{ raw }];
  }
  const isHook = Array.isArray(at(record, 'data.events'));
  const events = isHook ? listTexts(memberText(raw, 'data') ?? '', 'events') : undefined;
  if (events === undefined) return [{ raw, record }];
  const host = hostOf(text(record['source']));
  const hook = text(record['eventId']);
  return events.map((event) => ({ raw: event, host, hook }));
}

function safeObject(raw: string) {
  try {
    return object(parseObject(raw));
  } catch {
    return undefined; // told again, with its reason, when the record is read
  }
}

function hostOf(source: string | undefined): string | undefined {
  return /^https:\/\/([a-z0-9.-]{1,253})\//i.exec(source ?? '')?.[1]?.toLowerCase();
}
