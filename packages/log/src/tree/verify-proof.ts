// RFC 9162 §2.1.3.2 and §2.1.4.2: verifying inclusion and consistency proofs, by the roots that
// they give. A proof with a hash too many or too few is none.
import { equalBytes } from '../bytes.ts';
import { LogError } from '../error.ts';
import { checkHash, EMPTY_ROOT, nodeHash } from '../hash/merkle.ts';
import { checkSize } from '../size.ts';

export interface InclusionClaim {
  index: number;
  size: number;
  /** 32 bytes. */
  leafHash: Uint8Array;
  /** The leaf's sibling first. */
  proof: readonly Uint8Array[];
}

export interface ConsistencyClaim {
  size1: number;
  size2: number;
  root1: Uint8Array;
  root2: Uint8Array;
  proof: readonly Uint8Array[];
}

/** Whether the proof leads from the leaf to the root. False for anything malformed. */
export function verifyInclusion(claim: InclusionClaim & { root: Uint8Array }): boolean {
  try {
    return equalBytes(rootFromInclusion(claim), checkHash(claim.root));
  } catch (error) {
    if (error instanceof LogError) return false;
    throw error;
  }
}

/**
 * The root that an inclusion proof leads to. Throws `proof_malformed` (not of the length that index
 * and size ask for), `hash_malformed` or `size_out_of_range`.
 */
export function rootFromInclusion({ index, size, leafHash, proof }: InclusionClaim): Uint8Array {
  checkSize(index, 'index');
  checkSize(size);
  if (index >= size) throw malformed(`index ${index} in a tree of size ${size}`);
  let fn = index;
  let sn = size - 1;
  let root = checkHash(leafHash, 'leaf hash');
  for (const sibling of proof) {
    if (sn === 0) throw malformed('hashes left over');
    if (isOdd(fn) || fn === sn) {
      root = nodeHash(sibling, root);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      root = nodeHash(root, sibling);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  if (sn !== 0) throw malformed('hashes missing');
  return root;
}

/**
 * Whether the proof shows the first tree to be a prefix of the second. False for anything
 * malformed, and for `size1` 0 with a larger `size2`: that proves nothing (the witness protocol,
 * which accepts it, says so itself).
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { size1, size2, root1, root2, proof } = claim;
  try {
    checkSize(size1);
    checkSize(size2);
    checkHash(root1);
    checkHash(root2);
    if (size1 === size2) {
      const empty = size1 > 0 || equalBytes(root1, EMPTY_ROOT);
      return proof.length === 0 && equalBytes(root1, root2) && empty;
    }
    if (size1 === 0 || size1 > size2) return false;
    const roots = rootsFromConsistency(size1, size2, root1, proof);
    return equalBytes(roots.root1, root1) && equalBytes(roots.root2, root2);
  } catch (error) {
    if (error instanceof LogError) return false;
    throw error;
  }
}

/** Both roots that a proof between two different sizes leads to. */
function rootsFromConsistency(
  size1: number,
  size2: number,
  root1: Uint8Array,
  proof: readonly Uint8Array[],
): { root1: Uint8Array; root2: Uint8Array } {
  const [first, ...rest] = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
  if (!first || proof.length === 0) throw malformed('hashes missing');
  let fn = size1 - 1;
  let sn = size2 - 1;
  while (isOdd(fn)) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let fr = checkHash(first);
  let sr = fr;
  for (const hash of rest) {
    if (sn === 0) throw malformed('hashes left over');
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(hash, fr);
      sr = nodeHash(hash, sr);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      sr = nodeHash(sr, hash);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  if (sn !== 0) throw malformed('hashes missing');
  return { root1: fr, root2: sr };
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest > 1 && rest % 2 === 0) rest /= 2;
  return rest === 1;
}

function malformed(why: string): LogError {
  return new LogError('proof_malformed', `malformed proof: ${why}`);
}
