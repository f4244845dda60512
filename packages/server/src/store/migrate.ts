import type { DatabaseSync } from 'node:sqlite';
import { migrations as all } from './migrations/all.ts';
import type { Migration } from './migrations/all.ts';

const TABLE = `CREATE TABLE IF NOT EXISTS migrations (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL) STRICT`;

/**
 * Brings the database to the newest shape, each migration in a transaction of its own.
 * Throws when the file was written by a newer program, whose shape this one can't know.
 */
export function migrate(
  database: DatabaseSync,
  now: string,
  migrations: readonly Migration[] = all,
): number {
  database.exec(TABLE);
  const row = database.prepare('SELECT max(number) AS number FROM migrations').get();
  const have = Number(row?.['number'] ?? 0);
  const newest = migrations.at(-1)?.number ?? 0;
  if (have > newest) {
    throw new Error(
      `control.db has shape ${have}, this program knows up to ${newest}: start the newer Acta that wrote it`,
    );
  }
  for (const migration of migrations) {
    if (migration.number > have) apply(database, migration, now);
  }
  return newest;
}

function apply(database: DatabaseSync, migration: Migration, now: string): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(migration.sql);
    database
      .prepare('INSERT INTO migrations (number, name, applied) VALUES (?, ?, ?)')
      .run(migration.number, migration.name, now);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw new Error(`migration ${migration.number} (${migration.name}) failed`, { cause: error });
  }
}
