// Opens a ledger: lock, keys, recovery, then the sequencer and the writer behind it.
import { join } from 'node:path';
import { createCipher } from '../lib/cipher.ts';
import { ensureDirectory } from '../lib/durable.ts';
import { openIds } from './ids/ids.ts';
import { keyedDigests } from './ids/record.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { assemble } from './ledger.ts';
import * as limit from './limits.ts';
import { openKeys } from './start/keys.ts';
import type { Keys } from './start/keys.ts';
import { lockDirectory } from './start/lock.ts';
import { headFileIn, outsideHead } from './start/outside-head.ts';
import type { OutsideHead } from './start/outside-head.ts';
import { recover } from './start/recover.ts';
import { openKeptCheckpoints } from './storage/kept-checkpoints.ts';
import type { StoreContext } from './storage/reader.ts';
import type { Ledger, LedgerOptions } from './types.ts';
import { listSegments, Wal } from './wal/wal.ts';
import type { WalContext } from './wal/wal.ts';

/**
 * Opens the log in a data directory, or makes a new one.
 *
 * @throws ActaError that says why it must not be served: `locked`, `rolled_back`, `root_differs`, …
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { dir, fs, clock } = options;
  const layout = layoutOf(dir);
  await ensureDirectory(fs, layout.state, '/');
  const lock = await lockDirectory(fs, layout.state, clock);
  try {
    return await openLocked(options, layout, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openLocked(
  options: LedgerOptions,
  layout: Layout,
  release: () => void,
): Promise<Ledger> {
  const { fs, limits, logger, random } = options;
  const keys = await openKeys({
    fs,
    root: layout.root,
    dir: layout.keys,
    random,
    origin: options.origin,
    must_exist: await hasLog(options, layout),
  });
  const cipher = createCipher(keys.data_key, random);
  const store: StoreContext = { fs, layout, cipher, origin: keys.origin };
  const wal_context: WalContext = {
    fs,
    dir: layout.wal,
    cipher,
    origin: keys.origin,
    segment_entries: limits.value(limit.segmentEvents),
    segment_bytes: limits.value(limit.segmentBytes),
  };
  const outside = outsideOf(options, keys);
  const log = await recover({
    store,
    wal: wal_context,
    log: keys,
    outside,
    accept_rollback: options.acceptRollback ?? false,
    tile_cache: limits.value(limit.tileCache),
    logger,
  });
  const kept = await openKeptCheckpoints({ fs, dir: layout.checkpoints, logger });
  const age_ms = limits.value(limit.knownIdsAge);
  const ids_context = {
    fs,
    dir: layout.ids,
    logger,
    max_ids: limits.value(limit.knownIds),
    horizon: () => kept.sizeBefore(options.clock.now() - age_ms),
  };
  const ids = await openIds(ids_context, log.segments[0]?.first ?? 0);
  const keyed = keyedDigests(keys.secret);
  for (const known of log.known) ids.add({ ...known, digest: keyed(known.digest) });
  const wal = new Wal(wal_context, log.segments, log.tree.size());
  const parts = { options, layout, keys, store, wal_context, outside, log, kept, ids, release };
  return assemble(parts, wal);
}

function outsideOf(options: LedgerOptions, keys: Keys): OutsideHead | null {
  const { headFile, headFolder, fs } = options;
  const path = headFile ?? (headFolder && headFileIn(headFolder, keys.origin));
  return path ? outsideHead(fs, path, keys) : null;
}

/** Whether there is a log whose keys must not be made anew. */
async function hasLog({ fs }: LedgerOptions, layout: Layout): Promise<boolean> {
  if (await fs.readFile(layout.checkpoint)) return true;
  if (await fs.readFile(join(layout.log, 'checkpoint'))) return true;
  return (await listSegments({ fs, dir: layout.wal })).length > 0;
}
