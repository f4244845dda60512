import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Small values that the server itself decides and must remember. */
export interface SettingsRepository {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, now: string): Promise<void>;
}

export function settingsRepository(db: Kysely<Tables>): SettingsRepository {
  return {
    async get(key) {
      const row = await db
        .selectFrom('settings')
        .select('value')
        .where('key', '=', key)
        .executeTakeFirst();
      return row === undefined ? undefined : JSON.parse(row.value);
    },
    async set(key, value, now) {
      const row = { value: JSON.stringify(value), updated: now };
      await db
        .insertInto('settings')
        .values({ key, ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute();
    },
  };
}
