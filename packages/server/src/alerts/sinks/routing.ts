// Which sinks hear of an alert: those of all routes that match, else all from medium up. Pure.
import type { Alert, AlertRoute, RouteHours, RouteMatch } from '@acta/sdk';
import type { SinkRecord } from '../../store/index.ts';
import { rankOf } from '../silences.ts';

/** What holds where no route matches. */
export const OTHERWISE: RouteMatch = { level: 'medium' };

/** Sinks that may hear of the alert: enabled, and not the one that it is about. */
export const openSinks = (alert: Alert, sinks: readonly SinkRecord[]): SinkRecord[] =>
  sinks.filter(({ id, enabled }) => enabled && id !== alert.target?.id);

/**
 * The sinks of an alert at a time (ms since 1970). An alert about a sink that no other sink of its
 * routes can tell goes to all others: somebody must hear that nobody hears.
 */
export function routedSinks(
  alert: Alert,
  routes: readonly AlertRoute[],
  sinks: readonly SinkRecord[],
  now: number,
): SinkRecord[] {
  const open = openSinks(alert, sinks);
  const matching = routes.filter(({ enabled, match }) => enabled && matches(match, alert, now));
  if (matching.length === 0) return matches(OTHERWISE, alert, now) ? open : [];
  const names = new Set(matching.flatMap((route) => route.sinks));
  const chosen = open.filter(({ name }) => names.has(name));
  const isAboutSink = sinks.some(({ id }) => id === alert.target?.id);
  return isAboutSink && chosen.length === 0 && names.size > 0 ? open : chosen;
}

/** True if all that the match names agrees with the alert. */
export function matches(match: RouteMatch, alert: Alert, now: number): boolean {
  const { level, rules, sources, tags, labels, hours, historical = false } = match;
  if (alert.historical && !historical) return false;
  if (level !== undefined && rankOf(alert.rule.level) < rankOf(level)) return false;
  if (rules !== undefined && !rules.some((rule) => isLike(rule, alert.rule.id))) return false;
  if (sources !== undefined && !sources.includes(alert.source ?? '')) return false;
  if (tags !== undefined) {
    const isTagged = alert.rule.tags.some((tag) => tags.some((wanted) => isLike(wanted, tag)));
    if (!isTagged) return false;
  }
  const wanted = Object.entries(labels ?? {});
  if (!wanted.every(([field, value]) => isLike(value, alert.group[field] ?? ''))) return false;
  return hours === undefined || isWithin(hours, now);
}

const isLike = (pattern: string, value: string): boolean =>
  pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : pattern === value;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether a time (ms since 1970) is in the hours, by the clocks of their zone. */
export function isWithin({ days, from, to, zone }: RouteHours, now: number): boolean {
  const { day, time } = localTime(zone, now);
  if (from < to) return days.includes(day) && time >= from && time < to;
  const before = day === 1 ? 7 : day - 1;
  return (days.includes(day) && time >= from) || (days.includes(before) && time < to);
}

function localTime(zone: string, now: number): { day: number; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return { day: DAYS.indexOf(part('weekday')) + 1, time: `${part('hour')}:${part('minute')}` };
}

/** What is wrong with hours, or null. */
export function hoursProblem({ from, to, zone }: RouteHours): string | null {
  if (!isZone(zone)) return 'names no time zone of IANA, such as Europe/Berlin or UTC';
  return from === to ? 'begins and ends at the same time' : null;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
