// What a route takes, in words and as the form's texts. Pure.
import type { AlertLevel, RouteHours, RouteMatch } from '../api/types.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon–Fri 08:00–18:00 Europe/Berlin`. */
export function hoursText({ days, from, to, zone }: RouteHours): string {
  const sorted = days.toSorted((a, b) => a - b);
  const isRun = sorted.length > 2 && sorted.every((day, at) => day === sorted[0]! + at);
  const text = isRun
    ? `${DAYS[sorted[0]! - 1]}–${DAYS[sorted.at(-1)! - 1]}`
    : sorted.map((day) => DAYS[day - 1]).join(', ');
  return `${text} ${from}–${to} ${zone}`;
}

/** The conditions as words; none: every alert. */
export function matchWords(match: RouteMatch): string[] {
  const words: string[] = [];
  if (match.level !== undefined) words.push(`${match.level} and above`);
  if (match.sources) words.push(`from ${match.sources.join(' or ')}`);
  if (match.rules) words.push(`rule ${match.rules.join(' or ')}`);
  if (match.tags) words.push(`tagged ${match.tags.join(' or ')}`);
  for (const [field, value] of Object.entries(match.labels ?? {})) words.push(`${field} ${value}`);
  if (match.hours) words.push(hoursText(match.hours));
  if (match.historical === true) words.push('historical ones too');
  return words;
}

export interface MatchTexts {
  level: string;
  rules: string;
  sources: string;
  tags: string;
  labels: string;
  days: readonly number[];
  from: string;
  to: string;
  zone: string;
  historical: boolean;
}

/** The form's texts for a match. */
export function textsOf(match: RouteMatch, zone: string): MatchTexts {
  return {
    level: match.level ?? '',
    rules: (match.rules ?? []).join(', '),
    sources: (match.sources ?? []).join(', '),
    tags: (match.tags ?? []).join(', '),
    labels: Object.entries(match.labels ?? {})
      .map(([field, value]) => `${field}=${value}`)
      .join(', '),
    days: match.hours?.days ?? [],
    from: match.hours?.from ?? '08:00',
    to: match.hours?.to ?? '18:00',
    zone: match.hours?.zone ?? zone,
    historical: match.historical === true,
  };
}

const parts = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The match of the form's texts; what is empty is not named. No day: at all hours. */
export function matchOf(texts: MatchTexts): RouteMatch {
  const lists = {
    rules: parts(texts.rules),
    sources: parts(texts.sources),
    tags: parts(texts.tags),
  };
  const labels = Object.fromEntries(
    parts(texts.labels).map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, '*'] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
  return {
    ...(texts.level === '' ? {} : { level: texts.level as AlertLevel }),
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(texts.days.length === 0
      ? {}
      : { hours: { days: [...texts.days], from: texts.from, to: texts.to, zone: texts.zone } }),
    ...(texts.historical ? { historical: true } : {}),
  };
}
