// Brings the tables to the version that this code reads, and says how far they reach. The index
// holds nothing of its own: where it is of another version, of another log, or has a hole, it
// starts anew.
import type { Database } from '../database.ts';
import { EVENTS, eventsTable, META, metaTable, SCHEMA_VERSION } from './tables.ts';

export interface Prepared {
  /** Entries [0, through) are there. */
  through: number;
  /** Why the index starts anew; absent where it goes on or is new. */
  reset?: 'schema' | 'origin' | 'hole';
}

/**
 * @param origin of the log; null to take what is there
 */
export async function prepareTables(database: Database, origin: string | null): Promise<Prepared> {
  await database.command(metaTable());
  const reset = await resetReason(database, origin);
  if (reset !== null) {
    await recreate(database, origin);
    return { through: 0, ...(reset === 'new' ? {} : { reset }) };
  }
  await database.command(eventsTable());
  const rows = await database.rows<[number | string, number | string]>(
    `SELECT count(), max(\`index\`) FROM ${EVENTS}`,
  );
  const [count = 0, last = 0] = rows[0] ?? [];
  const through = Number(count) === 0 ? 0 : Number(last) + 1;
  if (through === Number(count)) return { through };
  await recreate(database, origin);
  return { through: 0, reset: 'hole' };
}

async function resetReason(
  database: Database,
  origin: string | null,
): Promise<'new' | 'schema' | 'origin' | null> {
  const rows = await database.rows<[string, string]>(`SELECT key, value FROM ${META} FINAL`);
  const known = new Map(rows);
  if (known.size === 0) return 'new';
  if (known.get('schema') !== String(SCHEMA_VERSION)) return 'schema';
  return origin !== null && known.get('origin') !== origin ? 'origin' : null;
}

/** Drops the table of events and makes an empty one. */
export async function recreate(database: Database, origin: string | null): Promise<void> {
  await database.command(`DROP TABLE IF EXISTS ${EVENTS} SYNC`);
  await database.command(eventsTable());
  const rows = `SELECT key, value FROM (SELECT {k:Array(String)} AS keys, {v:Array(String)} AS vals)
    ARRAY JOIN keys AS key, vals AS value`;
  await database.rows(`INSERT INTO ${META} ${rows}`, {
    k: ['schema', 'origin'],
    v: [String(SCHEMA_VERSION), origin ?? ''],
  });
}
