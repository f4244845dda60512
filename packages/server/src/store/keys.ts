import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

/** An API key as it is kept: the hash of its secret, never the secret. */
export interface KeyRecord {
  id: string;
  name: string;
  role: string;
  scope: string | null;
  source: string | null;
  /** Groups withheld from this key; null: what its role says. */
  masks: string[] | null;
  /** SHA-256 of the secret's text, 32 bytes. */
  hash: Uint8Array;
  created: string;
  created_by: string;
  expires: string | null;
  last_used: string | null;
  revoked: string | null;
}

export interface KeysRepository {
  all(): Promise<KeyRecord[]>;
  insert(key: KeyRecord): Promise<void>;
  revoke(id: string, now: string): Promise<void>;
  /** Writes when each key was last used, in one transaction. */
  touch(used: ReadonlyMap<string, string>): Promise<void>;
}

export function keysRepository(db: Kysely<Tables>): KeysRepository {
  const read = (row: Selectable<Tables['keys']>): KeyRecord => ({
    ...row,
    masks: row.masks === null ? null : (JSON.parse(row.masks) as string[]),
  });
  return {
    async all() {
      const rows = await db.selectFrom('keys').selectAll().orderBy('created').execute();
      return rows.map(read);
    },
    async insert(key) {
      const masks = key.masks === null ? null : JSON.stringify(key.masks);
      await db
        .insertInto('keys')
        .values({ ...key, masks })
        .execute();
    },
    async revoke(id, now) {
      await db.transaction().execute(async (tx) => {
        await tx.updateTable('keys').set({ revoked: now }).where('id', '=', id).execute();
        await tx.deleteFrom('sessions').where('key', '=', id).execute();
      });
    },
    async touch(used) {
      if (used.size === 0) return;
      await db.transaction().execute(async (tx) => {
        for (const [id, last_used] of used) {
          await tx.updateTable('keys').set({ last_used }).where('id', '=', id).execute();
        }
      });
    },
  };
}
