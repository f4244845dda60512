// Proofs against the newest signed checkpoint. Each is verified before it leaves: hashes come from
// tiles, and a tile is not to be trusted (CVE-2026-56865).
import {
  consistencyProof,
  encodeBase64,
  formatProof,
  inclusionProof,
  leafHash,
  rootOfSize,
  verifyConsistency,
  verifyInclusion,
} from '@acta/log';
import { utf8 } from '../lib/bytes.ts';
import { ActaError } from '../lib/errors.ts';
import { damaged, RESTORE } from './errors.ts';
import type { Tree } from './storage/tree.ts';
import type { Head } from './types.ts';

/**
 * C2SP tlog-proof text for the entry at `index` with these leaf bytes.
 *
 * @throws ActaError `proof_failed` where the stored tiles do not lead to the signed root
 */
export async function proveInclusion(
  tree: Tree,
  head: Head,
  index: number,
  leaf: string,
): Promise<string> {
  const { size, root, checkpoint } = head;
  const proof = await inclusionProof(index, size, tree.reader(size));
  if (!verifyInclusion({ index, size, leafHash: leafHash(utf8(leaf)), root, proof })) {
    const what = 'An inclusion proof made from the tiles does not lead to the signed root';
    const place = { what, where: `entry ${index}`, expected: encodeBase64(root), found: 'another' };
    throw damaged('proof_failed', place, RESTORE);
  }
  return formatProof({ index, path: proof, checkpoint });
}

/**
 * Base64 hashes that the tree of size `a` is a prefix of that of size `b`.
 *
 * @throws ActaError `size_unknown` (404) where a > b or b is beyond the head
 */
export async function proveConsistency(
  tree: Tree,
  head: Head,
  a: number,
  b: number,
): Promise<string[]> {
  const whole = Number.isSafeInteger(a) && Number.isSafeInteger(b);
  if (!whole || a < 0 || a > b || b > head.size) {
    throw new ActaError({
      code: 'size_unknown',
      status: 404,
      fault: 'caller',
      detail: `There is no consistency proof from size ${a} to size ${b} in a log of ${head.size}.`,
      next: 'Ask for sizes that the log has had, the smaller one first.',
    });
  }
  const proof = await consistencyProof(a, b, tree.reader(b));
  if (a > 0) {
    const root1 = await rootOfSize(a, tree.reader(a));
    const root2 = b === head.size ? head.root : await rootOfSize(b, tree.reader(b));
    if (!verifyConsistency({ size1: a, size2: b, root1, root2, proof })) {
      const what = 'A consistency proof made from the tiles does not hold';
      const place = {
        what,
        where: `sizes ${a} and ${b}`,
        expected: encodeBase64(root2),
        found: 'another',
      };
      throw damaged('proof_failed', place, RESTORE);
    }
  }
  return proof.map(encodeBase64);
}
