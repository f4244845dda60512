// How long a busy source is ever quiet: learned by the hour of the week from the slots of five
// minutes in which something of it came, by Acta's clock. See docs/decisions/0070.
import { LEARNED_WEEKS, LEARNING_DAYS } from './rhythm.ts';
import { HOUR_MS, WEEK_HOURS, hourOf, hourOfWeek, without, type Span } from './spans.ts';

export const SLOT_MS = 300_000;
const HOUR_SLOTS = HOUR_MS / SLOT_MS;
/** A quiet of no whole slot lasts less than two; three times what there was is silence. */
const TIMES = 3;
/** An hour in which this many slots in a row are ever empty is for the rhythm to judge. */
const MOST_EMPTY = 6;
/** From so many weeks on the worst of them does not count: an outage makes no silence usual. */
const WEEKS_TO_FORGIVE = 4;

/** Slots by hour since 1970: bit n stands for the minutes from 5n on. */
export type Slots = ReadonlyMap<number, number>;

/** For each hour of the week: ms of quiet that are silence; null where none is told by them. */
export type Pace = readonly (number | null)[];

export function markSlot(slots: Map<number, number>, ms: number): void {
  const hour = hourOf(ms);
  const slot = Math.floor((ms - hour * HOUR_MS) / SLOT_MS);
  slots.set(hour, (slots.get(hour) ?? 0) | (1 << slot));
}

/**
 * Learns from the hours before the last one in which something came, at most eight weeks of them.
 *
 * @param excluded as `merged` gives them: Acta was down or the source paused
 * @returns null for less than two weeks
 */
export function learnPace(slots: Slots, now: number, excluded: readonly Span[]): Pace | null {
  let [begin, last] = [Infinity, 0];
  for (const hour of slots.keys()) {
    if (hour < begin) begin = hour;
    if (hour > last && hour <= hourOf(now)) last = hour;
  }
  const first = Math.max(begin + 1, last - LEARNED_WEEKS * WEEK_HOURS);
  if (last - first < LEARNING_DAYS * 24) return null;
  const empty = new Map<number, number>();
  for (let hour = first; hour < last; hour++) {
    const span: Span = [hour * HOUR_MS, (hour + 1) * HOUR_MS];
    const isWhole = without(span, excluded)[0]?.[1] === span[1];
    if (isWhole) empty.set(hour, longestEmpty(slots.get(hour) ?? 0));
  }
  return Array.from({ length: WEEK_HOURS }, (_, place) => limitOf(empty, place, first, last));
}

/** The hours beside one count as its own: days begin a little earlier or later. */
function limitOf(
  empty: ReadonlyMap<number, number>,
  place: number,
  first: number,
  last: number,
): number | null {
  const weeks: number[] = [];
  const start = first + ((place - hourOfWeek(first) + WEEK_HOURS) % WEEK_HOURS);
  for (let hour = start; hour < last; hour += WEEK_HOURS) {
    if (!empty.has(hour)) continue;
    weeks.push(Math.max(...[hour - 1, hour, hour + 1].map((each) => empty.get(each) ?? 0)));
  }
  weeks.sort((a, b) => b - a);
  const longest = weeks[weeks.length >= WEEKS_TO_FORGIVE ? 1 : 0];
  if (weeks.length < 2 || longest === undefined || longest >= MOST_EMPTY) return null;
  return TIMES * (longest + 1) * SLOT_MS;
}

/** The most slots in a row in which nothing came. */
function longestEmpty(mask: number): number {
  let [longest, run] = [0, 0];
  for (let slot = 0; slot < HOUR_SLOTS; slot++) {
    run = (mask & (1 << slot)) === 0 ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
