import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A web session as it is kept: the hash of its id and whom it stands for. */
export interface SessionRecord {
  hash: Uint8Array;
  /** JSON of the principal. */
  principal: string;
  /** The API key that it was opened with: ends with it. */
  key: string | null;
  created: string;
  seen: string;
  ends: string;
}

export interface SignInLinkRecord {
  hash: Uint8Array;
  name: string;
  role: string;
  created: string;
  ends: string;
}

export interface SessionsRepository {
  insert(session: SessionRecord): Promise<void>;
  byHash(hash: Uint8Array): Promise<SessionRecord | null>;
  touch(hash: Uint8Array, seen: string): Promise<void>;
  remove(hash: Uint8Array): Promise<void>;
  /** Deletes what ended or was last seen before the times given. */
  sweep(now: string, seenBefore: string): Promise<void>;
  insertLink(link: SignInLinkRecord): Promise<void>;
  /** Marks a link used and returns it; null when unknown, used or over. One caller gets it. */
  takeLink(hash: Uint8Array, now: string): Promise<SignInLinkRecord | null>;
}

export function sessionsRepository(db: Kysely<Tables>): SessionsRepository {
  return {
    async insert(session) {
      await db.insertInto('sessions').values(session).execute();
    },
    async byHash(hash) {
      const query = db.selectFrom('sessions').selectAll().where('hash', '=', hash);
      return (await query.executeTakeFirst()) ?? null;
    },
    async touch(hash, seen) {
      await db.updateTable('sessions').set({ seen }).where('hash', '=', hash).execute();
    },
    async remove(hash) {
      await db.deleteFrom('sessions').where('hash', '=', hash).execute();
    },
    async sweep(now, seenBefore) {
      await db
        .deleteFrom('sessions')
        .where((where) => where.or([where('ends', '<=', now), where('seen', '<', seenBefore)]))
        .execute();
      await db.deleteFrom('sign_in_links').where('ends', '<=', now).execute();
    },
    async insertLink(link) {
      await db
        .insertInto('sign_in_links')
        .values({ ...link, used: null })
        .execute();
    },
    async takeLink(hash, now) {
      const taken = await db
        .updateTable('sign_in_links')
        .set({ used: now })
        .where('hash', '=', hash)
        .where('used', 'is', null)
        .where('ends', '>', now)
        .returningAll()
        .executeTakeFirst();
      return taken ?? null;
    },
  };
}
