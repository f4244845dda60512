// The days of a source, from what is remembered of it.
import type { CoverageDay } from '@acta/sdk';
import { judgeDay } from './days.ts';
import { polledOf, pollSilence, unread, type Polled } from './polls.ts';
import type { Rhythm } from './rhythm.ts';
import type { Source } from './source.ts';
import { DAY_MS, daysIn, HOUR_MS, hourOf, hourOfWeek, startOf, type Span } from './spans.ts';

export interface DaysContext {
  /** When Acta was not running, as `merged` gives it. */
  down: readonly Span[];
  partial_down_ms: number;
  /** How long a source may be quiet whose rhythm is not known yet. */
  unlearned_ms: number;
  /** Deliveries in quarantine, by source and day. */
  held: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Days from the first one on, below the second, each judged as of now. */
export function daysOf(
  source: Source,
  from: string,
  to: string,
  now: number,
  context: DaysContext,
): CoverageDay[] {
  const { state, about } = source;
  const { down } = context;
  const rule = source.rule(now, down, context.unlearned_ms);
  const rhythm = source.rhythm(now, down);
  const polled = polledOf(state);
  const silent = rule.by === 'off' ? [] : source.silences(now, down, context.unlearned_ms);
  const shared = {
    now,
    since: source.since,
    down: unread(down, polled),
    paused: unread(source.paused(now), polled),
    silent: unread(silent, polled),
    gaps: state.sequences.gaps,
    down_ms: context.partial_down_ms,
  };
  const isKnown = rule.by === 'off' || source.settings.silence !== 'rhythm' || rhythm.learned;
  const first = firstHeard(source, polled);
  return daysIn(from, to).map((day) => {
    const start = startOf(day);
    const events = eventsIn(source.hours, start, start + DAY_MS);
    const refused = state.refused.get(day) ?? 0;
    const held = context.held.get(about.name)?.get(day) ?? 0;
    const heard = first !== null && first < start + DAY_MS;
    const isJudged = isKnown || isRead(source, polled, start, now, context);
    const judged = judgeDay(day, { ...shared, held, refused, events, heard, judged: isJudged });
    return {
      day,
      state: judged.state,
      reasons: judged.reasons,
      events,
      expected: rhythm.learned && judged.state !== 'not_connected' ? expected(rhythm, start) : null,
      refused,
      recorded: source.days.get(day)?.event ?? null,
    };
  });
}

/** When something of it happened or was asked for first: ms since 1970. */
function firstHeard(source: Source, polled: Polled | null): number | null {
  const least = hourOf(source.since);
  let first = polled?.from ?? null;
  for (const hour of source.hours.keys()) {
    if (hour >= least && (first === null || hour * HOUR_MS < first)) first = hour * HOUR_MS;
  }
  return first;
}

/** All of the day was asked for, so far as a poll was due; what could not be is silence. */
function isRead(
  source: Source,
  polled: Polled | null,
  start: number,
  now: number,
  { partial_down_ms }: DaysContext,
): boolean {
  if (polled === null) return false;
  const awaited = source.poll === null ? now : now - pollSilence(source.poll);
  const isBegun = polled.from <= Math.max(start, source.since) + partial_down_ms;
  const isThrough = polled.to >= Math.min(start + DAY_MS, awaited);
  return isBegun && (isThrough || source.openSilence() !== null);
}

function eventsIn(hours: ReadonlyMap<number, number>, from: number, to: number): number {
  let events = 0;
  for (let hour = hourOf(from); hour < hourOf(to); hour++) events += hours.get(hour) ?? 0;
  return events;
}

function expected(rhythm: Rhythm, start: number): number {
  const first = hourOf(start);
  let events = 0;
  for (let hour = first; hour < first + 24; hour++) events += rhythm.mean[hourOfWeek(hour)]!;
  return Math.round(events * 10) / 10;
}
