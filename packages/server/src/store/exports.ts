import type { ExportJob } from '@acta/sdk';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

/** An export job with who asked for it. */
export interface ExportRecord {
  job: ExportJob;
  /** Id of the principal. */
  created_by: string;
}

export interface ExportsRepository {
  save(record: ExportRecord): Promise<void>;
  get(id: string): Promise<ExportRecord | null>;
  /** Newest first; of one principal where given. */
  list(limit: number, createdBy?: string): Promise<ExportRecord[]>;
  remove(id: string): Promise<void>;
}

export function exportsRepository(db: Kysely<Tables>): ExportsRepository {
  const read = (row: Selectable<Tables['exports']>): ExportRecord => ({
    job: JSON.parse(row.job),
    created_by: row.created_by,
  });
  return {
    async save({ job, created_by }) {
      const row = {
        created: job.created,
        created_by,
        status: job.status,
        job: JSON.stringify(job),
      };
      await db
        .insertInto('exports')
        .values({ id: job.id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },
    async get(id) {
      const query = db.selectFrom('exports').selectAll().where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async list(limit, createdBy) {
      let query = db.selectFrom('exports').selectAll().orderBy('created', 'desc').limit(limit);
      if (createdBy !== undefined) query = query.where('created_by', '=', createdBy);
      return (await query.execute()).map(read);
    },
    async remove(id) {
      await db.deleteFrom('exports').where('id', '=', id).execute();
    },
  };
}
