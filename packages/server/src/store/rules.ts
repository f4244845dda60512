import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A rule that people wrote (`text`), or what they changed about one that is shipped (`overlay`). */
export interface RuleRecord {
  id: string;
  /** Null for a rule of a folder. */
  text: string | null;
  /** Plain data: off, level, aliases, placeholders. */
  overlay: Record<string, unknown>;
  version: number;
  updated: string;
}

export interface RuleVersionRecord extends Omit<RuleRecord, 'updated'> {
  created: string;
  created_by: string;
}

export interface RulesRepository {
  list(): Promise<RuleRecord[]>;
  get(id: string): Promise<RuleRecord | null>;
  /** Keeps the rule as its next version. */
  save(
    rule: Pick<RuleRecord, 'id' | 'text' | 'overlay'>,
    by: { name: string; at: string },
  ): Promise<RuleRecord>;
  remove(id: string): Promise<boolean>;
  /** Newest first. */
  versions(id: string): Promise<RuleVersionRecord[]>;
}

export function rulesRepository(db: Kysely<Tables>): RulesRepository {
  const read = ({ overlay, ...row }: Tables['rules']): RuleRecord => ({
    ...row,
    overlay: JSON.parse(overlay) as Record<string, unknown>,
  });
  return {
    async list() {
      const rows = await db.selectFrom('rules').selectAll().orderBy('id').execute();
      return rows.map(read);
    },
    async get(id) {
      const row = await db.selectFrom('rules').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    save: ({ id, text, overlay }, { name, at }) =>
      db.transaction().execute(async (tx) => {
        const last = await tx
          .selectFrom('rule_versions')
          .select('version')
          .where('rule', '=', id)
          .orderBy('version', 'desc')
          .executeTakeFirst();
        const version = (last?.version ?? 0) + 1;
        const said = { text, overlay: JSON.stringify(overlay), version };
        await tx
          .insertInto('rules')
          .values({ id, ...said, updated: at })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...said, updated: at }))
          .execute();
        await tx
          .insertInto('rule_versions')
          .values({ rule: id, ...said, created: at, created_by: name })
          .execute();
        return { id, text, overlay, version, updated: at };
      }),
    async remove(id) {
      const result = await db.deleteFrom('rules').where('id', '=', id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
    async versions(id) {
      const query = db.selectFrom('rule_versions').selectAll().where('rule', '=', id);
      const rows = await query.orderBy('version', 'desc').execute();
      return rows.map(({ rule: id, overlay, version, text, created, created_by }) => {
        const said = JSON.parse(overlay) as Record<string, unknown>;
        return { id, version, text, overlay: said, created, created_by };
      });
    },
  };
}
