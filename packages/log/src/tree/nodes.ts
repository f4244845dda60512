// Names of the perfect subtrees of a tree, and how any range of a proof is made of them.
import { nodeHash } from '../hash/merkle.ts';

/** The perfect subtree over entries [index · 2^level, (index + 1) · 2^level). */
export interface NodeId {
  level: number;
  index: number;
}

/** Reads hashes of perfect subtrees, in the order asked. */
export type HashReader = (nodes: readonly NodeId[]) => Promise<Uint8Array[]>;

/**
 * The perfect subtrees of the entries [start, end), left to right. `start` must be a multiple of a
 * power of two that is at least the range's width, as all ranges of RFC 6962's recursion are.
 */
export function nodesOfRange(start: number, end: number): NodeId[] {
  const nodes: NodeId[] = [];
  let from = start;
  let rest = end - start;
  while (rest > 0) {
    let level = 0;
    while (2 ** (level + 1) <= rest) level++;
    nodes.push({ level, index: from / 2 ** level });
    from += 2 ** level;
    rest -= 2 ** level;
  }
  return nodes;
}

/** Hash of the subtree made of perfect ones, left to right and falling in size. */
export function foldNodes(hashes: readonly Uint8Array[]): Uint8Array {
  let root = hashes.at(-1)!;
  for (let i = hashes.length - 2; i >= 0; i--) root = nodeHash(hashes[i]!, root);
  return root;
}

/** Hashes of several ranges with one read. */
export async function readRanges(
  ranges: readonly (readonly [start: number, end: number])[],
  readHashes: HashReader,
): Promise<Uint8Array[]> {
  const nodes = ranges.map(([start, end]) => nodesOfRange(start, end));
  const hashes = await readHashes(nodes.flat());
  let at = 0;
  return nodes.map(({ length }) => foldNodes(hashes.slice(at, (at += length))));
}
