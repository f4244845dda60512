// A draft becomes an entry: id, time of receipt (which never goes back), marks, leaf and record.
import { deriveEventId, randomEventId, sealEvent, timeMs } from '@acta/event';
import type { ActaEvent, Mark } from '@acta/event';
import type { Clock } from '../../lib/clock.ts';
import type { EventDraft, LogEntry } from '../../lib/entry.ts';
import type { Random } from '../../lib/random.ts';
import { keyedDigests } from '../ids/record.ts';

const SEED_BYTES = 16;
const ID_BYTES = 10;

/** An entry with what the write-ahead log keeps about it. */
export interface SealedEntry extends LogEntry {
  digest: string;
}

export interface Sealer {
  /** The id of what the draft's source, delivery, item and revision name. */
  idOf(draft: EventDraft): string;
  /** The id of an event that came under a known name with other bytes. */
  conflictIdOf(draft: EventDraft): string;
  /** What is kept of the digest of its bytes. @throws ActaError `digest_malformed` */
  digestOf(draft: Pick<EventDraft, 'digest'>): string;
  /** The time of receipt of what comes now; null where the clock stood before an earlier one. */
  received(): string | null;
  /** @throws RangeError where a field of the leaf is outside its closed vocabulary */
  seal(draft: EventDraft, id: string, index: number, marks: readonly Mark[]): SealedEntry;
}

export interface SealerContext {
  secret: Uint8Array;
  clock: Clock;
  random: Random;
  /** Time of receipt of the log's last entry, ms; 0 where there is none. */
  last_received_ms: number;
}

export function createSealer({ secret, clock, random, last_received_ms }: SealerContext): Sealer {
  const keyed = keyedDigests(secret);
  let last_ms = last_received_ms;
  let last_text = new Date(last_ms).toISOString();

  function idOf(draft: EventDraft): string {
    if (draft.delivery !== undefined) return derive(draft, draft.delivery);
    const { time } = draft.event;
    return randomEventId(time === undefined ? 0 : timeMs(time), random(ID_BYTES));
  }

  function derive(draft: EventDraft, delivery: string): string {
    const { source, time } = draft.event;
    return deriveEventId({
      secret,
      source: `${source.type}/${source.name}`,
      delivery,
      item: draft.item,
      revision: draft.revision ?? 0,
      time_ms: time === undefined ? 0 : timeMs(time),
    });
  }

  /** The time of receipt as text, and whether the clock stood before that of an earlier event. */
  function receive(): { received: string; clamped: boolean } {
    const now_ms = clock.now();
    if (now_ms > last_ms) {
      last_ms = now_ms;
      last_text = new Date(now_ms).toISOString();
    }
    return { received: last_text, clamped: now_ms < last_ms };
  }

  return {
    idOf,
    conflictIdOf: (draft) => derive(draft, `${draft.delivery}\0conflict\0${draft.digest}`),
    digestOf: ({ digest }) => keyed(digest),
    received() {
      const { received, clamped } = receive();
      return clamped ? null : received;
    },
    seal(draft, id, index, extra) {
      const { received, clamped } = receive();
      const { event: given } = draft;
      const time = given.time ?? received;
      const event: ActaEvent = { v: 1, id, ...given, time, received };
      if (extra.length > 0 || given.time === undefined || clamped) {
        const marks = new Set<Mark>([...(given.marks ?? []), ...extra]);
        if (given.time === undefined) marks.add('time_missing');
        if (clamped) marks.add('clock_clamped');
        event.marks = [...marks];
      }
      const { leaf, record } = sealEvent(event, random(SEED_BYTES));
      const digest = draft.delivery === undefined ? '' : draft.digest;
      return { index, leaf, record, event, digest };
    },
  };
}
