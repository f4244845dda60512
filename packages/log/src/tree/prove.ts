// RFC 6962 §2.1.1 and §2.1.2: making inclusion and consistency proofs.
import { LogError } from '../error.ts';
import { checkSize, splitPoint } from '../size.ts';
import { nodesOfRange, readRanges, type HashReader } from './nodes.ts';

type Range = readonly [start: number, end: number];

/**
 * Audit path of entry `index` in the tree of `size` entries, the leaf's sibling first.
 * Throws `proof_impossible` where there is no such entry.
 */
export async function inclusionProof(
  index: number,
  size: number,
  readHashes: HashReader,
): Promise<Uint8Array[]> {
  checkSize(index, 'index');
  checkSize(size);
  if (index >= size) {
    throw new LogError('proof_impossible', `entry ${index} is not in a tree of ${size} entries`);
  }
  return readRanges(inclusionRanges(index, size), readHashes);
}

/**
 * Proof that the tree of `size1` entries is a prefix of that of `size2`; empty where `size1` is 0
 * or equal to `size2`. Throws `proof_impossible` where it is larger.
 */
export async function consistencyProof(
  size1: number,
  size2: number,
  readHashes: HashReader,
): Promise<Uint8Array[]> {
  checkSize(size1);
  checkSize(size2);
  if (size1 > size2) {
    throw new LogError(
      'proof_impossible',
      `a tree of ${size1} entries can't be in one of ${size2}`,
    );
  }
  if (size1 === 0 || size1 === size2) return [];
  return readRanges(consistencyRanges(size1, size2), readHashes);
}

/** Root of the tree of `size` entries (≥ 1), from its perfect subtrees. */
export async function rootOfSize(size: number, readHashes: HashReader): Promise<Uint8Array> {
  if (checkSize(size) === 0) {
    throw new LogError(
      'proof_impossible',
      'the root of an empty tree is not read: it is EMPTY_ROOT',
    );
  }
  const [root] = await readRanges([[0, size]], readHashes);
  return root!;
}

/** Roots of the perfect subtrees of the tree of `size` entries, largest first: a `CompactRange`. */
export async function peaksOfSize(size: number, readHashes: HashReader): Promise<Uint8Array[]> {
  return readHashes(nodesOfRange(0, checkSize(size)));
}

/** From the root down to the leaf, the half that is not the leaf's; then turned round. */
function inclusionRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    ranges.push(index < middle ? [middle, end] : [start, middle]);
    if (index < middle) end = middle;
    else start = middle;
  }
  return ranges.reverse();
}

/**
 * The same towards the edge of the smaller tree, whose last subtree is left out where it is its
 * root.
 */
function consistencyRanges(size1: number, size2: number): Range[] {
  const ranges: Range[] = [];
  let [start, end] = [0, size2];
  while (end !== size1) {
    const middle = start + splitPoint(end - start);
    ranges.push(size1 <= middle ? [middle, end] : [start, middle]);
    if (size1 <= middle) end = middle;
    else start = middle;
  }
  if (start > 0) ranges.push([start, end]);
  return ranges.reverse();
}
