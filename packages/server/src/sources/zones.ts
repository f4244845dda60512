// Local times without a zone, read in the zone that the source is set to.

const offset = /^(?:UTC|GMT|Z)?([+-])(\d\d):?(\d\d)$/i;
const formats = new Map<string, Intl.DateTimeFormat>();
const formatsMax = 600;

/** Whether a zone is one that `zonedTime` can use: an IANA name, `UTC`, or an offset (`+02:00`). */
export function isZone(zone: string): boolean {
  return offset.test(zone) || formatOf(zone) !== undefined;
}

/**
 * Acta's form of a wall-clock time in a zone. A time that a clock shows twice in autumn is the
 * first of both; one that spring leaves out moves on by the gap. Undefined for dates that don't
 * exist and for unknown zones.
 */
export function zonedTime(
  wall: {
    year: number;
    month: number;
    day: number;
    hour: number;
    minute: number;
    second: number;
    ms?: number;
  },
  zone: string,
): string | undefined {
  const { year, month, day, hour, minute, second, ms = 0 } = wall;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const local = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const date = new Date(local);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const time = instantOf(local, zone);
  return time === undefined || time < 0 ? undefined : new Date(time).toISOString();
}

function instantOf(local: number, zone: string): number | undefined {
  if (zone === 'UTC') return local;
  const fixed = offset.exec(zone);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
    return local - (fixed[1] === '-' ? -minutes : minutes) * 60_000;
  }
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  // The offsets in force a day before and a day after hold both sides of any change of clocks.
  const before = offsetAt(format, local - 86_400_000);
  const after = offsetAt(format, local + 86_400_000);
  if (offsetAt(format, local - before) === before) return local - before;
  return offsetAt(format, local - after) === after ? local - after : local - before;
}

/** Offsets by quarter of an hour, within which no clock has been changed since 1975. */
const offsets = new WeakMap<Intl.DateTimeFormat, Map<number, number>>();
const offsetsMax = 2_000;
const quarter = 900_000;
const since = Date.UTC(1975, 0, 1);

/** Milliseconds by which the zone's clock is ahead of UTC at an instant. */
function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  if (instant < since) return askedOffset(format, instant);
  let known = offsets.get(format);
  if (known === undefined || known.size >= offsetsMax) {
    known = new Map();
    offsets.set(format, known);
  }
  const key = Math.floor(instant / quarter);
  let found = known.get(key);
  if (found === undefined) {
    found = askedOffset(format, instant);
    known.set(key, found);
  }
  return found;
}

function askedOffset(format: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(instant / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known !== undefined || !/^[A-Za-z][\w+/-]{1,63}$/.test(zone)) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    if (formats.size < formatsMax) formats.set(zone, format);
    return format;
  } catch {
    return undefined;
  }
}
