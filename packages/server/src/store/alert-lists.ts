// Lists of alerts: by what they are filtered, in which order they stand, and how pages go on.
import type { Alert, AlertOrder } from '@acta/sdk';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isUnresolved, riskByEntity } from './alert-risk.ts';
import type { Tables } from './tables.ts';

export interface AlertFilter {
  status?: readonly string[] | undefined;
  level?: readonly string[] | undefined;
  rule?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
  /** Only those that nobody was told of, or only the others. */
  quiet?: boolean | undefined;
  /** Default: `-updated`. */
  order?: AlertOrder | undefined;
  /** What stands after this one: the place of the last alert of a page. */
  before?: AlertPlace | undefined;
  /** Alerts before this time (RFC 3339) add no risk; needed for the order by it. */
  risk_since?: string | undefined;
  limit: number;
}

/** Where an alert stands in an order. */
export type AlertPlace = readonly [key: string, id: string];

export interface PlacedAlert {
  alert: Alert;
  place: AlertPlace;
}

const KEYS: Record<AlertOrder, RawBuilder<string>> = {
  '-updated': sql<string>`alerts.updated`,
  '-last': sql<string>`alerts.last`,
  '-level': sql<string>`alerts.by_level`,
  '-risk': sql<string>`printf('%09d', coalesce(risks.risk, 0)) || alerts.by_level`,
};

/** Alerts that fit, in order, with their places. */
export async function listAlerts(db: Kysely<Tables>, filter: AlertFilter): Promise<PlacedAlert[]> {
  const order = filter.order ?? '-updated';
  const key = KEYS[order];
  const since = filter.risk_since ?? '';
  const fitting = fittingAlerts(db, filter);
  let query =
    order === '-risk'
      ? fitting.leftJoin(riskByEntity(db, 'actor', since).as('risks'), 'risks.entity', 'actor')
      : fitting;
  if (filter.before !== undefined) {
    const [before, id] = filter.before;
    query = query.where(sql<boolean>`(${key}, alerts.id) < (${before}, ${id})`);
  }
  const rows = await query
    .select(['alerts.alert', 'alerts.id', key.as('key')])
    .orderBy(key, 'desc')
    .orderBy('alerts.id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(({ alert, id, key: at }) => ({
    alert: JSON.parse(alert) as Alert,
    place: [at, id],
  }));
}

/** How many of those that fit nobody was told of. */
export async function countQuiet(db: Kysely<Tables>, filter: AlertFilter): Promise<number> {
  const row = await fittingAlerts(db, { ...filter, quiet: true })
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

const UNRESOLVED = ['open', 'acknowledged', 'in_progress'];

const isAllUnresolved = (status: readonly string[]): boolean =>
  status.length === UNRESOLVED.length && UNRESOLVED.every((each) => status.includes(each));

function fittingAlerts(db: Kysely<Tables>, filter: AlertFilter) {
  const { status, level, rule, actor, target, quiet } = filter;
  let query = db.selectFrom('alerts');
  if (status !== undefined) {
    query = isAllUnresolved(status)
      ? query.where(isUnresolved)
      : query.where('alerts.status', 'in', status);
  }
  if (level !== undefined) query = query.where('alerts.level', 'in', level);
  if (rule !== undefined) query = query.where('alerts.rule', '=', rule);
  if (actor !== undefined) query = query.where('alerts.actor', '=', actor);
  if (target !== undefined) query = query.where('alerts.target', '=', target);
  if (quiet === true) query = query.where('alerts.quiet', 'is not', null);
  // Nearly all are not quiet: the sign keeps the index of the order in use, not that of `quiet`.
  if (quiet === false) query = query.where(sql<boolean>`+alerts.quiet IS NULL`);
  return query;
}
