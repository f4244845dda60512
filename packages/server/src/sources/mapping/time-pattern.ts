// Times by a pattern of strptime's letters: `%d/%b/%Y:%H:%M:%S %z`. Names are English, of any case.
import { instant, offsetOf, readEpoch, type ParsedFormat, type TimeContext } from './time-parts.ts';

const letters = 'Y m d e H I M S f L p z Z b B a A j y s T F D %'.split(' ');

/** Fields as they are read; what is absent is filled in at the end. */
interface Read {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  hour?: number;
  hour12?: number;
  afternoon?: boolean;
  minute?: number;
  second?: number;
  ms?: number;
  zone?: string;
  epoch?: string;
}

type Step = (text: string, at: number, into: Read) => number;

/** Reads a pattern of literals and letters. */
export function parseTimePattern(format: string): ParsedFormat {
  const steps: Step[] = [];
  for (let at = 0; at < format.length; at++) {
    const sign = format[at] as string;
    if (sign !== '%') {
      steps.push(/\s/.test(sign) ? skipSpace : literal(sign));
      continue;
    }
    const letter = format[++at] ?? '';
    if (letter === '' || !letters.includes(letter)) {
      return { ok: false, message: `%${letter} is none of ${letters.join(' ')}` };
    }
    steps.push(...stepsOf(letter));
  }
  return { ok: true, read: (value, context) => readPattern(steps, value, context) };
}

function readPattern(steps: Step[], value: unknown, context: TimeContext): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > 256) return undefined;
  const read: Read = {};
  let at = 0;
  for (const step of steps) {
    at = step(text, at, read);
    if (at < 0) return undefined;
  }
  return skipSpace(text, at) === text.length ? complete(read, context) : undefined;
}

const months =
  'january february march april may june july august september october november december';
const monthNames = months.split(' ');
const dayNames = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');

function stepsOf(letter: string): Step[] {
  if (letter === 'T')
    return [...stepsOf('H'), literal(':'), ...stepsOf('M'), literal(':'), ...stepsOf('S')];
  if (letter === 'F')
    return [...stepsOf('Y'), literal('-'), ...stepsOf('m'), literal('-'), ...stepsOf('d')];
  if (letter === 'D')
    return [...stepsOf('m'), literal('/'), ...stepsOf('d'), literal('/'), ...stepsOf('y')];
  return [simple[letter] as Step];
}

const simple: Readonly<Record<string, Step>> = {
  '%': literal('%'),
  Y: digits(4, 4, (read, value) => (read.year = value)),
  y: digits(2, 2, (read, value) => (read.year = value < 69 ? 2000 + value : 1900 + value)),
  m: digits(1, 2, (read, value) => (read.month = value)),
  d: digits(1, 2, (read, value) => (read.day = value)),
  e: (text, at, read) =>
    digits(1, 2, (into, value) => (into.day = value))(text, skipSpace(text, at), read),
  j: digits(1, 3, (read, value) => (read.dayOfYear = value)),
  H: digits(1, 2, (read, value) => (read.hour = value)),
  I: digits(1, 2, (read, value) => (read.hour12 = value)),
  M: digits(1, 2, (read, value) => (read.minute = value)),
  S: digits(1, 2, (read, value) => (read.second = value)),
  L: digits(3, 3, (read, value) => (read.ms = value)),
  f: fraction,
  p: named(['am', 'pm'], 2, (read, value) => (read.afternoon = value === 1)),
  b: named(monthNames, 3, (read, value) => (read.month = value + 1)),
  B: named(monthNames, 3, (read, value) => (read.month = value + 1)),
  a: named(dayNames, 3, () => undefined),
  A: named(dayNames, 3, () => undefined),
  z: zoneText,
  Z: zoneText,
  s: epochText,
};

function literal(sign: string): Step {
  return (text, at) => (text[at] === sign ? at + 1 : -1);
}

function skipSpace(text: string, at: number): number {
  let end = at;
  while (end < text.length && /\s/.test(text[end] as string)) end++;
  return end;
}

function digits(least: number, most: number, set: (read: Read, value: number) => void): Step {
  return (text, at, read) => {
    let end = at;
    while (end < at + most && isDigit(text, end)) end++;
    if (end - at < least) return -1;
    set(read, Number(text.slice(at, end)));
    return end;
  };
}

const isDigit = (text: string, at: number): boolean =>
  text[at] !== undefined && /\d/.test(text[at]);

function fraction(text: string, at: number, read: Read): number {
  let end = at;
  while (end < at + 12 && isDigit(text, end)) end++;
  if (end === at) return -1;
  read.ms = Number(`${text.slice(at, end)}000`.slice(0, 3));
  return end;
}

/** A whole name, or its first `short` letters; letters of any case. */
function named(names: string[], short: number, set: (read: Read, index: number) => void): Step {
  return (text, at, read) => {
    const rest = text.slice(at, at + 10).toLowerCase();
    const index = names.findIndex((name) => rest.startsWith(name.slice(0, short)));
    if (index < 0) return -1;
    const whole = names[index] as string;
    set(read, index);
    return at + (rest.startsWith(whole) ? whole.length : short);
  };
}

function zoneText(text: string, at: number, read: Read): number {
  const found = /^(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)/i.exec(text.slice(at, at + 8))?.[0];
  if (found === undefined) return -1;
  read.zone = offsetOf(found);
  return at + found.length;
}

function epochText(text: string, at: number, read: Read): number {
  const found = /^\d{1,12}/.exec(text.slice(at, at + 12))?.[0];
  if (found === undefined) return -1;
  read.epoch = found;
  return at + found.length;
}

const day = 86_400_000;

/**
 * A year that is left out is the latest in which the time is at most a day ahead of its receipt.
 */
function complete(read: Read, { zone, received }: TimeContext): string | undefined {
  if (read.epoch !== undefined)
    return readEpoch(`${read.epoch}.${String(read.ms ?? 0).padStart(3, '0')}`, 'epoch_s');
  const hour = hourOf(read);
  if (hour === undefined) return undefined;
  const { minute = 0, second = 0, ms = 0 } = read;
  const at = (year: number) => {
    const date = dateOf(read, year);
    return date && instant({ year, ...date, hour, minute, second, ms }, read.zone ?? zone);
  };
  if (read.year !== undefined) return at(read.year);
  if (read.month === undefined && read.dayOfYear === undefined) return undefined;
  const latest = new Date(received + day).getUTCFullYear();
  for (let back = 0; back < 5; back++) {
    const time = at(latest - back);
    if (time !== undefined && Date.parse(time) <= received + day) return time;
  }
  return undefined;
}

function hourOf({ hour, hour12, afternoon = false }: Read): number | undefined {
  if (hour12 === undefined) return hour ?? 0;
  if (hour12 < 1 || hour12 > 12) return undefined;
  return (hour12 % 12) + (afternoon ? 12 : 0);
}

function dateOf(read: Read, year: number): { month: number; day: number } | undefined {
  if (read.dayOfYear === undefined) {
    return read.month === undefined || read.day === undefined
      ? undefined
      : { month: read.month, day: read.day };
  }
  const date = new Date(Date.UTC(year, 0, read.dayOfYear));
  if (read.dayOfYear < 1 || date.getUTCFullYear() !== year) return undefined;
  return { month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
