// Entries by index: the newest from memory, all others from their bundle and disclosures.
import { join } from 'node:path';
import { decodeBundle, entriesPath } from '@acta/log';
import type { Cipher } from '../../lib/cipher.ts';
import { gunzipped } from '../../lib/compress.ts';
import type { LogEntry } from '../../lib/entry.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import { damaged, RESTORE } from '../errors.ts';
import { disclosuresPath, TILE_WIDTH } from '../layout.ts';
import type { Layout } from '../layout.ts';
import { decodeDisclosures } from './disclosures.ts';
import { KeptEntry } from './lazy-entry.ts';
import type { Tail } from './tail.ts';
import { disclosuresPlace } from './writer.ts';

/** Entries handed out at a time from memory. */
const CHUNK = 1000;
const KEPT_BUNDLES = 8;

export interface StoreContext {
  fs: FileSystem;
  layout: Layout;
  cipher: Cipher;
  origin: string;
}

/** The leaves of a full bundle, as text. @throws ActaError `bundle_damaged` */
export async function readLeaves(context: StoreContext, bundle: number): Promise<string[]> {
  const where = `log/${entriesPath(bundle)}.gz`;
  const bytes = await context.fs.readFile(join(context.layout.root, where));
  const fault = (found: string) =>
    damaged(
      'bundle_damaged',
      { what: 'An entry bundle', where, expected: '256 entries', found },
      RESTORE,
    );
  if (!bytes) throw fault('no file');
  let entries: Uint8Array[];
  try {
    entries = decodeBundle(await gunzipped(bytes));
  } catch (error) {
    throw fault(String(error));
  }
  if (entries.length !== TILE_WIDTH) throw fault(`${entries.length} entries`);
  return entries.map((entry) => Buffer.from(entry).toString('utf8'));
}

/** The records of a full bundle. @throws ActaError `disclosures_damaged` */
export async function readRecords(context: StoreContext, bundle: number): Promise<string[]> {
  const { fs, layout, cipher, origin } = context;
  const where = `disclosures/${disclosuresPath(bundle)}`;
  const bytes = await fs.readFile(join(layout.root, where));
  const fault = (found: string) =>
    damaged(
      'disclosures_damaged',
      { what: 'A disclosure file', where, expected: '256 records', found },
      RESTORE,
    );
  if (!bytes) throw fault('no file');
  let records: string[];
  try {
    records = await decodeDisclosures(bytes, cipher, disclosuresPlace(origin, bundle));
  } catch (error) {
    throw fault(error instanceof Error ? error.message : String(error));
  }
  if (records.length !== TILE_WIDTH) throw fault(`${records.length} records`);
  return records;
}

export interface Reader {
  entries(from: number, to: number): AsyncGenerator<LogEntry[]>;
  entry(index: number): Promise<LogEntry>;
}

/** Bounds are the caller's to check: indexes are below the head's size. */
export function createReader(context: StoreContext, tail: Tail): Reader {
  const kept = new Map<number, Promise<LogEntry[]>>();

  async function readBundle(bundle: number): Promise<LogEntry[]> {
    const [leaves, records] = await Promise.all([
      readLeaves(context, bundle),
      readRecords(context, bundle),
    ]);
    const first = bundle * TILE_WIDTH;
    return leaves.map((leaf, place) => new KeptEntry(first + place, leaf, records[place]!));
  }

  /** Single entries are often asked for in neighbourhoods: the last bundles are kept. */
  function keptBundle(bundle: number): Promise<LogEntry[]> {
    const reading = kept.get(bundle) ?? readBundle(bundle);
    kept.delete(bundle);
    kept.set(bundle, reading);
    reading.catch(() => kept.delete(bundle));
    if (kept.size > KEPT_BUNDLES) kept.delete(kept.keys().next().value!);
    return reading;
  }

  return {
    async *entries(from, to) {
      for (let at = from; at < to;) {
        if (at >= tail.from) {
          const chunk = tail.slice(at, Math.min(to, at + CHUNK));
          yield chunk;
          at += chunk.length;
        } else {
          const bundle = Math.floor(at / TILE_WIDTH);
          const all = await readBundle(bundle);
          const chunk = all.slice(at % TILE_WIDTH, to - bundle * TILE_WIDTH);
          yield chunk;
          at += chunk.length;
        }
      }
    },
    async entry(index) {
      if (index >= tail.from) return tail.slice(index, index + 1)[0]!;
      return (await keptBundle(Math.floor(index / TILE_WIDTH)))[index % TILE_WIDTH]!;
    },
  };
}
