// The rows of the inbox: nothing moves under the reader's hand when alerts come or change.
import type { Alert, AlertStatus } from '../api/types.ts';
import type { Grouping } from './search.ts';
import { actorText, LEVELS, STATUS_WORDS } from './words.ts';

export interface Steady {
  order: string[];
  /** Newer than what is shown: they wait behind the pill. */
  waiting: string[];
}

/** The known rows in their places, older ones below them, new ones apart. */
export function steadyOrder(known: readonly string[], rows: readonly string[]): Steady {
  const isKnown = new Set(known);
  const isThere = new Set(rows);
  const last = rows.findLastIndex((id) => isKnown.has(id));
  const added = rows.map((id, at) => ({ id, at })).filter(({ id }) => !isKnown.has(id));
  const older = added.filter(({ at }) => at > last);
  const newer = added.filter(({ at }) => at < last);
  return {
    order: [...known.filter((id) => isThere.has(id)), ...older.map(({ id }) => id)],
    waiting: newer.map(({ id }) => id),
  };
}

export interface AlertGroup {
  key: string;
  title: string;
  alerts: Alert[];
}

const STATUSES = Object.keys(STATUS_WORDS) as AlertStatus[];

/**
 * The alerts under their headings; one group without a heading where nothing is grouped by. Groups
 * of rules or actors stand by size, or as their first alerts do.
 */
export function groupsOf(
  alerts: readonly Alert[],
  by: Grouping | undefined,
  asListed = false,
): AlertGroup[] {
  if (by === undefined) return [{ key: '', title: '', alerts: [...alerts] }];
  const groups = new Map<string, AlertGroup>();
  for (const alert of alerts) {
    const { key, title } = headings[by](alert);
    const group = groups.get(key) ?? { key, title, alerts: [] };
    group.alerts.push(alert);
    groups.set(key, group);
  }
  const order: readonly string[] = by === 'level' ? LEVELS : by === 'status' ? STATUSES : [];
  const found = [...groups.values()];
  if (order.length === 0 && asListed) return found;
  if (order.length === 0) return found.toSorted((a, b) => b.alerts.length - a.alerts.length);
  return found.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
}

const headings: Record<Grouping, (alert: Alert) => { key: string; title: string }> = {
  level: ({ rule }) => ({ key: rule.level, title: capital(rule.level) }),
  status: ({ status }) => ({ key: status, title: STATUS_WORDS[status] }),
  rule: ({ rule }) => ({ key: rule.id, title: rule.title }),
  actor: (alert) => ({ key: alert.actor?.id ?? '', title: actorText(alert) || 'No actor' }),
};

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
