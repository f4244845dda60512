// The heads that a data directory must live up to: the last signed checkpoint in state/, the one
// that was published in log/, and the one remembered outside.
import { join } from 'node:path';
import { EMPTY_ROOT, encodeBase64, openCheckpoint, rootOfSize } from '@acta/log';
import type { Checkpoint } from '@acta/log';
import { equal, fromUtf8 } from '../../lib/bytes.ts';
import { type ActaError, messageOf } from '../../lib/errors.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import { damaged, RESTORE } from '../errors.ts';
import type { Layout } from '../layout.ts';
import { slotsOf } from '../storage/checkpoint-file.ts';
import type { Tree } from '../storage/tree.ts';

export interface SignedHead {
  checkpoint: Checkpoint;
  /** The note, verbatim. */
  text: string;
  /** Why the other slot of `state/checkpoint` can't be read: a crash tore it, or it is damaged. */
  broken?: string;
}

export interface LogName {
  origin: string;
  vkey: string;
}

/**
 * The last signed checkpoint, the newest of those in the file; null where there is none.
 *
 * @throws ActaError `checkpoint_damaged`
 */
export async function readSigned(
  fs: FileSystem,
  { root }: Layout,
  log: LogName,
): Promise<SignedHead | null> {
  const where = 'state/checkpoint';
  const bytes = await fs.readFile(join(root, where));
  if (!bytes) return null;
  let newest: SignedHead | null = null;
  let broken: string | undefined;
  for (const slot of slotsOf(bytes)) {
    if (slot === null) continue;
    const head = 'fault' in slot ? slot.fault : await openHead(slot.bytes, log);
    if (typeof head === 'string') broken = head;
    else if (newest === null || head.checkpoint.size >= newest.checkpoint.size) newest = head;
  }
  if (newest === null) throw damagedHead(where, log, broken ?? 'no note', RESTORE);
  return broken === undefined ? newest : { ...newest, broken };
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
  const head = await openHead(bytes, log);
  if (typeof head === 'string') throw damagedHead(where, log, head, next);
  return head;
}

/** A signed note, or why it is none. */
async function openHead(bytes: Uint8Array, log: LogName): Promise<SignedHead | string> {
  try {
    const text = fromUtf8(bytes);
    const { checkpoint } = await openCheckpoint(text, [log.vkey], log.origin);
    return { checkpoint, text };
  } catch (error) {
    return messageOf(error);
  }
}

function damagedHead(where: string, log: LogName, found: string, next: string): ActaError {
  const expected = `a checkpoint signed by ${log.vkey}`;
  return damaged('checkpoint_damaged', { what: 'A checkpoint', where, expected, found }, next);
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
