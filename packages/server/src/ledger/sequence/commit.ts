// One commit, in the order that makes it safe. A crash after a step leaves:
//   1 append   a record cut in its middle: dropped at the next start, nobody was answered;
//   2 compare  a durable batch beyond the checkpoint: it keeps its indexes, the next start signs;
//   3 extend   the same;
//   4 sign     the old checkpoint or the new one, in full; senders without an answer send again and
//              get the first receipt, because their ids are known.
import { leafHashes } from '@acta/log';
import { equal } from '../../lib/bytes.ts';
import { mismatch } from '../errors.ts';
import type { Tree } from '../storage/tree.ts';
import type { Block } from '../wal/block.ts';
import type { Wal } from '../wal/wal.ts';
import type { Batch } from './batch.ts';
import type { HeadKeeper } from './head.ts';

const HASH_BYTES = 32;

export interface CommitContext {
  wal: Wal;
  tree: Tree;
  keeper: HeadKeeper;
}

/**
 * Makes the batch durable, extends the tree and signs it; gives the batch as it was read back.
 *
 * @throws ActaError `second_path_mismatch`, SyncError: the process must end; a system error of the
 *   write-ahead log's write: nothing of the batch was kept
 */
export async function commitBatch(context: CommitContext, batch: Batch): Promise<Block> {
  const stored = await context.wal.append(batch.body);
  try {
    const hashes = leafHashes(stored.leavesFrom(stored.first));
    compareWithSealed(stored, hashes, batch);
    context.tree.append(hashes);
    await context.keeper.advance();
    return stored;
  } catch (error) {
    throw new AfterDurable(error);
  }
}

/** The batch is in the write-ahead log, but could not be signed: only a new start may go on. */
export class AfterDurable extends Error {
  override readonly name = 'AfterDurable';
  constructor(cause: unknown) {
    super('a durable batch could not be signed', { cause });
  }
}

/**
 * The second path: the leaves read back must hash to what the sealed texts hashed to, by other
 * calls. (That all bytes came back as they were written was seen by the write-ahead log.)
 */
function compareWithSealed(block: Block, hashes: Uint8Array, batch: Batch): void {
  const { first, count } = batch.body;
  if (block.first !== first || block.count !== count) {
    throw mismatch('the batch read back has other indexes');
  }
  const sealed = batch.hashes();
  if (equal(hashes, sealed)) return;
  const at = hashes.findIndex((byte, place) => byte !== sealed[place]);
  const index = first + Math.floor(at / HASH_BYTES);
  throw mismatch(`the leaf of entry ${index} hashes differently the second time`);
}
