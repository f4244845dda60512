// node:sqlite behind kysely: one connection, write-ahead log, every commit flushed before it
// returns.
import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import { Kysely, sql, SqliteDialect } from 'kysely';
import type { SqliteDatabase } from 'kysely';

const OWNER_ONLY = 0o600;
const PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA busy_timeout = 5000',
  'PRAGMA trusted_schema = OFF',
];

/** Opens a SQLite file (or `:memory:`) and sets what durability and integrity need. */
export function openSqlite(file: string): DatabaseSync {
  if (file !== ':memory:') keepPrivate(file);
  const database = new DatabaseSync(file);
  for (const pragma of PRAGMAS) database.exec(pragma);
  return database;
}

/** Before SQLite makes it: its side files get the same permissions. */
function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', OWNER_ONLY));
  chmodSync(file, OWNER_ONLY);
}

/** A kysely over an open database; destroying it closes the database. */
export function kyselyOver<Tables>(database: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(database) }) });
}

/**
 * Writes without waiting for the disk: what a crash of the program keeps and one of the machine may
 * lose. The next commit that is flushed flushes it too.
 */
export function unflushed<Tables>(
  db: Kysely<Tables>,
  write: (one: Kysely<Tables>) => Promise<unknown>,
): Promise<void> {
  // There is one connection: nobody else commits while it is held.
  return db.connection().execute(async (one) => {
    await sql`PRAGMA synchronous = NORMAL`.execute(one);
    try {
      await write(one);
    } finally {
      await sql`PRAGMA synchronous = FULL`.execute(one);
    }
  });
}

function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    prepare(sql) {
      const statement = database.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) =>
          statement.iterate(...values(parameters)) as IterableIterator<unknown>,
      };
    },
    close: () => database.close(),
  };
}
