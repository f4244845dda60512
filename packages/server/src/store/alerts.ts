// Alerts in the control store. An alert is one JSON text beside the columns that are searched;
// whoever reads it knows its shape.
import type { Alert, AlertStep, EntityRisk } from '@acta/sdk';
import { type Kysely, sql, type Transaction } from 'kysely';
import { countQuiet, listAlerts, type AlertFilter, type PlacedAlert } from './alert-lists.ts';
import { isUnresolved, riskOf, risksOfActors, type RiskEntity } from './alert-risk.ts';
import { enqueue, type Told } from './outbox.ts';
import type { Tables } from './tables.ts';

export interface AlertRecord {
  fingerprint: string;
  alert: Alert;
}

export interface AlertsRepository {
  get(id: string): Promise<AlertRecord | null>;
  /** The alert of a fingerprint that is not resolved. */
  open(fingerprint: string): Promise<AlertRecord | null>;
  hasFinding(key: string): Promise<boolean>;
  /** Keeps an alert with a finding, a step of its history and who is told, all or nothing. */
  keep(
    record: AlertRecord,
    finding: string | null,
    step: AlertStep,
    told?: Told | null,
  ): Promise<void>;
  /** In the order that is asked for; without one, the newest change first. */
  list(filter: AlertFilter): Promise<Alert[]>;
  /** The same with the places where a next page goes on. */
  page(filter: AlertFilter): Promise<PlacedAlert[]>;
  /** How many that fit nobody was told of. */
  countQuiet(filter: AlertFilter): Promise<number>;
  steps(id: string): Promise<AlertStep[]>;
  /** How many are not resolved and not quiet, by level. */
  countOpen(): Promise<Record<string, number>>;
  /** Risk of actors that have any; alerts before `since` (RFC 3339) don't count. */
  risks(actors: readonly string[], since: string): Promise<Map<string, number>>;
  risk(entity: RiskEntity, id: string, since: string): Promise<EntityRisk>;
}

export function alertsRepository(db: Kysely<Tables>): AlertsRepository {
  const read = (row: { fingerprint: string; alert: string } | undefined): AlertRecord | null =>
    row === undefined
      ? null
      : { fingerprint: row.fingerprint, alert: JSON.parse(row.alert) as Alert };
  const rows = db.selectFrom('alerts').select(['fingerprint', 'alert']);
  return {
    get: async (id) => read(await rows.where('id', '=', id).executeTakeFirst()),
    open: async (fingerprint) =>
      read(
        await rows.where('fingerprint', '=', fingerprint).where(isUnresolved).executeTakeFirst(),
      ),
    async hasFinding(key) {
      const query = db.selectFrom('alert_findings').select('key').where('key', '=', key);
      return (await query.executeTakeFirst()) !== undefined;
    },
    keep: (record, finding, step, told = null) =>
      db.transaction().execute(async (tx) => {
        await keepWith(tx, record, finding, step);
        if (told !== null) await enqueue(tx, told);
      }),
    list: async (filter) => (await listAlerts(db, filter)).map(({ alert }) => alert),
    page: (filter) => listAlerts(db, filter),
    countQuiet: (filter) => countQuiet(db, filter),
    risks: (actors, since) => risksOfActors(db, actors, since),
    risk: (entity, id, since) => riskOf(db, entity, id, since),
    async steps(id) {
      const query = db.selectFrom('alert_steps').select('step').where('alert', '=', id);
      const found = await query.orderBy('number').execute();
      return found.map(({ step }) => JSON.parse(step) as AlertStep);
    },
    async countOpen() {
      const found = await db
        .selectFrom('alerts')
        .select(['level', sql<number>`count(*)`.as('count')])
        .where(isUnresolved)
        .where('quiet', 'is', null)
        .groupBy('level')
        .execute();
      return Object.fromEntries(found.map(({ level, count }) => [level, count]));
    },
  };
}

function columnsOf({ fingerprint, alert }: AlertRecord) {
  return {
    fingerprint,
    rule: alert.rule.id,
    level: alert.rule.level,
    status: alert.status,
    actor: alert.actor?.id ?? null,
    raised: alert.raised,
    updated: alert.updated,
    alert: JSON.stringify(alert),
  };
}

async function keepWith(
  tx: Transaction<Tables>,
  record: AlertRecord,
  finding: string | null,
  step: AlertStep,
): Promise<void> {
  const { id } = record.alert;
  const columns = columnsOf(record);
  await tx
    .insertInto('alerts')
    .values({ id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
  if (finding !== null) {
    await tx.insertInto('alert_findings').values({ key: finding, alert: id }).execute();
  }
  const last = await tx
    .selectFrom('alert_steps')
    .select(sql<number>`coalesce(max(number), 0)`.as('number'))
    .where('alert', '=', id)
    .executeTakeFirstOrThrow();
  const kept = { alert: id, number: last.number + 1, step: JSON.stringify(step) };
  await tx.insertInto('alert_steps').values(kept).execute();
}
