// The words of coverage: states of a day, why it is not complete, what is not heard.
import type { CoverageDay, CoverageReason, DayState, NotHeard } from '../../api/types.ts';
import { count, plural } from '../../lib/numbers.ts';

export const STATE_WORDS: Record<DayState, { word: string; about: string }> = {
  complete: { word: 'Complete', about: 'Heard as its rhythm leads to expect.' },
  partial: { word: 'Partial', about: 'Something is missing; the reason is known.' },
  unknown: { word: 'Unknown', about: 'Acta can not say whether anything is missing.' },
  open: { word: 'Today', about: 'The day has not ended; complete so far.' },
  not_connected: { word: 'Not connected', about: 'The source was not there yet.' },
};

/** `08:00–11:30 UTC`; the whole day has no hours. */
function hours(from: string | null, to: string | null): string {
  if (from === null || to === null) return '';
  if (Date.parse(to) - Date.parse(from) >= 86_400_000) return ' all day';
  const until = to.slice(11, 16) === '00:00' ? '24:00' : to.slice(11, 16);
  return ` ${from.slice(11, 16)}–${until} UTC`;
}

const REASONS: Record<CoverageReason['code'], (reason: CoverageReason, n: number) => string> = {
  connected: () => 'connected during the day',
  acta_down: ({ from, to }) => `Acta was not running${hours(from, to)}`,
  paused: ({ from, to }) => `paused${hours(from, to)}`,
  never_heard: () => 'never heard',
  silent: ({ from, to }) => `silent${hours(from, to)}`,
  gap: ({ detail }, n) => `${count(n)} missing (${detail})`,
  quarantined: (_reason, n) => `${plural(n, 'delivery', 'deliveries')} in quarantine`,
  refused: (_reason, n) => `only ${plural(n, 'refused delivery', 'refused deliveries')}`,
  learning: () => 'nothing came; its rhythm is not known yet',
};

export function reasonText(reason: CoverageReason): string {
  return REASONS[reason.code](reason, reason.count ?? 0);
}

/** The day in one line: `18 Nov: partial, 412 events, silent 08:00–11:30 UTC`. */
export function dayText(day: CoverageDay): string {
  const state = STATE_WORDS[day.state].word.toLowerCase();
  if (day.state === 'not_connected') return `${day.day}: ${state}`;
  const events = day.events === 0 ? 'nothing happened' : plural(day.events, 'event');
  const expected = day.expected === null ? '' : `, ${count(Math.round(day.expected))} usual`;
  return [`${day.day}: ${state}`, `${events}${expected}`, ...day.reasons.map(reasonText)].join(
    ', ',
  );
}

export const NOT_HEARD_WORDS: Record<NotHeard['code'], string> = {
  failing: 'not taken',
  silent: 'silent',
  never_heard: 'never heard',
  paused: 'paused',
  gap: 'missing',
  skew: 'clock ahead',
  quarantine: 'not understood',
};

const NOT_HEARD: Record<NotHeard['code'], (n: number, detail: string) => string> = {
  failing: () => 'its newest deliveries were refused or could not be read',
  silent: () => 'nothing came for longer than usual',
  never_heard: () => 'no delivery has come yet',
  paused: () => 'deliveries are refused until it is resumed',
  gap: (n, detail) => `${count(n)} that it counted did not come: ${detail}`,
  skew: (n) => `its clock is up to ${count(n)} s ahead`,
  quarantine: (n) => `${plural(n, 'delivery', 'deliveries')} in quarantine`,
};

export function notHeardText({ code, count: n, detail }: NotHeard): string {
  return NOT_HEARD[code](n ?? 0, detail);
}
