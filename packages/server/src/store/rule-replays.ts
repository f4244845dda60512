import type { RuleReplay } from '@acta/sdk';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export interface RuleReplaysRepository {
  save(replay: RuleReplay): Promise<void>;
  /** Oldest first. */
  list(): Promise<RuleReplay[]>;
  remove(id: string): Promise<void>;
}

/** Replays of rules over history, with what they found. */
export function ruleReplaysRepository(db: Kysely<Tables>): RuleReplaysRepository {
  return {
    async save(replay) {
      const { id, created, status } = replay;
      const row = { created, status, replay: JSON.stringify(replay) };
      await db
        .insertInto('rule_replays')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },
    async list() {
      const query = db.selectFrom('rule_replays').select('replay');
      const rows = await query.orderBy('created').orderBy('id').execute();
      return rows.map(({ replay }) => JSON.parse(replay) as RuleReplay);
    },
    async remove(id) {
      await db.deleteFrom('rule_replays').where('id', '=', id).execute();
    },
  };
}
