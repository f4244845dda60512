// Entity risk: what different rules found on one actor or one target adds up. Each rule counts
// once, by its heaviest alert that is not resolved; what is historical or silenced counts nothing.
import type { Alert, EntityRisk } from '@acta/sdk';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export type RiskEntity = 'actor' | 'target';

/** Parts that are named; the sum is of all. */
const PARTS_MAX = 20;

/** Written out: a partial index is not used for a value that is bound. */
export const isUnresolved = sql<boolean>`alerts.status <> 'resolved'`;

const weighing = (db: Kysely<Tables>, entity: RiskEntity, since: string) =>
  db
    .selectFrom('alerts')
    .where(isUnresolved)
    .where(entity, 'is not', null)
    .where('points', '>', 0)
    .where('last', '>=', since);

/** `entity` and `risk` of all that have any. */
export function riskByEntity(db: Kysely<Tables>, entity: RiskEntity, since: string) {
  const heaviest = weighing(db, entity, since)
    .select([sql.ref<string>(entity).as('entity'), 'rule', sql<number>`max(points)`.as('points')])
    .groupBy(['entity', 'rule'])
    .as('heaviest');
  return db
    .selectFrom(heaviest)
    .select(['entity', sql<number>`sum(points)`.as('risk')])
    .groupBy('entity');
}

/** The risk of some actors; those without any are left out. */
export async function risksOfActors(
  db: Kysely<Tables>,
  actors: readonly string[],
  since: string,
): Promise<Map<string, number>> {
  if (actors.length === 0) return new Map();
  const heaviest = weighing(db, 'actor', since)
    .where('actor', 'in', actors)
    .select(['actor', 'rule', sql<number>`max(points)`.as('points')])
    .groupBy(['actor', 'rule'])
    .as('heaviest');
  const rows = await db
    .selectFrom(heaviest)
    .select(['actor', sql<number>`sum(points)`.as('risk')])
    .groupBy('actor')
    .execute();
  return new Map(rows.map(({ actor, risk }) => [actor!, risk]));
}

/** The risk of one entity with the alerts that make it, the heaviest first. */
export async function riskOf(
  db: Kysely<Tables>,
  entity: RiskEntity,
  id: string,
  since: string,
): Promise<EntityRisk> {
  const rows = await weighing(db, entity, since)
    .where(entity, '=', id)
    .select(['alert', 'rule', 'points'])
    .orderBy('by_level', 'desc')
    .execute();
  const heaviest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!heaviest.has(row.rule)) heaviest.set(row.rule, row);
  const all = [...heaviest.values()];
  return {
    score: all.reduce((sum, { points }) => sum + points, 0),
    rules: all.length,
    parts: all.slice(0, PARTS_MAX).map(({ alert, points }) => {
      const { id: alertId, rule, status, last } = JSON.parse(alert) as Alert;
      return {
        alert: alertId,
        rule: rule.id,
        title: rule.title,
        level: rule.level,
        points,
        status,
        last,
      };
    }),
  };
}
