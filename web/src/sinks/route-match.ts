// What a route takes, in words and as the form's texts. Pure.
import type {
  AlertLevel,
  AlertRoute,
  AlertRoutes,
  RouteHours,
  RouteMatch,
  Rule,
} from '../api/types.ts';
import { LEVELS } from '../alerts/words.ts';

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

/** The conditions as words, with rules by their titles; none: every alert. */
export function matchWords(
  match: RouteMatch,
  titleOf: (rule: string) => string = (rule) => rule,
): string[] {
  const words: string[] = [];
  if (match.level !== undefined) words.push(`${match.level} and above`);
  if (match.sources) words.push(`from ${match.sources.join(' or ')}`);
  if (match.rules) words.push(`rule ${match.rules.map(titleOf).join(' or ')}`);
  if (match.tags) words.push(`tagged ${match.tags.join(' or ')}`);
  for (const [field, value] of Object.entries(match.labels ?? {})) words.push(`${field} ${value}`);
  if (match.hours) words.push(hoursText(match.hours));
  if (match.historical === true) words.push('historical ones too');
  return words;
}

const isLike = (pattern: string, value: string): boolean =>
  pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : pattern === value;

/**
 * Routes that may take a rule's alerts: what they ask of level, rule and tags agrees; the rest is
 * seen with the alert. `otherwise`: where there is none, all sinks hear of it.
 */
export function routesOf(
  { id, level, tags }: Pick<Rule, 'id' | 'level' | 'tags'>,
  { items, otherwise }: AlertRoutes,
): { routes: AlertRoute[]; otherwise: boolean } {
  const isHeavy = (least: AlertLevel | undefined) =>
    least === undefined || LEVELS.indexOf(level) <= LEVELS.indexOf(least);
  const takes = ({ match }: { match: RouteMatch }): boolean =>
    isHeavy(match.level) &&
    (match.rules?.some((rule) => isLike(rule, id)) ?? true) &&
    (match.tags?.some((wanted) => tags.some((tag) => isLike(wanted, tag))) ?? true);
  return {
    routes: items.filter((route) => route.enabled && takes(route)),
    otherwise: takes(otherwise),
  };
}

export interface MatchTexts {
  level: string;
  rules: readonly string[];
  sources: readonly string[];
  tags: readonly string[];
  labels: string;
  days: readonly number[];
  from: string;
  to: string;
  zone: string;
  historical: boolean;
}

/** What the form holds for a match. */
export function textsOf(match: RouteMatch, zone: string): MatchTexts {
  return {
    level: match.level ?? '',
    rules: match.rules ?? [],
    sources: match.sources ?? [],
    tags: match.tags ?? [],
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

/** The match of the form; what is empty is not named. No day: at all hours. */
export function matchOf({ rules, sources, tags, ...texts }: MatchTexts): RouteMatch {
  const lists = { rules, sources, tags };
  const labels = Object.fromEntries(
    parts(texts.labels).map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, '*'] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
  return {
    ...(texts.level === '' ? {} : { level: texts.level as AlertLevel }),
    ...Object.fromEntries(
      Object.entries(lists)
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => [name, [...values]]),
    ),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(texts.days.length === 0
      ? {}
      : { hours: { days: [...texts.days], from: texts.from, to: texts.to, zone: texts.zone } }),
    ...(texts.historical ? { historical: true } : {}),
  };
}
