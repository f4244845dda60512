// The days of a source, from what is remembered of it.
import type { CoverageDay } from '@acta/sdk';
import { judgeDay } from './days.ts';
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
  const shared = {
    now,
    since: source.since,
    down,
    paused: source.paused(now),
    silent: rule.by === 'off' ? [] : source.silences(now, down, context.unlearned_ms),
    gaps: state.sequences.gaps,
    judged: rule.by === 'off' || source.settings.silence !== 'rhythm' || rhythm.learned,
    down_ms: context.partial_down_ms,
  };
  const first = firstHour(source);
  return daysIn(from, to).map((day) => {
    const start = startOf(day);
    const events = eventsIn(source.hours, start, start + DAY_MS);
    const refused = state.refused.get(day) ?? 0;
    const held = context.held.get(about.name)?.get(day) ?? 0;
    const heard = first !== null && first * HOUR_MS < start + DAY_MS;
    const judged = judgeDay(day, { ...shared, held, refused, events, heard });
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

function firstHour(source: Source): number | null {
  const least = hourOf(source.since);
  let first: number | null = null;
  for (const hour of source.hours.keys()) {
    if (hour >= least && (first === null || hour < first)) first = hour;
  }
  return first;
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
