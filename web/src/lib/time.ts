// Times as people read them: local with the zone said once, UTC and the raw text on hover.

const pad = (value: number) => String(value).padStart(2, '0');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `UTC+1`, `UTC−3:30`, `UTC`: the reader's zone at that moment. */
export function zoneOf(date: Date): string {
  const offset = -date.getTimezoneOffset();
  if (offset === 0) return 'UTC';
  const minutes = Math.abs(offset);
  const rest = minutes % 60 === 0 ? '' : `:${pad(minutes % 60)}`;
  return `UTC${offset < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${rest}`;
}

/** A row's time: `19 Nov 08:15:02`, with the year when it is not this one. */
export function rowTime(iso: string, now: Date): { day: string; clock: string } {
  const date = new Date(iso);
  const year = date.getFullYear() === now.getFullYear() ? '' : ` ${date.getFullYear()}`;
  return {
    day: `${date.getDate()} ${MONTHS[date.getMonth()]}${year}`,
    clock: `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`,
  };
}

/** `19 Nov 2026, 08:15:02.114 UTC+1`. */
export function fullTime(iso: string): string {
  const date = new Date(iso);
  const { clock } = rowTime(iso, date);
  const millis = String(date.getMilliseconds()).padStart(3, '0');
  const day = `${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
  return `${day}, ${clock}.${millis} ${zoneOf(date)}`;
}

/** `19 Nov 2026, 08:15:02 UTC+1`: where the time is told, not compared. */
export const secondTime = (iso: string): string => fullTime(iso).replace(/\.\d+/, '');

/** `1 Oct 00:00`: an end of a range. */
export function shortTime(iso: string, now: Date): string {
  const { day, clock } = rowTime(iso, now);
  return `${day} ${clock.slice(0, 5)}`;
}

/** `2026-11-19 08:15`: what a time field shows and reads back. */
export function fieldTime(iso: string): string {
  const date = new Date(iso);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** `just now`, `4 min ago`, `3 h ago`, `12 days ago`. */
export function ago(iso: string, now_ms: number): string {
  const seconds = Math.round((now_ms - Date.parse(iso)) / 1000);
  if (seconds < 0) return `in ${duration(-seconds)}`;
  if (seconds < 5) return 'just now';
  return `${duration(seconds)} ago`;
}

/** A length in seconds in its largest fitting unit. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
