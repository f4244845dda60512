// Alerts in the control store. An alert is one JSON text beside the columns that are searched;
// whoever reads it knows its shape.
import type { Alert, AlertStep } from '@acta/sdk';
import { type Kysely, sql, type Transaction } from 'kysely';
import { enqueue, type Told } from './outbox.ts';
import type { Tables } from './tables.ts';

export interface AlertRecord {
  fingerprint: string;
  alert: Alert;
}

export interface AlertFilter {
  status?: readonly string[] | undefined;
  level?: readonly string[] | undefined;
  rule?: string | undefined;
  actor?: string | undefined;
  /** Alerts last changed before this: `[updated, id]` of the last one of a page. */
  before?: readonly [updated: string, id: string] | undefined;
  limit: number;
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
  /** Newest change first. */
  list(filter: AlertFilter): Promise<Alert[]>;
  steps(id: string): Promise<AlertStep[]>;
  /** How many are not resolved, by level. */
  countOpen(): Promise<Record<string, number>>;
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
        await rows
          .where('fingerprint', '=', fingerprint)
          .where('status', '<>', 'resolved')
          .executeTakeFirst(),
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
    async list(filter) {
      const found = await listed(db, filter).execute();
      return found.map((row) => JSON.parse(row.alert) as Alert);
    },
    async steps(id) {
      const query = db.selectFrom('alert_steps').select('step').where('alert', '=', id);
      const found = await query.orderBy('number').execute();
      return found.map(({ step }) => JSON.parse(step) as AlertStep);
    },
    async countOpen() {
      const found = await db
        .selectFrom('alerts')
        .select(['level', sql<number>`count(*)`.as('count')])
        .where('status', '<>', 'resolved')
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

function listed(db: Kysely<Tables>, { status, level, rule, actor, before, limit }: AlertFilter) {
  let query = db.selectFrom('alerts').select('alert');
  if (status !== undefined) query = query.where('status', 'in', status);
  if (level !== undefined) query = query.where('level', 'in', level);
  if (rule !== undefined) query = query.where('rule', '=', rule);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (before !== undefined) {
    const [updated, id] = before;
    query = query.where((is) =>
      is.or([
        is('updated', '<', updated),
        is.and([is('updated', '=', updated), is('id', '<', id)]),
      ]),
    );
  }
  return query.orderBy('updated', 'desc').orderBy('id', 'desc').limit(limit);
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
