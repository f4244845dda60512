// A start: the log is read from its right edge on and must be what was signed, published and
// remembered. Nothing is signed before all of that holds.
import { EMPTY_ROOT } from '@acta/log';
import { ensureDirectory } from '../../lib/durable.ts';
import { ActaError, messageOf } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import { damaged, RESTORE } from '../errors.ts';
import { TILE_WIDTH } from '../layout.ts';
import type { StoreContext } from '../storage/reader.ts';
import { createTree } from '../storage/tree.ts';
import type { Tree } from '../storage/tree.ts';
import type { Recovered } from '../types.ts';
import { listSegments } from '../wal/wal.ts';
import type { WalContext } from '../wal/wal.ts';
import { checkLastBundle, readEdge } from './edge.ts';
import { describe, holds, readPublished, readSigned, requirePublished } from './heads.ts';
import type { LogName, SignedHead } from './heads.ts';
import type { OutsideHead } from './outside-head.ts';
import { replay, requireRoot } from './replay.ts';
import type { Replay } from './replay.ts';

export interface RecoverContext {
  store: StoreContext;
  wal: WalContext;
  log: LogName;
  outside: OutsideHead | null;
  accept_rollback: boolean;
  tile_cache: number;
  logger: Logger;
}

export interface RecoveredLog extends Replay {
  tree: Tree;
  /** Log index from which on entries are in memory and in the write-ahead log. */
  base: number;
  /** The last signed head; null in a new log. */
  signed: SignedHead | null;
  published_size: number;
  /** The newest leaf; null in an empty log. */
  last_leaf: string | null;
  recovered: Recovered;
}

/** @throws ActaError that says what differs, where, what was expected and what was found */
export async function recover(context: RecoverContext): Promise<RecoveredLog> {
  const { store, wal, log, tile_cache } = context;
  const { fs, layout } = store;
  const { log: tree_folder, disclosures, wal: wal_folder, checkpoints, ids } = layout;
  for (const path of [tree_folder, disclosures, wal_folder, checkpoints, ids]) {
    await ensureDirectory(fs, path, layout.root, path === layout.log ? 0o755 : 0o700);
  }
  const signed = await readSigned(fs, layout, log);
  const segments = await listSegments(wal);
  const published = await readPublished(fs, layout, log);
  if (!signed) requireNew(segments.length, published);
  const base = Math.ceil((segments[0]?.first ?? 0) / TILE_WIDTH) * TILE_WIDTH;
  if (signed) requireReach(signed, base);
  const tree = createTree(await readEdge(fs, layout.log, base), fs, layout.log, tile_cache);
  const last_full_leaf = await checkLastBundle(store, base);
  const expected = signed ?? {
    checkpoint: { ...log, size: 0, root: EMPTY_ROOT, extensions: [] },
    text: '',
  };
  if (expected.checkpoint.size === base) requireRoot(tree, expected);
  const replayed = await replay(wal, tree, expected);
  await requirePublished(tree, published);
  const rollback = await compareOutside(context, tree);
  const last_block = replayed.blocks.at(-1);
  const recovered: Recovered = {
    created: !signed,
    beyond_checkpoint: signed ? tree.size() - signed.checkpoint.size : 0,
    torn_tail: replayed.torn && {
      file: replayed.torn.path,
      at: replayed.torn.at,
      bytes: replayed.torn.bytes,
    },
    broken_checkpoint: signed?.broken ?? null,
    rollback,
  };
  report(context.logger, recovered);
  return {
    ...replayed,
    tree,
    base,
    signed,
    published_size: published?.checkpoint.size ?? 0,
    last_leaf: last_block ? last_block.leafText(last_block.end - 1) : last_full_leaf,
    recovered,
  };
}

/** Without a signed checkpoint there must be nothing at all. */
function requireNew(segments: number, published: SignedHead | null): void {
  if (segments === 0 && !published) return;
  const found = published ? 'none, but a published one' : 'none, but a write-ahead log';
  const where = 'state/checkpoint';
  const place = {
    what: 'The signed checkpoint is missing',
    where,
    expected: 'a checkpoint',
    found,
  };
  throw damaged('checkpoint_missing', place, RESTORE);
}

function requireReach({ checkpoint }: SignedHead, base: number): void {
  if (checkpoint.size >= base) return;
  const place = {
    what: 'The signed checkpoint is older than the log',
    where: 'state/checkpoint',
    expected: `at least ${base} entries`,
    found: `${checkpoint.size} entries`,
  };
  throw damaged('checkpoint_old', place, RESTORE);
}

async function compareOutside(
  { outside, accept_rollback, logger }: RecoverContext,
  tree: Tree,
): Promise<Recovered['rollback']> {
  const remembered = outside && (await readOutside(outside, accept_rollback, logger));
  if (!outside || !remembered || (await holds(tree, remembered))) return null;
  if (accept_rollback) return { remembered_size: remembered.size, size: tree.size() };
  throw new ActaError({
    code: 'rolled_back',
    status: 500,
    fault: 'operator',
    detail:
      `This data directory is not the newest of its log: expected one that continues size ` +
      `${remembered.size} (${outside.path}), found ${await describe(tree, remembered.size)}.`,
    next:
      'Find the newer directory. If it is lost and this older one must go on, start with ' +
      '--accept-rollback: that is recorded, and receipts for the lost entries no longer verify.',
  });
}

async function readOutside(outside: OutsideHead, accept_rollback: boolean, logger: Logger) {
  try {
    return await outside.read();
  } catch (error) {
    if (!accept_rollback) throw error;
    logger.warn('the head remembered outside is left aside', { why: messageOf(error) });
    return null;
  }
}

function report(logger: Logger, recovered: Recovered): void {
  const { created, torn_tail, beyond_checkpoint, broken_checkpoint, rollback } = recovered;
  if (created) logger.info('a new log is made');
  if (torn_tail) logger.warn('a torn record at the end of the log was dropped', { ...torn_tail });
  if (beyond_checkpoint > 0) {
    logger.info('durable entries beyond the checkpoint are kept', { beyond_checkpoint });
  }
  if (broken_checkpoint) {
    logger.warn('one of the two slots of state/checkpoint was torn or damaged; the other holds', {
      why: broken_checkpoint,
    });
  }
  if (rollback) logger.warn('an older data directory was accepted', { ...rollback });
}
