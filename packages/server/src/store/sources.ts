import type { Kysely, Selectable } from 'kysely';
import { fromUtf8, utf8 } from '../lib/bytes.ts';
import type { Cipher } from '../lib/cipher.ts';
import type { Tables } from './tables.ts';

export interface SourceRecord {
  id: string;
  type: string;
  name: string;
  created: string;
  paused: boolean;
  /** Without secrets. */
  settings: Record<string, unknown>;
  /** Newest first: while one is being changed, the one before it stays valid. */
  secrets: string[];
  /** Other settings that are secret, by name: with what Acta signs in at the product. */
  credentials?: Record<string, string>;
}

export interface SourcesRepository {
  list(): Promise<SourceRecord[]>;
  byName(name: string): Promise<SourceRecord | null>;
  /** False when the name is taken. */
  insert(source: SourceRecord): Promise<boolean>;
  update(source: SourceRecord): Promise<void>;
  remove(id: string): Promise<void>;
  /** Counters of a source's health, kept over restarts as one JSON text. */
  health(id: string): Promise<unknown>;
  saveHealth(id: string, state: unknown): Promise<void>;
}

type Sealed = Pick<SourceRecord, 'secrets' | 'credentials'>;

/** A list where there are no credentials: what the first versions wrote. */
function secretsText({ secrets, credentials = {} }: Sealed): string {
  return JSON.stringify(Object.keys(credentials).length === 0 ? secrets : { secrets, credentials });
}

function readSecrets(text: string): Sealed {
  const value = JSON.parse(text) as string[] | Sealed;
  return Array.isArray(value) ? { secrets: value } : value;
}

/** Secrets are sealed to their row, so that they can't be moved to another. */
export function sourcesRepository(db: Kysely<Tables>, cipher: Cipher): SourcesRepository {
  const place = (id: string) => `control.db sources/${id}`;
  const read = (row: Selectable<Tables['sources']>): SourceRecord => ({
    id: row.id,
    type: row.type,
    name: row.name,
    created: row.created,
    paused: row.paused === 1,
    settings: JSON.parse(row.settings),
    ...readSecrets(fromUtf8(cipher.decrypt(row.secrets, place(row.id)))),
  });
  const write = (source: SourceRecord) => ({
    type: source.type,
    name: source.name,
    created: source.created,
    paused: source.paused ? 1 : 0,
    settings: JSON.stringify(source.settings),
    secrets: cipher.encrypt(utf8(secretsText(source)), place(source.id)),
  });
  return {
    async list() {
      return (await db.selectFrom('sources').selectAll().orderBy('name').execute()).map(read);
    },
    async byName(name) {
      const query = db.selectFrom('sources').selectAll().where('name', '=', name);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : read(row);
    },
    async insert(source) {
      const result = await db
        .insertInto('sources')
        .values({ id: source.id, ...write(source) })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async update(source) {
      await db.updateTable('sources').set(write(source)).where('id', '=', source.id).execute();
    },
    async remove(id) {
      await db.deleteFrom('sources').where('id', '=', id).execute();
    },
    async health(id) {
      const query = db.selectFrom('source_health').select('state').where('source', '=', id);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : JSON.parse(row.state);
    },
    async saveHealth(id, state) {
      const row = { state: JSON.stringify(state) };
      await db
        .insertInto('source_health')
        .values({ source: id, ...row })
        .onConflict((conflict) => conflict.column('source').doUpdateSet(row))
        .execute();
    },
  };
}
