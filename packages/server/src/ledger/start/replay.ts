// From the right edge on, the write-ahead log is replayed: the last signed root must come out of
// it. What is durable beyond keeps its index; a record cut in its middle at the very end is
// dropped.
import { encodeBase64, leafHashes } from '@acta/log';
import { equal } from '../../lib/bytes.ts';
import { synced } from '../../lib/durable.ts';
import { damaged, RESTORE } from '../errors.ts';
import type { KnownId } from '../ids/record.ts';
import type { Tree } from '../storage/tree.ts';
import type { Block } from '../wal/block.ts';
import { listSegments, readSegment, SEGMENT_HEADER_BYTES } from '../wal/wal.ts';
import type { Segment, SegmentFault, WalContext } from '../wal/wal.ts';
import type { SignedHead } from './heads.ts';

const HASH_BYTES = 32;

export interface Replay {
  segments: Segment[];
  /** What is beyond the tree's size at the call; the first may begin below. */
  blocks: Block[];
  /** With the digests as they came. */
  known: KnownId[];
  torn: SegmentFault | null;
}

/**
 * @param tree of the entries below the write-ahead log's; grows by what is replayed
 * @throws ActaError `wal_damaged`, `log_short`, `root_differs`
 */
export async function replay(context: WalContext, tree: Tree, signed: SignedHead): Promise<Replay> {
  const listed = await listSegments(context);
  const result: Replay = { segments: [], blocks: [], known: [], torn: null };
  let next = listed[0]?.first ?? 0;
  for (const [place, { path, first }] of listed.entries()) {
    if (first !== next) throw gap(path, next, first);
    const segment: Segment = { path, first, end: first, bytes: SEGMENT_HEADER_BYTES };
    for await (const part of readSegment(context, path)) {
      if ('broken' in part) {
        const last = place === listed.length - 1;
        if (!last || next < signed.checkpoint.size) throw broken(part.broken, next, signed);
        result.torn = part.broken;
        segment.bytes = part.broken.at;
        break;
      }
      if (part.block.first !== next) throw gap(path, next, part.block.first);
      take(part.block, tree, signed, result);
      next = part.block.end;
      segment.end = next;
      segment.bytes = part.end;
    }
    result.segments.push(segment);
  }
  if (tree.size() < signed.checkpoint.size) throw short(tree.size(), signed);
  if (result.torn) await cutTail(context, result);
  return result;
}

/** Adds a block's entries that are not in the tree yet. */
function take(block: Block, tree: Tree, signed: SignedHead, result: Replay): void {
  for (let index = block.first; index < block.end; index += 1) {
    const digest = block.digest(index);
    if (digest === '') continue;
    const id = idOfLeaf(block.leafText(index));
    result.known.push({ id, index, digest });
  }
  if (block.end <= tree.size()) return;
  result.blocks.push(block);
  const leaves = block.leavesFrom(Math.max(block.first, tree.size()));
  const hashes = leafHashes(leaves);
  const until_signed = Math.max(0, signed.checkpoint.size - tree.size()) * HASH_BYTES;
  tree.append(hashes.subarray(0, until_signed));
  if (tree.size() === signed.checkpoint.size) requireRoot(tree, signed);
  tree.append(hashes.subarray(until_signed));
}

/** @throws ActaError `root_differs` */
export function requireRoot(tree: Tree, { checkpoint }: SignedHead): void {
  const root = tree.root();
  if (equal(root, checkpoint.root)) return;
  const place = {
    what: `The log of ${checkpoint.size} entries does not have the root that was signed`,
    where: 'log/tile, wal/ against state/checkpoint',
    expected: encodeBase64(checkpoint.root),
    found: encodeBase64(root),
  };
  throw damaged('root_differs', place, RESTORE);
}

function idOfLeaf(leaf: string): string {
  return (JSON.parse(leaf) as { id: string }).id;
}

/** Cuts the torn record off, so that nothing is ever written behind it. */
async function cutTail({ fs, dir }: WalContext, result: Replay): Promise<void> {
  const { path, at } = result.torn!;
  if (at === 0) {
    await fs.unlink(path);
    await synced(dir, fs.syncDirectory(dir));
    result.segments.pop();
    return;
  }
  const file = await fs.open(path, 'r+');
  try {
    await file.truncate(at);
    await synced(path, file.sync());
  } finally {
    await file.close();
  }
}

function gap(path: string, expected: number, found: number) {
  const what = 'The write-ahead log has a hole';
  const place = { what, where: path, expected: `entry ${expected}`, found: `entry ${found}` };
  return damaged('wal_damaged', place, RESTORE);
}

function broken(fault: SegmentFault, next: number, { checkpoint }: SignedHead) {
  const what = `The write-ahead log is damaged, ${fault.what}, and entry ${next} of ${checkpoint.size} signed ones is in it`;
  const where = `${fault.path} at byte ${fault.at}`;
  return damaged('wal_damaged', { ...fault, what, where }, RESTORE);
}

function short(size: number, { checkpoint }: SignedHead) {
  const place = {
    what: 'Signed entries are missing',
    where: 'log/tile and wal/ against state/checkpoint',
    expected: `${checkpoint.size} entries`,
    found: `${size} entries`,
  };
  return damaged('log_short', place, RESTORE);
}
