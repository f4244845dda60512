// What an entry of the log says of coverage, taken while its event is at hand; and what becomes of
// it in the state of its source.
import { type ActaEvent, timeMs } from '@acta/event';
import type { EventOutline } from '../../lib/entry.ts';
import { foldSaid, type Said } from './said.ts';
import { countSequence, type Sequence, type SequenceLimits } from './sequences.ts';
import { countSkew } from './skew.ts';
import { DAY_MS, dayOf } from './spans.ts';
import type { Kind, SourceState } from './state.ts';

/** Labels under which an event keeps the number that its product gave it. */
export const STREAM_LABEL = 'sequence_stream';
export const NUMBER_LABEL = 'sequence_number';

export type Fact =
  | {
      of: 'event';
      source: string;
      id: string;
      time: number;
      received: number;
      action: string;
      native: string | null;
      /** It came by itself: Acta neither asked for it nor was given an old file of it. */
      pushed: boolean;
      sequence: Sequence | null;
    }
  | { of: 'pause'; source: string; at: number; paused: boolean }
  | ({ of: 'said'; source: string } & Said)
  | { of: 'refusal'; source: string; at: number; count: number };

/** What is asked of an event; of one that was made ahead, only the outline is at hand. */
type Told = EventOutline & Partial<ActaEvent>;

/** Null for what says nothing of a source. */
export function factOf(event: Told): Fact | null {
  if (event.source.type === 'acta') return factOfActa(event);
  // Read again is not heard again.
  if (event.revision_of !== undefined) return null;
  const received = timeMs(event.received);
  const time = event.time === undefined ? received : timeMs(event.time);
  return {
    of: 'event',
    source: event.source.name,
    id: event.id,
    time,
    received,
    action: event.action,
    native: event.native ?? null,
    pushed: !NOT_PUSHED.has(event.source.via ?? ''),
    sequence: sequenceOf(event),
  };
}

const NOT_PUSHED = new Set(['pull', 'import', 'corrected']);

function sequenceOf({ labels }: Told): Sequence | null {
  const stream = labels?.[STREAM_LABEL];
  const number = Number(labels?.[NUMBER_LABEL]);
  if (stream === undefined || !Number.isSafeInteger(number) || number < 0) return null;
  return { stream, number };
}

const SAID = new Set([
  'source.silent',
  'source.heard',
  'source.gap_found',
  'source.reconciled',
  'source.clock_skewed',
  'source.clock_corrected',
  'coverage.day_recorded',
]);

function factOfActa(event: Told): Fact | null {
  const source = event.target?.name;
  if (event.target?.type !== 'source' || source === undefined) return null;
  const at = Date.parse(event.received);
  if (event.action === 'signature.rejected' || event.action === 'delivery.rejected') {
    return { of: 'refusal', source, at, count: Number(event.labels?.['count'] ?? 1) || 1 };
  }
  if (SAID.has(event.action)) {
    return { of: 'said', source, action: event.action, id: event.id, labels: event.labels ?? {} };
  }
  const paused = event.changes?.find((change) => change.field === 'paused')?.to;
  return typeof paused === 'boolean' ? { of: 'pause', source, at, paused } : null;
}

export interface FoldLimits extends SequenceLimits {
  kinds: number;
  skew_ms: number;
}

/** How long pauses, silences and refusals are kept. */
export const KEPT_DAYS = 400;

/** Counts a fact in the state of its source. */
export function fold(state: SourceState, fact: Fact, limits: FoldLimits): void {
  if (fact.of === 'pause') foldPause(state, fact.at, fact.paused);
  else if (fact.of === 'said') foldSaid(state, fact);
  else if (fact.of === 'refusal') {
    const day = dayOf(fact.at);
    state.refused.set(day, (state.refused.get(day) ?? 0) + fact.count);
    const oldest = dayOf(fact.at - KEPT_DAYS * DAY_MS);
    for (const known of state.refused.keys()) if (known < oldest) state.refused.delete(known);
  } else {
    const { received, sequence } = fact;
    state.heard = Math.max(state.heard ?? 0, received);
    if (fact.pushed) state.pushed = Math.max(state.pushed ?? 0, received);
    state.latest = Math.max(state.latest ?? 0, Math.min(fact.time, received));
    countSkew(state.skew, fact.time, received, limits.skew_ms);
    countKind(state.kinds, fact.action, fact, limits.kinds);
    if (fact.action.endsWith('.other')) {
      countKind(state.unmapped, fact.native ?? fact.action, fact, limits.kinds);
    }
    if (sequence !== null) countSequence(state.sequences, sequence, received, limits);
  }
}

function foldPause(state: SourceState, at: number, paused: boolean): void {
  const last = state.pauses.at(-1);
  const isOpen = last !== undefined && last[1] === null;
  if (paused && !isOpen) state.pauses.push([at, null]);
  else if (!paused && isOpen) last[1] = at;
  const oldest = at - KEPT_DAYS * DAY_MS;
  state.pauses = state.pauses.filter(([, to]) => to === null || to >= oldest);
}

function countKind(
  kinds: Map<string, Kind>,
  name: string,
  { received, id }: { received: number; id: string },
  most: number,
): void {
  const kind = kinds.get(name);
  if (kind === undefined) {
    if (kinds.size >= most) dropOldest(kinds);
    kinds.set(name, { count: 1, first: received, last: received, days: 1, sample: id });
    return;
  }
  if (Math.floor(received / DAY_MS) > Math.floor(kind.last / DAY_MS)) kind.days++;
  kind.count++;
  kind.last = Math.max(kind.last, received);
  kind.sample = id;
}

function dropOldest(kinds: Map<string, Kind>): void {
  const [oldest] = [...kinds].toSorted(([, a], [, b]) => a.last - b.last);
  if (oldest !== undefined) kinds.delete(oldest[0]);
}
