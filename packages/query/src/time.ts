// Times as people type them: dates and date-times of any precision, and `now-7d`, `now-1d/d`.

export interface Interval {
  /** Milliseconds since the epoch, inclusive. */
  start: number;
  /** Exclusive. */
  end: number;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const RELATIVE = /^now((?:[+-]\d{1,9}(?:ms|[smhdwMy]))*)(?:\/([smhdwMy]))?$/;
const STEP = /([+-])(\d{1,9})(ms|[smhdwMy])/g;
const ABSOLUTE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:\d{2})?)?)?)?$/;

/** What a time value may look like, for error messages. */
export const TIME_FORMS = ['2026-11-01', '2026-11-01T08:15:00Z', 'now-7d', 'now/d'];

/** The span that a typed time covers (a day, a second, a millisecond …), or null if it is none. */
export function resolveTime(text: string, now: number): Interval | null {
  const relative = RELATIVE.exec(text);
  if (relative) return resolveRelative(relative[1]!, relative[2], now);
  const absolute = ABSOLUTE.exec(text);
  return absolute ? resolveAbsolute(absolute) : null;
}

function resolveRelative(steps: string, round: string | undefined, now: number): Interval | null {
  let at = now;
  for (const [, sign, count, unit] of steps.matchAll(STEP)) {
    const amount = Number(count) * (sign === '-' ? -1 : 1);
    at = addUnits(at, amount, unit!);
  }
  if (!isRepresentable(at)) return null;
  if (round === undefined) return { start: at, end: at + 1 };
  const start = startOf(at, round);
  return { start, end: addUnits(start, 1, round) };
}

function addUnits(at: number, amount: number, unit: string): number {
  if (unit !== 'M' && unit !== 'y') return at + amount * UNIT_MS[unit]!;
  const date = new Date(at);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() + amount * (unit === 'y' ? 12 : 1);
  const year = Math.floor(months / 12);
  const month = months - year * 12;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Date.UTC(year, month, day) + (at - startOf(at, 'd'));
}

function startOf(at: number, unit: string): number {
  const date = new Date(at);
  if (unit === 'y') return Date.UTC(date.getUTCFullYear(), 0, 1);
  if (unit === 'M') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  if (unit === 'w') {
    const day = startOf(at, 'd');
    return day - ((new Date(day).getUTCDay() + 6) % 7) * UNIT_MS['d']!;
  }
  return Math.floor(at / UNIT_MS[unit]!) * UNIT_MS[unit]!;
}

function isRepresentable(at: number): boolean {
  return at >= Date.UTC(1900, 0, 1) && at < Date.UTC(2299, 0, 1);
}

function resolveAbsolute(match: RegExpExecArray): Interval | null {
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const y = Number(year);
  if (y < 1900 || y >= 2299) return null;
  if (month === undefined) return { start: Date.UTC(y, 0, 1), end: Date.UTC(y + 1, 0, 1) };
  const m = Number(month) - 1;
  if (m < 0 || m > 11) return null;
  if (day === undefined) return { start: Date.UTC(y, m, 1), end: Date.UTC(y, m + 1, 1) };
  const midnight = Date.UTC(y, m, Number(day));
  if (new Date(midnight).getUTCMonth() !== m || Number(day) < 1) return null;
  if (hour === undefined) return { start: midnight, end: midnight + UNIT_MS['d']! };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  const ms = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  const clock =
    Number(hour) * UNIT_MS['h']! +
    Number(minute) * UNIT_MS['m']! +
    Number(second ?? 0) * UNIT_MS['s']! +
    ms;
  const start = midnight + clock - offsetOf(zone);
  const width = second === undefined ? UNIT_MS['m']! : fraction === undefined ? UNIT_MS['s']! : 1;
  return { start, end: start + width };
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * UNIT_MS['m']!;
}
