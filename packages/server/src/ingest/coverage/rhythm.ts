// What is usual for a source: in which hours of the week it speaks, and how unlikely a quiet must
// be before it is silence. See docs/decisions/0070.
import { HOUR_MS, WEEK_HOURS, hourOf, hourOfWeek, without, type Span } from './spans.ts';

/** What is learned from: the last weeks, of which the oldest fall out. */
export const LEARNED_WEEKS = 8;
/** Less than this is no rhythm. */
export const LEARNING_DAYS = 14;
/** Nor is a handful of hours in which something came. */
const LEARNED_HOURS = 10;
/** A quiet longer than this has become usual. */
const KEPT_HOURS = LEARNED_WEEKS * WEEK_HOURS;
/** A quiet that comes by once in so many times is no silence yet. */
const ODDS = 10_000;
/** Nor is one half again as unlikely as all but one of a hundred that there were. */
const ALLOWANCE = 1.5;
const USUAL_SHARE = 0.99;

export interface Rhythm {
  /** ms since 1970: what it is learned from. */
  from: number;
  to: number;
  learned: boolean;
  /** For each hour of the week, Monday 00:00 UTC first: how often of one time something came. */
  share: readonly number[];
  /** The same: how many events came on average. */
  mean: readonly number[];
  /** How much the quiet of such an hour says: the logarithm of how unlikely it is. */
  weight: readonly number[];
  /** The same of the longest quiet that is no silence. */
  allowed: number;
}

/** Events by hour since 1970. */
export type Hours = ReadonlyMap<number, number>;

/**
 * Learns from the whole hours in [since, now), at most the last eight weeks.
 *
 * @param excluded as `merged` gives them: Acta was down, the source paused, or known to be silent
 */
export function learnRhythm(
  hours: Hours,
  since: number,
  now: number,
  excluded: readonly Span[],
): Rhythm {
  // The present quiet is what is judged: it does not tell what is usual.
  const last = Math.min(hourOf(now), lastHeard(hours, hourOf(now)) + 1);
  const first = Math.max(Math.ceil(since / HOUR_MS), last - LEARNED_WEEKS * WEEK_HOURS);
  const counted = countHours(hours, first, last, excluded);
  const share = counted.map(({ seen, heard }) => (seen === 0 ? 0 : heard / seen));
  // One more time in which it was quiet keeps few weeks from making sure of anything.
  const weight = counted.map(({ seen, heard }) => -Math.log(1 - heard / (seen + 1)));
  const mean = counted.map(({ seen, events }) => (seen === 0 ? 0 : events / seen));
  const heard = counted.reduce((sum, each) => sum + each.heard, 0);
  const days = (last - first) / 24;
  return {
    from: Math.min(first, last) * HOUR_MS,
    to: last * HOUR_MS,
    learned: days >= LEARNING_DAYS && heard >= LEARNED_HOURS,
    share,
    mean,
    weight,
    allowed: allowanceOf(quietIn(hours, first, last, weight, excluded)),
  };
}

/** The last of the hours before `now` in which something came; `now` where there is none. */
function lastHeard(hours: Hours, now: number): number {
  for (let hour = now; hour > now - KEPT_HOURS; hour--) if ((hours.get(hour) ?? 0) > 0) return hour;
  return now;
}

function countHours(hours: Hours, first: number, last: number, excluded: readonly Span[]) {
  const counted = Array.from({ length: WEEK_HOURS }, () => ({ seen: 0, heard: 0, events: 0 }));
  for (let hour = first; hour < last; hour++) {
    const events = hours.get(hour) ?? 0;
    if (events === 0 && isExcluded(hour, excluded)) continue;
    const place = counted[hourOfWeek(hour)]!;
    place.seen++;
    place.events += events;
    if (events > 0) place.heard++;
  }
  return counted;
}

/** More than half of the hour says nothing of the source. */
function isExcluded(hour: number, excluded: readonly Span[]): boolean {
  const span: Span = [hour * HOUR_MS, (hour + 1) * HOUR_MS];
  const left = without(span, excluded).reduce((sum, [from, to]) => sum + to - from, 0);
  return left < HOUR_MS / 2;
}

/** For each stretch between two heard hours: how unlikely it was. */
function quietIn(
  hours: Hours,
  first: number,
  last: number,
  weight: readonly number[],
  excluded: readonly Span[],
): number[] {
  const stretches: number[] = [];
  let quiet: number | null = null;
  for (let hour = first; hour < last; hour++) {
    if ((hours.get(hour) ?? 0) > 0) {
      if (quiet !== null) stretches.push(quiet);
      quiet = 0;
    } else if (quiet !== null && !isExcluded(hour, excluded)) {
      quiet += weight[hourOfWeek(hour)]!;
    }
  }
  return stretches;
}

function allowanceOf(stretches: readonly number[]): number {
  const sorted = stretches.toSorted((a, b) => a - b);
  const usual = sorted[Math.ceil(sorted.length * USUAL_SHARE) - 1] ?? 0;
  return Math.max(Math.log(ODDS), usual * ALLOWANCE);
}
