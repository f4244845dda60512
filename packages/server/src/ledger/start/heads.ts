// The heads that a data directory must live up to: the last signed checkpoint in state/, the one
// that was published in log/, and the one remembered outside.
import { join } from 'node:path';
import { EMPTY_ROOT, encodeBase64, openCheckpoint, rootOfSize } from '@acta/log';
import type { Checkpoint } from '@acta/log';
import { equal, fromUtf8 } from '../../lib/bytes.ts';
import { messageOf } from '../../lib/errors.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import { damaged, RESTORE } from '../errors.ts';
import type { Layout } from '../layout.ts';
import type { Tree } from '../storage/tree.ts';

export interface SignedHead {
  checkpoint: Checkpoint;
  /** The note, verbatim. */
  text: string;
}

export interface LogName {
  origin: string;
  vkey: string;
}

/**
 * The last signed checkpoint; null where there is none.
 *
 * @throws ActaError `checkpoint_damaged`
 */
export function readSigned(fs: FileSystem, layout: Layout, log: LogName) {
  return readHead(fs, layout.root, 'state/checkpoint', log, RESTORE);
}

/** The published checkpoint; null where there is none. @throws ActaError `checkpoint_damaged` */
export function readPublished(fs: FileSystem, layout: Layout, log: LogName) {
  const next =
    'Run acta verify; if all else holds, delete log/checkpoint: the start publishes it again.';
  return readHead(fs, layout.root, 'log/checkpoint', log, next);
}

async function readHead(
  fs: FileSystem,
  root: string,
  where: string,
  log: LogName,
  next: string,
): Promise<SignedHead | null> {
  const bytes = await fs.readFile(join(root, where));
  if (!bytes) return null;
  try {
    const text = fromUtf8(bytes);
    const { checkpoint } = await openCheckpoint(text, [log.vkey], log.origin);
    return { checkpoint, text };
  } catch (error) {
    const expected = `a checkpoint signed by ${log.vkey}`;
    const place = { what: 'A checkpoint', where, expected, found: messageOf(error) };
    throw damaged('checkpoint_damaged', place, next);
  }
}

/** Whether the tree had this root when it had this size, as far as it reaches. */
export async function holds(tree: Tree, { size, root }: Checkpoint): Promise<boolean> {
  if (size > tree.size()) return false;
  if (size === 0) return equal(root, EMPTY_ROOT);
  return equal(root, await rootOfSize(size, tree.reader(size)));
}

/** @throws ActaError `history_differs` unless the tree continues what was published */
export async function requirePublished(tree: Tree, published: SignedHead | null): Promise<void> {
  if (!published || (await holds(tree, published.checkpoint))) return;
  const { size, root } = published.checkpoint;
  const place = {
    what: 'The log does not continue its own published checkpoint',
    where: 'log/checkpoint',
    expected: `size ${size} with root ${encodeBase64(root)}`,
    found: await describe(tree, size),
  };
  throw damaged('history_differs', place, RESTORE);
}

/** What the tree has where a head of `size` was expected. */
export async function describe(tree: Tree, size: number): Promise<string> {
  if (size > tree.size()) return `a log of ${tree.size()} entries`;
  const root = size === 0 ? EMPTY_ROOT : await rootOfSize(size, tree.reader(size));
  return `root ${encodeBase64(root)} at that size`;
}
