import type { Silence } from '@acta/sdk';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export interface SilencesRepository {
  /** All, the first to end first. */
  list(): Promise<Silence[]>;
  add(silence: Silence): Promise<void>;
  /** @returns false where there is none */
  end(id: string, ends: string): Promise<boolean>;
}

export function silencesRepository(db: Kysely<Tables>): SilencesRepository {
  return {
    async list() {
      const found = await db.selectFrom('silences').select('silence').orderBy('ends').execute();
      return found.map(({ silence }) => JSON.parse(silence) as Silence);
    },
    async add(silence) {
      const { id, ends } = silence;
      const row = { id, ends, silence: JSON.stringify(silence) };
      await db.insertInto('silences').values(row).execute();
    },
    async end(id, ends) {
      const query = db.selectFrom('silences').select('silence').where('id', '=', id);
      const row = await query.executeTakeFirst();
      if (row === undefined) return false;
      const silence = JSON.stringify({ ...(JSON.parse(row.silence) as Silence), ends });
      await db.updateTable('silences').set({ ends, silence }).where('id', '=', id).execute();
      return true;
    },
  };
}
