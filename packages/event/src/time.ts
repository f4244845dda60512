// RFC 3339 date-times. Inside Acta a time is always UTC with milliseconds:
// 2026-11-19T08:15:02.114Z.

const shape =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const canonical = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether a text is a valid time in Acta's one form (UTC, milliseconds, from 1970 on). */
export function isTime(text: string): boolean {
  return (
    text.length === 24 &&
    canonical.test(text) &&
    numberAt(text, 0) * 100 + numberAt(text, 2) >= 1970 &&
    numberAt(text, 8) >= 1 &&
    numberAt(text, 8) <= daysIn(Number(text.slice(0, 4)), numberAt(text, 5)) &&
    numberAt(text, 11) <= 23 &&
    numberAt(text, 14) <= 59 &&
    numberAt(text, 17) <= 59
  );
}

/**
 * Date.parse that remembers two times: while an event is worked with, its own and that of its
 * receipt are asked for again and again.
 */
export function timeMs(text: string): number {
  if (text === newest.text) return newest.ms;
  if (text !== older.text) older = { text, ms: Date.parse(text) };
  [newest, older] = [older, newest];
  return newest.ms;
}

let newest = { text: '', ms: NaN };
let older = { text: '', ms: NaN };

/** Two digits. */
function numberAt(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/**
 * Reads an RFC 3339 date-time with any offset and precision and gives Acta's form. Digits beyond
 * the millisecond are cut; a leap second becomes the last millisecond before it. Null for anything
 * else, and for times before 1970.
 */
export function parseTime(text: string): string | null {
  if (isTime(text)) return text; // what most senders send
  if (text.length > 40) return null;
  const utc = inUtc(text);
  if (utc !== null && isTime(utc)) return utc;
  const part = shape.exec(text);
  if (part === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour, offsetMinute] =
    part as unknown as string[];
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  if (sign !== undefined && (Number(offsetHour) > 23 || Number(offsetMinute) > 59)) return null;
  if (Number(day) > daysIn(Number(year), Number(month))) return null;
  if (Number(day) < 1) return null;
  const leap = second === '60';
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    leap ? 59 : Number(second),
    leap ? 999 : Number(`${fraction}000`.slice(0, 3)),
  );
  const shift = sign === undefined ? 0 : Number(offsetHour) * 60 + Number(offsetMinute);
  const time = local - (sign === '-' ? -shift : shift) * 60_000;
  return time >= 0 && time <= lastTime ? new Date(time).toISOString() : null;
}

const zulu = 0x5a;
const dot = 0x2e;

/** A text that may be a time in UTC with other digits than three, as it would be with three. */
function inUtc(text: string): string | null {
  const last = text.length - 1;
  if (text.charCodeAt(last) !== zulu) return null;
  if (last === 19) return `${text.slice(0, 19)}.000Z`;
  if (text.charCodeAt(19) !== dot || last < 21 || last > 32) return null;
  for (let at = 20; at < last; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return null;
  }
  return `${text.slice(0, 20)}${text.slice(20, last).padEnd(3, '0').slice(0, 3)}Z`;
}

const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
