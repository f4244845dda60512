// Times as products write them, read without loss down to the millisecond, never guessed from a
// local zone.
import { parseTime } from '@acta/event';

const spaced =
  /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,12})?)(?: ?(?:UTC|([+-]\d\d):?(\d\d)))?$/;
const digits = /^\d{9,19}$/;
const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const secondsBelow = 100_000_000_000;
const millisecondsBelow = 100_000_000_000_000;
const microsecondsBelow = 100_000_000_000_000_000;

/**
 * A time in Acta's form (RFC 3339, UTC, milliseconds) from RFC 3339 with any offset, `YYYY-MM-DD
 * hh:mm:ss[.f]` (read as UTC unless `+hhmm` follows), or an epoch number or numeric text in
 * seconds, milliseconds, microseconds or nanoseconds told apart by size. Undefined for all else.
 */
export function timeOf(value: unknown): string | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return undefined;
  if (digits.test(value)) return fromEpoch(Number(value));
  const known = parseTime(value);
  if (known !== null) return known;
  const part = spaced.exec(value);
  if (part === null) return undefined;
  const zone = part[3] === undefined ? 'Z' : `${part[3]}:${part[4]}`;
  return parseTime(`${part[1]}T${part[2]}${zone}`) ?? undefined;
}

function fromEpoch(value: number): string | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  const milliseconds =
    value < secondsBelow
      ? value * 1000
      : value < millisecondsBelow
        ? value
        : value < microsecondsBelow
          ? value / 1000
          : value / 1_000_000;
  if (milliseconds > lastTime) return undefined;
  return new Date(Math.floor(milliseconds)).toISOString();
}
