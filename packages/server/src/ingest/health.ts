// What is known of a source's health: counters that survive a restart, and the state they amount
// to.
import type { SourceHealth } from '@acta/sdk';
import type { AppendReceipt, EventDraft } from '../lib/entry.ts';

const hourMs = 3_600_000;

/** Kept as JSON in the control store; members may be missing in what an older version wrote. */
export interface HealthState {
  last_received: number | null;
  last_rejected: number | null;
  /** Why, as a code. */
  last_refusal: string | null;
  last_event_time: number | null;
  lag_ms: number | null;
  skew_ms: number | null;
  events: number;
  deliveries: number;
  unmapped: number;
  duplicates: number;
  conflicts: number;
  replays_suspected: number;
  rejected: number;
  quarantined: number;
  /** Events by hour since 1970, of the last 24. */
  hours: Record<string, number>;
}

export function emptyHealth(): HealthState {
  return {
    last_received: null,
    last_rejected: null,
    last_refusal: null,
    last_event_time: null,
    lag_ms: null,
    skew_ms: null,
    events: 0,
    deliveries: 0,
    unmapped: 0,
    duplicates: 0,
    conflicts: 0,
    replays_suspected: 0,
    rejected: 0,
    quarantined: 0,
    hours: {},
  };
}

/** What was stored, made whole; an empty state for anything unreadable. */
export function restoredHealth(stored: unknown): HealthState {
  const state = emptyHealth();
  if (typeof stored !== 'object' || stored === null) return state;
  const kept = stored as Record<string, unknown>;
  for (const key of Object.keys(state) as (keyof HealthState)[]) {
    const value = kept[key];
    if (key === 'hours') {
      state.hours = hoursOf(value);
    } else if (key === 'last_refusal') {
      state.last_refusal = typeof value === 'string' ? value : null;
    } else if (typeof value === 'number' && Number.isFinite(value)) state[key] = value;
  }
  return state;
}

function hoursOf(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([, count]) => typeof count === 'number' && count > 0),
  );
}

/** What is to be counted of drafts: they are let go once the ledger has them. */
export interface Seen {
  /** When the latest of the events happened. */
  latest?: string;
  /** Events without an action of their own. */
  unmapped: number;
  /** The body was seen before. */
  replay: boolean;
}

export function seenOf(drafts: readonly EventDraft[]): Seen {
  const seen: Seen = { unmapped: 0, replay: false };
  for (const { event } of drafts) {
    if (event.action.endsWith('.other')) seen.unmapped++;
    // Times have one form: their texts are in the order of the times.
    const { time } = event;
    if (time !== undefined && (seen.latest === undefined || time > seen.latest)) seen.latest = time;
  }
  return seen;
}

/** Counts one refused delivery. */
export function countRefusal(state: HealthState, code: string, now: number): void {
  state.rejected++;
  state.last_rejected = now;
  state.last_refusal = code;
}

/** Counts one recorded delivery. */
export function countDelivery(
  state: HealthState,
  receipts: readonly AppendReceipt[],
  seen: Seen,
  now: number,
): void {
  state.deliveries++;
  state.last_received = now;
  let fresh = 0;
  for (const receipt of receipts) {
    if (receipt.duplicate === true) state.duplicates++;
    else fresh++;
    if (receipt.conflict === true) state.conflicts++;
  }
  state.events += fresh;
  if (fresh > 0) state.unmapped += seen.unmapped;
  if (seen.replay) state.replays_suspected += fresh;
  countHour(state, now, fresh);
  if (seen.latest !== undefined) noteTime(state, Date.parse(seen.latest), now);
}

function noteTime(state: HealthState, time: number, now: number): void {
  if (state.last_event_time === null || time >= state.last_event_time) {
    state.last_event_time = time;
    state.lag_ms = Math.max(0, now - time);
  }
  if (time > now) state.skew_ms = Math.max(state.skew_ms ?? 0, time - now);
}

function countHour(state: HealthState, now: number, events: number): void {
  const hour = Math.floor(now / hourMs);
  state.hours[hour] = (state.hours[hour] ?? 0) + events;
  for (const key of Object.keys(state.hours)) {
    if (Number(key) <= hour - 24) delete state.hours[key];
  }
}

/** The answer of the API. `silence_ms`: how long a source may be quiet. */
export function healthAnswer(
  state: HealthState,
  now: number,
  paused: boolean,
  silence_ms: number,
): SourceHealth {
  const firstHour = Math.floor(now / hourMs) - 23;
  let day = 0;
  for (const [hour, events] of Object.entries(state.hours)) {
    if (Number(hour) >= firstHour) day += events;
  }
  return {
    last_received: timeText(state.last_received),
    last_event_time: timeText(state.last_event_time),
    lag_s: state.lag_ms === null ? null : Math.round(state.lag_ms / 100) / 10,
    events: state.events,
    events_24h: day,
    deliveries: state.deliveries,
    unmapped: state.unmapped,
    duplicates: state.duplicates,
    conflicts: state.conflicts,
    replays_suspected: state.replays_suspected,
    rejected: state.rejected,
    last_rejected: timeText(state.last_rejected),
    last_refusal: state.last_refusal,
    quarantined: state.quarantined,
    skew_ms: state.skew_ms,
    state: stateOf(state, now, paused, silence_ms),
  };
}

function stateOf(
  state: HealthState,
  now: number,
  paused: boolean,
  silence_ms: number,
): SourceHealth['state'] {
  if (paused) return 'paused';
  const heard = state.last_received;
  if ((state.last_rejected ?? 0) > (heard ?? 0)) return 'failing';
  if (heard === null) return 'waiting';
  // All that ever came lies in quarantine: heard, and not understood.
  if (state.quarantined > 0 && state.events + state.duplicates === 0) return 'failing';
  return now - heard > silence_ms ? 'silent' : 'healthy';
}

function timeText(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
