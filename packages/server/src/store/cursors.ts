import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export interface CursorRecord {
  name: string;
  cursor: unknown;
  /** RFC 3339. */
  updated: string;
}

/** Where reading a source goes on. Durable on return; they go with their source. */
export interface CursorsRepository {
  /** The cursor's JSON value, or undefined. */
  get(source: string, name: string): Promise<unknown>;
  list(source: string): Promise<CursorRecord[]>;
  set(source: string, name: string, cursor: unknown, now: string): Promise<void>;
  remove(source: string, name: string): Promise<void>;
}

export function cursorsRepository(db: Kysely<Tables>): CursorsRepository {
  return {
    async get(source, name) {
      const row = await db
        .selectFrom('cursors')
        .select('cursor')
        .where('source', '=', source)
        .where('name', '=', name)
        .executeTakeFirst();
      return row === undefined ? undefined : JSON.parse(row.cursor);
    },
    async list(source) {
      const rows = await db
        .selectFrom('cursors')
        .select(['name', 'cursor', 'updated'])
        .where('source', '=', source)
        .orderBy('name')
        .execute();
      return rows.map(({ name, cursor, updated }) => {
        return { name, cursor: JSON.parse(cursor), updated };
      });
    },
    async set(source, name, cursor, now) {
      const row = { cursor: JSON.stringify(cursor), updated: now };
      await db
        .insertInto('cursors')
        .values({ source, name, ...row })
        .onConflict((conflict) => conflict.columns(['source', 'name']).doUpdateSet(row))
        .execute();
    },
    async remove(source, name) {
      await db
        .deleteFrom('cursors')
        .where('source', '=', source)
        .where('name', '=', name)
        .execute();
    },
  };
}
