// The ledger of what was delivered to sinks: each message with its attempts. Within one sink the
// messages of an alert go out in their order.
import type { Alert, DeliveryState, SinkAttempt, SinkDelivery, SinkNotice } from '@acta/sdk';
import { type Kysely, type Selectable, sql } from 'kysely';
import { unflushed } from './sqlite.ts';
import type { Tables } from './tables.ts';

export interface DeliveryRecord {
  number: number;
  id: string;
  sink: string;
  alert: string | null;
  what: SinkNotice;
  state: DeliveryState;
  created: string;
  due: string | null;
  /** First attempt since it was made or replayed. */
  begun: string | null;
  attempts: number;
  /** Attempts since it was made or replayed. */
  tries: number;
  delivered: string | null;
  status: number | null;
  answer: string | null;
  message: Alert;
}

/** How an attempt ended. */
export interface DeliveryEnd {
  state: DeliveryState;
  /** When it is tried next; null unless it stays pending. */
  due: string | null;
  attempt: SinkAttempt;
  /** What the product calls the alert from now on: a message's time, an issue's key. */
  reference?: unknown;
}

/** A message that was sent outside of the outbox: a test. */
export type PastDelivery = Pick<DeliveryRecord, 'id' | 'sink' | 'what' | 'message'> & {
  attempt: SinkAttempt;
};

export interface DeliveriesRepository {
  /** Those of a sink that may be sent now, oldest first: of each alert only its first pending. */
  ready(sink: string, now: string, limit: number): Promise<DeliveryRecord[]>;
  /** When the next one of any sink is due. */
  nextDue(sinks: readonly string[], after: string): Promise<string | null>;
  /**
   * Notes that an attempt begins: from here on the message stays as it is. Flushed with its end:
   * one wait for the disk a delivery is enough.
   */
  begin(id: string, at: string): Promise<void>;
  end(record: DeliveryRecord, end: DeliveryEnd): Promise<void>;
  add(past: PastDelivery): Promise<void>;
  reference(sink: string, alert: string): Promise<unknown>;
  get(id: string): Promise<DeliveryRecord | null>;
  attempts(id: string): Promise<SinkAttempt[]>;
  /** Newest first; `before` is the number of the last one of a page. */
  list(filter: {
    sink: string;
    state?: DeliveryState | undefined;
    alert?: string | undefined;
    before?: number | undefined;
    limit: number;
  }): Promise<DeliveryRecord[]>;
  /** A dead letter goes out again, with the alert as it is now; false where it is none. */
  replay(id: string, now: string): Promise<boolean>;
  /** Dead letters and pending ones by sink. */
  counts(): Promise<{ sink: string; state: DeliveryState; count: number }[]>;
  lastDelivered(sink: string): Promise<string | null>;
  /** What the newest message that was tried got for an answer, unless it was delivered. */
  lastProblem(sink: string): Promise<string | null>;
  /** Removes what ended before a time; what is pending stays. */
  prune(before: string): Promise<void>;
}

type Row = Selectable<Tables['deliveries']>;

const read = (row: Row): DeliveryRecord => ({
  ...row,
  what: row.what as SinkNotice,
  state: row.state as DeliveryState,
  message: JSON.parse(row.message) as Alert,
});

/** A delivery as the API shows it, but for the name of its sink. */
export function shownDelivery(record: DeliveryRecord, sink: string): SinkDelivery {
  const { number: _number, begun: _begun, tries: _tries, message, ...shown } = record;
  return { ...shown, sink, title: message.rule.title, level: message.rule.level };
}

export function deliveriesRepository(db: Kysely<Tables>): DeliveriesRepository {
  return {
    ...sending(db),
    ...reading(db),
    replay: (id, now) => replay(db, id, now),
    async prune(before) {
      const ended = db.deleteFrom('deliveries').where('state', '<>', 'pending');
      await ended.where('created', '<', before).execute();
      const resolved = db.selectFrom('alerts').select('id').where('status', '=', 'resolved');
      const told = db.selectFrom('deliveries').select('alert').where('alert', 'is not', null);
      await db
        .deleteFrom('sink_references')
        .where('alert', 'in', resolved)
        .where('alert', 'not in', told)
        .execute();
    },
  };
}

/** Pending ones that no earlier pending one of the same alert and sink holds back. */
const firsts = (db: Kysely<Tables>) =>
  db
    .selectFrom('deliveries as d')
    .where('d.state', '=', 'pending')
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('deliveries as e')
            .select('e.number')
            .whereRef('e.alert', '=', 'd.alert')
            .whereRef('e.sink', '=', 'd.sink')
            .whereRef('e.number', '<', 'd.number')
            .where('e.state', '=', 'pending'),
        ),
      ),
    );

type Sending = 'ready' | 'nextDue' | 'begin' | 'end' | 'add' | 'reference';

function sending(db: Kysely<Tables>): Pick<DeliveriesRepository, Sending> {
  return {
    async ready(sink, now, limit) {
      const query = firsts(db).selectAll('d').where('d.sink', '=', sink).where('d.due', '<=', now);
      const rows = await query.orderBy('d.due').orderBy('d.number').limit(limit).execute();
      return rows.map(read);
    },
    async nextDue(sinks, after) {
      if (sinks.length === 0) return null;
      const query = firsts(db).select('d.due').where('d.sink', 'in', sinks);
      const row = await query.where('d.due', '>', after).orderBy('d.due').executeTakeFirst();
      return row?.due ?? null;
    },
    // A machine that fails in between sends again under the same id, as it does without the note.
    begin: (id, at) =>
      unflushed(db, (one) =>
        one
          .updateTable('deliveries')
          .set((is) => ({
            attempts: is('attempts', '+', 1),
            tries: is('tries', '+', 1),
            begun: is.fn.coalesce('begun', is.val(at)),
          }))
          .where('id', '=', id)
          .execute(),
      ),
    end: (record, ending) => db.transaction().execute((tx) => endWith(tx, record, ending)),
    add: ({ attempt, message, ...past }) =>
      db.transaction().execute(async (tx) => {
        const { at, outcome, status, answer } = attempt;
        const isDelivered = outcome === 'delivered';
        const row = {
          ...past,
          alert: null,
          state: outcome,
          created: at,
          due: null,
          begun: at,
          attempts: 1,
          tries: 1,
          delivered: isDelivered ? at : null,
          status,
          answer,
          message: JSON.stringify(message),
        };
        await tx.insertInto('deliveries').values(row).execute();
        await tx
          .insertInto('delivery_attempts')
          .values({ delivery: past.id, number: 1, ...attempt })
          .execute();
      }),
    async reference(sink, alert) {
      const query = db.selectFrom('sink_references').select('reference').where('sink', '=', sink);
      const row = await query.where('alert', '=', alert).executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.reference) as unknown);
    },
  };
}

async function endWith(
  tx: Kysely<Tables>,
  { id, sink, alert }: DeliveryRecord,
  { state, due, attempt, reference }: DeliveryEnd,
): Promise<void> {
  const { at, latency_ms, status, answer } = attempt;
  const ended = new Date(Date.parse(at) + latency_ms).toISOString();
  const delivered = state === 'delivered' ? ended : null;
  await tx
    .updateTable('deliveries')
    .set({ state, due, status, answer, delivered })
    .where('id', '=', id)
    .execute();
  const last = await tx
    .selectFrom('delivery_attempts')
    .select(sql<number>`coalesce(max(number), 0)`.as('number'))
    .where('delivery', '=', id)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('delivery_attempts')
    .values({ delivery: id, number: last.number + 1, ...attempt })
    .execute();
  if (reference === undefined || alert === null) return;
  const kept = { reference: JSON.stringify(reference) };
  await tx
    .insertInto('sink_references')
    .values({ sink, alert, ...kept })
    .onConflict((conflict) => conflict.columns(['sink', 'alert']).doUpdateSet(kept))
    .execute();
}

type Reading = 'get' | 'attempts' | 'list' | 'counts' | 'lastDelivered' | 'lastProblem';

function reading(db: Kysely<Tables>): Pick<DeliveriesRepository, Reading> {
  return {
    async get(id) {
      const query = db.selectFrom('deliveries').selectAll().where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async attempts(id) {
      const rows = await db
        .selectFrom('delivery_attempts')
        .select(['at', 'outcome', 'status', 'answer', 'latency_ms'])
        .where('delivery', '=', id)
        .orderBy('number')
        .execute();
      return rows as SinkAttempt[];
    },
    async list({ sink, state, alert, before, limit }) {
      let query = db.selectFrom('deliveries').selectAll().where('sink', '=', sink);
      if (state !== undefined) query = query.where('state', '=', state);
      if (alert !== undefined) query = query.where('alert', '=', alert);
      if (before !== undefined) query = query.where('number', '<', before);
      return (await query.orderBy('number', 'desc').limit(limit).execute()).map(read);
    },
    async counts() {
      const rows = await db
        .selectFrom('deliveries')
        .select(['sink', 'state', sql<number>`count(*)`.as('count')])
        .where('state', '<>', 'delivered')
        // A test that failed is no dead letter: there is nothing to send again.
        .where('alert', 'is not', null)
        .groupBy(['sink', 'state'])
        .execute();
      return rows as { sink: string; state: DeliveryState; count: number }[];
    },
    async lastDelivered(sink) {
      const query = db.selectFrom('deliveries').select('delivered').where('sink', '=', sink);
      const row = await query
        .where('state', '=', 'delivered')
        .orderBy('number', 'desc')
        .executeTakeFirst();
      return row?.delivered ?? null;
    },
    async lastProblem(sink) {
      const query = db.selectFrom('deliveries').select(['state', 'answer']);
      const row = await query
        .where('sink', '=', sink)
        .where('attempts', '>', 0)
        .orderBy('number', 'desc')
        .executeTakeFirst();
      return row === undefined || row.state === 'delivered' ? null : row.answer;
    },
  };
}

async function replay(db: Kysely<Tables>, id: string, now: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const dead = await tx
      .selectFrom('deliveries')
      .leftJoin('alerts', 'alerts.id', 'deliveries.alert')
      .select(['deliveries.message', 'alerts.alert'])
      .where('deliveries.id', '=', id)
      .where('deliveries.state', '=', 'failed')
      .where('deliveries.alert', 'is not', null)
      .executeTakeFirst();
    if (dead === undefined) return false;
    const change = {
      state: 'pending',
      due: now,
      begun: null,
      tries: 0,
      message: dead.alert ?? dead.message,
    };
    await tx.updateTable('deliveries').set(change).where('id', '=', id).execute();
    return true;
  });
}
