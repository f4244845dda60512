// What the inbox keeps in its address.
import type { AlertLevel, AlertStatus } from '../api/types.ts';
import { LEVELS } from './words.ts';

export const STATUS_FILTERS = [
  'unresolved',
  'open',
  'acknowledged',
  'in_progress',
  'resolved',
  'all',
] as const;
export const GROUPINGS = ['level', 'status', 'rule', 'actor'] as const;

export const ORDERS = ['level', 'last', 'risk', 'updated'] as const;

export type Order = (typeof ORDERS)[number];
export type StatusFilter = (typeof STATUS_FILTERS)[number];
export type Grouping = (typeof GROUPINGS)[number];

export interface AlertsSearch {
  /** Without it: what is not resolved. */
  status?: StatusFilter | undefined;
  /** A comma list. */
  level?: string | undefined;
  rule?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
  /** What stands first; without it the heaviest. */
  first?: Exclude<Order, 'level'> | undefined;
  by?: Grouping | undefined;
  /** Also those that nobody was told of. */
  quiet?: '1' | undefined;
}

/** Keeps what it knows; a wrong value falls away instead of breaking the page. */
export function validateAlertsSearch(search: Record<string, unknown>): AlertsSearch {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const status = STATUS_FILTERS.find((each) => each === text('status'));
  return {
    status: status === 'unresolved' ? undefined : status,
    level: levelsText(levelsOf(text('level'))),
    rule: text('rule'),
    actor: text('actor'),
    target: text('target'),
    first: orderOf(text('first')),
    by: GROUPINGS.find((each) => each === text('by')),
    quiet: text('quiet') === '1' ? '1' : undefined,
  };
}

export const orderOf = (text: string | undefined): AlertsSearch['first'] => {
  const order = ORDERS.find((each) => each === text);
  return order === 'level' ? undefined : order;
};

export const levelsOf = (text: string | undefined): AlertLevel[] => {
  const named = text?.split(',') ?? [];
  return LEVELS.filter((level) => named.includes(level));
};

const levelsText = (levels: readonly AlertLevel[]) =>
  levels.length === 0 ? undefined : levels.join(',');

/** The levels with one more, or one less. */
export const withLevel = (text: string | undefined, level: AlertLevel): string | undefined => {
  const now = levelsOf(text);
  return levelsText(
    LEVELS.filter((each) => (each === level ? !now.includes(each) : now.includes(each))),
  );
};

export function statusesOf(status: StatusFilter | undefined): AlertStatus[] | null {
  if (status === 'all') return null;
  if (status === undefined || status === 'unresolved') {
    return ['open', 'acknowledged', 'in_progress'];
  }
  return [status];
}
