// Days, hours and stretches of time, all UTC: [from, to) in ms since 1970.

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_HOURS = 168;

/** From the first number on, below the second. */
export type Span = readonly [from: number, to: number];

/** `2026-11-19`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Midnight at which the day begins. NaN for what is no day. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}

export function nextDay(day: string): string {
  return dayOf(startOf(day) + DAY_MS);
}

/** Days from the first one on, below the second; at most `most`, the newest ones. */
export function daysIn(from: string, to: string, most = Infinity): string[] {
  const first = Math.max(startOf(from), startOf(to) - most * DAY_MS);
  const count = Math.max(0, Math.round((startOf(to) - first) / DAY_MS));
  return Array.from({ length: count }, (_, n) => dayOf(first + n * DAY_MS));
}

/** Hours since 1970. */
export function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS);
}

/** 0 is Monday 00:00; 1970 began on a Thursday. */
export function hourOfWeek(hour: number): number {
  return (((hour + 72) % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;
}

/** The part of a stretch that lies within [from, to); null where there is none. */
export function within([from, to]: Span, [low, high]: Span): Span | null {
  const part: Span = [Math.max(from, low), Math.min(to, high)];
  return part[0] < part[1] ? part : null;
}

/** In order, with what touches or overlaps made one. */
export function merged(spans: readonly Span[]): Span[] {
  const result: [number, number][] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (from < to) result.push([from, to]);
  }
  return result;
}

/** Those parts of the stretches that lie within [from, to), in order. */
export function clipped(spans: readonly Span[], range: Span): Span[] {
  return merged(spans).flatMap((span) => {
    const part = within(span, range);
    return part === null ? [] : [part];
  });
}

/** What is left of a stretch when others are taken out; `others` as `merged` gives them. */
export function without(span: Span, others: readonly Span[]): Span[] {
  const left: Span[] = [];
  let from = span[0];
  for (const [low, high] of others) {
    if (high <= from) continue;
    if (low >= span[1]) break;
    if (low > from) left.push([from, low]);
    from = Math.max(from, high);
  }
  if (from < span[1]) left.push([from, span[1]]);
  return left;
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}
