import type { Verification } from '@acta/sdk';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

export interface VerificationsRepository {
  save(verification: Verification): Promise<void>;
  get(id: string): Promise<Verification | null>;
  /** The newest one that has ended; null before the first. */
  last(): Promise<Verification | null>;
  /** Marks what a stopped process left running as `error`. */
  abandon(now: string): Promise<void>;
}

export function verificationsRepository(db: Kysely<Tables>): VerificationsRepository {
  const read = (row: Selectable<Tables['verifications']>): Verification => ({
    ...row,
    state: row.state as Verification['state'],
    findings: JSON.parse(row.findings),
  });
  return {
    async save(verification) {
      const { id, ...rest } = verification;
      const row = { ...rest, findings: JSON.stringify(rest.findings) };
      await db
        .insertInto('verifications')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },
    async get(id) {
      const query = db.selectFrom('verifications').selectAll().where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async last() {
      const row = await db
        .selectFrom('verifications')
        .selectAll()
        .where('state', '!=', 'running')
        .orderBy('started', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async abandon(now) {
      await db
        .updateTable('verifications')
        .set({ state: 'error', finished: now })
        .where('state', '=', 'running')
        .execute();
    },
  };
}
