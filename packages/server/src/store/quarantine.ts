import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

export type QuarantineState = 'held' | 'replayed' | 'discarded';

/** One authenticated delivery that could not be taken; its payload lies in spool/ under the id. */
export interface QuarantineRecord {
  id: string;
  source: string;
  received: string;
  reason: string;
  detail: string;
  bytes: number;
  state: QuarantineState;
  headers: Record<string, string>;
  /** What its owner needs to replay it. */
  extra: Record<string, unknown>;
}

export interface QuarantineRepository {
  insert(item: QuarantineRecord): Promise<void>;
  get(id: string): Promise<QuarantineRecord | null>;
  /** Newest first; `before` is the id of the last one seen. */
  list(filter: {
    source?: string | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<QuarantineRecord[]>;
  /** Moves from `held`; false when it was not held any more. */
  move(id: string, state: 'replayed' | 'discarded'): Promise<boolean>;
  /** What is held: for the size limit. */
  held(): Promise<{ items: number; bytes: number }>;
}

export function quarantineRepository(db: Kysely<Tables>): QuarantineRepository {
  const read = (row: Selectable<Tables['quarantine']>): QuarantineRecord => ({
    ...row,
    state: row.state as QuarantineState,
    headers: JSON.parse(row.headers),
    extra: JSON.parse(row.extra),
  });
  return {
    async insert(item) {
      const headers = JSON.stringify(item.headers);
      const extra = JSON.stringify(item.extra);
      await db
        .insertInto('quarantine')
        .values({ ...item, headers, extra })
        .execute();
    },
    async get(id) {
      const query = db.selectFrom('quarantine').selectAll().where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async list({ source, before, limit }) {
      let query = db.selectFrom('quarantine').selectAll().where('state', '=', 'held');
      if (source !== undefined) query = query.where('source', '=', source);
      if (before !== undefined) {
        const last = await db
          .selectFrom('quarantine')
          .select('received')
          .where('id', '=', before)
          .executeTakeFirst();
        const received = last?.received ?? '';
        query = query.where((where) =>
          where.or([
            where('received', '<', received),
            where.and([where('received', '=', received), where('id', '<', before)]),
          ]),
        );
      }
      const rows = await query
        .orderBy('received', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(read);
    },
    async move(id, state) {
      const result = await db
        .updateTable('quarantine')
        .set({ state })
        .where('id', '=', id)
        .where('state', '=', 'held')
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async held() {
      const row = await db
        .selectFrom('quarantine')
        .select((select) => [
          select.fn.countAll<number>().as('items'),
          select.fn.sum<number | null>('bytes').as('bytes'),
        ])
        .where('state', '=', 'held')
        .executeTakeFirstOrThrow();
      return { items: row.items, bytes: row.bytes ?? 0 };
    },
  };
}
