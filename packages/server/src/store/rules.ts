import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A rule that people wrote (`text`), or what they changed about one that is shipped (`overlay`). */
export interface RuleRecord {
  id: string;
  /** Null for a rule of a folder. */
  text: string | null;
  /** Plain data: off, level, aliases, placeholders. */
  overlay: Record<string, unknown>;
  /** Of a rule that people wrote, as YAML. */
  fixtures: string | null;
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
    rule: Pick<RuleRecord, 'id' | 'text' | 'overlay' | 'fixtures'>,
    by: { name: string; at: string },
  ): Promise<RuleRecord>;
  remove(id: string): Promise<boolean>;
  /** Newest first. */
  versions(id: string): Promise<RuleVersionRecord[]>;
  /** Alerts of each rule that has any, by its name in alerts. */
  hits(): Promise<Map<string, RuleHits>>;
}

export interface RuleHits {
  alerts: number;
  /** Not resolved. */
  open: number;
  false_positives: number;
  /** When one was raised or grew last. */
  last: string | null;
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
    save: ({ id, text, overlay, fixtures }, { name, at }) =>
      db.transaction().execute(async (tx) => {
        const last = await tx
          .selectFrom('rule_versions')
          .select('version')
          .where('rule', '=', id)
          .orderBy('version', 'desc')
          .executeTakeFirst();
        const version = (last?.version ?? 0) + 1;
        const said = { text, overlay: JSON.stringify(overlay), version, fixtures };
        await tx
          .insertInto('rules')
          .values({ id, ...said, updated: at })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...said, updated: at }))
          .execute();
        await tx
          .insertInto('rule_versions')
          .values({ rule: id, ...said, created: at, created_by: name })
          .execute();
        return { id, text, overlay, fixtures, version, updated: at };
      }),
    async remove(id) {
      const result = await db.deleteFrom('rules').where('id', '=', id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
    async versions(id) {
      const query = db.selectFrom('rule_versions').selectAll().where('rule', '=', id);
      const rows = await query.orderBy('version', 'desc').execute();
      return rows.map(({ rule: id, overlay, ...row }) =>
        Object.assign(row, { id, overlay: JSON.parse(overlay) as Record<string, unknown> }),
      );
    },
    async hits() {
      const rows = await db
        .selectFrom('alerts')
        .select([
          'rule',
          sql<number>`count(*)`.as('alerts'),
          sql<number>`sum(status <> 'resolved')`.as('open'),
          sql<number>`sum(alert ->> 'verdict' IS 'false_positive')`.as('false_positives'),
          sql<string>`max(alert ->> 'last')`.as('last'),
        ])
        .groupBy('rule')
        .execute();
      return new Map(rows.map(({ rule, ...hits }) => [rule, hits]));
    },
  };
}
