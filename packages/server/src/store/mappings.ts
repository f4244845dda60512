import type { MappingVersion, Renormalisation } from '@acta/sdk';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

/** A version with what it says. */
export interface MappingVersionRecord extends MappingVersion {
  mapping: unknown;
  overrides: unknown;
}

export interface MappingsRepository {
  /** Newest first, at most 200. */
  versions(source: string): Promise<MappingVersion[]>;
  version(source: string, version: number): Promise<MappingVersionRecord | null>;
  /** Keeps a version; false where it is there already. */
  addVersion(source: string, record: MappingVersionRecord): Promise<boolean>;
  /** The revision of a fingerprint, the latest where it is that one, else a new one. */
  revisionOf(source: string, fingerprint: string, now: string): Promise<number>;
  saveJob(job: Renormalisation): Promise<void>;
  job(id: string): Promise<Renormalisation | null>;
  /** Newest first, at most 50. */
  jobs(source: string): Promise<Renormalisation[]>;
}

const versionsMax = 200;
const jobsMax = 50;

/** Versions of mappings, by the source's id; revisions and jobs, by its name. */
export function mappingsRepository(db: Kysely<Tables>): MappingsRepository {
  return {
    async versions(source) {
      const query = db
        .selectFrom('mapping_versions')
        .selectAll()
        .where('source', '=', source)
        .orderBy('version', 'desc')
        .limit(versionsMax);
      return (await query.execute()).map(versionOf);
    },
    async version(source, version) {
      const row = await db
        .selectFrom('mapping_versions')
        .selectAll()
        .where('source', '=', source)
        .where('version', '=', version)
        .executeTakeFirst();
      return row === undefined ? null : { ...versionOf(row), ...JSON.parse(row.documents) };
    },
    async addVersion(source, { mapping, overrides, ...rest }) {
      const result = await db
        .insertInto('mapping_versions')
        .values({ source, ...rest, documents: JSON.stringify({ mapping, overrides }) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async revisionOf(source, fingerprint, created) {
      const last = await db
        .selectFrom('source_revisions')
        .selectAll()
        .where('source', '=', source)
        .orderBy('revision', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (last?.fingerprint === fingerprint) return last.revision;
      const revision = (last?.revision ?? 0) + 1;
      const row = { source, revision, fingerprint, created };
      await db.insertInto('source_revisions').values(row).execute();
      return revision;
    },
    ...jobsIn(db),
  };
}

function jobsIn(db: Kysely<Tables>): Pick<MappingsRepository, 'saveJob' | 'job' | 'jobs'> {
  return {
    async saveJob(job) {
      const row = { source: job.source, created: job.created, job: JSON.stringify(job) };
      await db
        .insertInto('renormalisations')
        .values({ id: job.id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },
    async job(id) {
      const query = db.selectFrom('renormalisations').selectAll().where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : JSON.parse(row.job);
    },
    async jobs(source) {
      const query = db
        .selectFrom('renormalisations')
        .selectAll()
        .where('source', '=', source)
        .orderBy('created', 'desc')
        .limit(jobsMax);
      return (await query.execute()).map((row) => JSON.parse(row.job));
    },
  };
}

function versionOf(row: Selectable<Tables['mapping_versions']>): MappingVersion {
  const { version, created, created_by, note } = row;
  return { version, created, created_by, note };
}
