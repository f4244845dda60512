import type { Reconciliation } from '@acta/sdk';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Runs that compare a source with its product; they go with their source. */
export interface ReconciliationsRepository {
  insert(source: string, job: Reconciliation): Promise<void>;
  update(job: Reconciliation): Promise<void>;
  get(id: string): Promise<Reconciliation | null>;
  /** Newest first. */
  list(source: string, limit: number): Promise<Reconciliation[]>;
  /** Those that a stop interrupted. */
  running(): Promise<Reconciliation[]>;
}

export function reconciliationsRepository(db: Kysely<Tables>): ReconciliationsRepository {
  const read = ({ job }: { job: string }) => JSON.parse(job) as Reconciliation;
  const all = () => db.selectFrom('reconciliations').select('job');
  return {
    async insert(source, job) {
      const { id, created, status } = job;
      const row = { id, source, created, status, job: JSON.stringify(job) };
      await db.insertInto('reconciliations').values(row).execute();
    },
    async update(job) {
      await db
        .updateTable('reconciliations')
        .set({ status: job.status, job: JSON.stringify(job) })
        .where('id', '=', job.id)
        .execute();
    },
    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async list(source, limit) {
      const query = all().where('source', '=', source).orderBy('created', 'desc').limit(limit);
      return (await query.execute()).map(read);
    },
    async running() {
      return (await all().where('status', '=', 'running').execute()).map(read);
    },
  };
}
