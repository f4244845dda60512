import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { EMPTY_ROOT, leafHash } from '../hash/merkle.ts';
import { MemoryLog, numbered } from '../testing/memory-log.ts';
import { auditPath, consistencyPath, treeHash } from '../testing/oracle.ts';
import { readSparse, sparseLeaf } from '../testing/sparse.ts';
import { consistencyProof, inclusionProof, peaksOfSize, rootOfSize } from './prove.ts';
import { CompactRange } from './compact-range.ts';
import { tileHashReader } from './tile-reader.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const entries = numbered(70_000);
const log = await MemoryLog.create();
await log.append(entries);
const roots = new Map<number, Promise<Uint8Array>>();
const rootAt = (size: number) => {
  const root = roots.get(size) ?? log.peaks(size).then((peaks) => rootOf(size, peaks));
  roots.set(size, root);
  return root;
};
const rootOf = (size: number, peaks: Uint8Array[]) => CompactRange.fromPeaks(size, peaks).root();

test('proofs of small trees are those of RFC 6962, for every pair', async () => {
  for (let size = 1; size <= 40; size++) {
    const part = entries.slice(0, size);
    for (let i = 0; i < size; i++) {
      assert.deepEqual(await log.inclusion(i, size), auditPath(i, part), `${i} in ${size}`);
      const proof = await log.consistency(i + 1, size);
      assert.deepEqual(proof, consistencyPath(i + 1, part), `${i + 1} to ${size}`);
    }
  }
});

const edgeSizes = [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000];

test('inclusion holds at the edges of tiles', async () => {
  for (const size of edgeSizes) {
    const root = await rootAt(size);
    for (const index of [0, 1, 254, 255, 256, 511, 65_535, 65_536, size - 1]) {
      if (index >= size) continue;
      const claim = { index, size, leafHash: leafHash(entries[index]!), root };
      const proof = await log.inclusion(index, size);
      assert(verifyInclusion({ ...claim, proof }), `${index} in ${size}`);
    }
  }
});

test('consistency holds between all pairs of edges', async () => {
  for (const size1 of edgeSizes) {
    for (const size2 of edgeSizes.filter((size) => size >= size1)) {
      const [root1, root2] = [await rootAt(size1), await rootAt(size2)];
      const proof = await log.consistency(size1, size2);
      assert(verifyConsistency({ size1, size2, root1, root2, proof }), `${size1} to ${size2}`);
    }
  }
});

test('any entry of any tree is proven, and no other is', async () => {
  const pairs = fc
    .integer({ min: 2, max: 70_000 })
    .chain((size) =>
      fc.record({ size: fc.constant(size), index: fc.nat(size - 1), other: fc.nat(size - 1) }),
    );
  await fc.assert(
    fc.asyncProperty(pairs, async ({ size, index, other }) => {
      const root = await rootAt(size);
      const proof = await log.inclusion(index, size);
      const claim = { index, size, leafHash: leafHash(entries[index]!), root, proof };
      assert(verifyInclusion(claim));
      if (other !== index) {
        assert(!verifyInclusion({ ...claim, index: other }), 'another index');
        assert(!verifyInclusion({ ...claim, leafHash: leafHash(entries[other]!) }), 'another leaf');
      }
      assert(!verifyInclusion({ ...claim, proof: [...proof, root] }), 'a hash too many');
      assert(!verifyInclusion({ ...claim, proof: proof.slice(1) }), 'a hash too few');
      assert(!verifyInclusion({ ...claim, proof: proof.slice(0, -1) }), 'a hash too few');
      assert(!verifyInclusion({ ...claim, root: leafHash(root) }), 'another root');
      for (let i = 0; i < proof.length; i++) {
        const changed = proof.with(i, proof[i]!.with(31, proof[i]![31]! ^ 1));
        assert(!verifyInclusion({ ...claim, proof: changed }), `hash ${i} changed`);
      }
    }),
    { numRuns: 60 },
  );
});

test('any two sizes are consistent, and no changed claim is', async () => {
  const pairs = fc
    .tuple(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 70_000 }))
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  await fc.assert(
    fc.asyncProperty(pairs, async ([size1, size2]) => {
      const [root1, root2] = [await rootAt(size1), await rootAt(size2)];
      const proof = await log.consistency(size1, size2);
      const claim = { size1, size2, root1, root2, proof };
      assert(verifyConsistency(claim));
      assert(!verifyConsistency({ ...claim, root1: root2, root2: root1 }), 'roots swapped');
      assert(!verifyConsistency({ ...claim, root1: leafHash(root1) }), 'another first root');
      assert(!verifyConsistency({ ...claim, root2: leafHash(root2) }), 'another second root');
      assert(!verifyConsistency({ ...claim, proof: [] }), 'no proof');
      assert(!verifyConsistency({ ...claim, proof: [...proof, root1] }), 'a hash too many');
      assert(!verifyConsistency({ ...claim, proof: proof.slice(0, -1) }), 'a hash too few');
      for (let i = 0; i < proof.length; i++) {
        const changed = proof.with(i, proof[i]!.with(0, proof[i]![0]! ^ 0x80));
        assert(!verifyConsistency({ ...claim, proof: changed }), `hash ${i} changed`);
      }
    }),
    { numRuns: 60 },
  );
});

test('equal and empty sizes', async () => {
  const root = await rootAt(5);
  const same = { size1: 5, size2: 5, root1: root, root2: root, proof: [] };
  assert(verifyConsistency(same));
  assert(!verifyConsistency({ ...same, proof: [root] }));
  assert(!verifyConsistency({ ...same, root2: await rootAt(6) }));
  const empty = { size1: 0, size2: 0, root1: EMPTY_ROOT, root2: EMPTY_ROOT, proof: [] };
  assert(verifyConsistency(empty));
  assert(!verifyConsistency({ ...empty, root1: root, root2: root }));
  assert(!verifyConsistency({ ...empty, size2: 5, root2: root }), 'nothing proves nothing');
  assert(!verifyConsistency({ ...same, size1: 6, root1: await rootAt(6) }), 'shrinking');
});

test('claims that are malformed do not hold, and do not throw', () => {
  const hash = leafHash(new Uint8Array(0));
  const short = hash.subarray(1);
  const claim = { index: 0, size: 1, leafHash: hash, root: hash, proof: [] };
  assert(verifyInclusion(claim));
  for (const size of [0, -1, 0.5, NaN, 2 ** 53]) assert(!verifyInclusion({ ...claim, size }));
  for (const index of [1, -1, 0.5, NaN]) assert(!verifyInclusion({ ...claim, index }));
  assert(!verifyInclusion({ ...claim, leafHash: short }));
  assert(!verifyInclusion({ ...claim, root: short }));
  assert(!verifyInclusion({ ...claim, size: 2, proof: [short] }));
  const between = { size1: 1, size2: 2, root1: hash, root2: hash, proof: [hash] };
  for (const size1 of [-1, 0.5, NaN]) assert(!verifyConsistency({ ...between, size1 }));
  assert(!verifyConsistency({ ...between, size2: 2 ** 53 }));
  assert(!verifyConsistency({ ...between, proof: [short] }));
  assert(!verifyConsistency({ ...between, root1: short }));
});

test('what is not in the tree is not proven', async () => {
  await assert.rejects(log.inclusion(5, 5), { code: 'proof_impossible' });
  await assert.rejects(log.consistency(6, 5), { code: 'proof_impossible' });
  await assert.rejects(inclusionProof(0, 2 ** 53, readSparse), { code: 'size_out_of_range' });
  await assert.rejects(consistencyProof(-1, 5, readSparse), { code: 'size_out_of_range' });
  await assert.rejects(rootOfSize(0, readSparse), { code: 'proof_impossible' });
  assert.deepEqual(await log.consistency(0, 5), []);
});

test('trees beyond 2^31 entries', async () => {
  const sizes = [2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32 + 3, 2 ** 45 + 7, 2 ** 53 - 1];
  for (const size of sizes) {
    const root = await rootOfSize(size, readSparse);
    assert.deepEqual(rootOf(size, await peaksOfSize(size, readSparse)), root);
    for (const index of [0, 2 ** 31 - 1, size - 1, Math.floor(size / 2)]) {
      const proof = await inclusionProof(index, size, readSparse);
      const claim = { index, size, leafHash: sparseLeaf, root, proof };
      assert(verifyInclusion(claim), `${index} in ${size}`);
      assert(!verifyInclusion({ ...claim, proof: proof.slice(1) }));
    }
    for (const size1 of [1, 2 ** 31, 2 ** 31 - 1, size - 1]) {
      const root1 = await rootOfSize(size1, readSparse);
      const proof = await consistencyProof(size1, size, readSparse);
      const claim = { size1, size2: size, root1, root2: root, proof };
      assert(size1 === size || verifyConsistency(claim), `${size1} to ${size}`);
    }
  }
});

test('missing and short tiles are said by their path', async () => {
  const files = new Map(log.files);
  const reader = tileHashReader(log.size, async (path) => files.get(path) ?? null);
  files.delete('tile/0/003');
  await assert.rejects(inclusionProof(3 * 256, log.size, reader), {
    code: 'read_failed',
    message: /tile\/0\/003/,
  });
  files.set('tile/0/003', log.files.get('tile/0/003')!.slice(1));
  await assert.rejects(inclusionProof(3 * 256, log.size, reader), {
    code: 'tile_malformed',
    message: /tile\/0\/003/,
  });
  const incomplete = tileHashReader(300, log.read);
  await assert.rejects(incomplete([{ level: 8, index: 1 }]), { code: 'proof_impossible' });
  await assert.rejects(incomplete([{ level: 0, index: 600 }]), { code: 'proof_impossible' });
});

test('a partial tile that is gone is cut from the full one', async () => {
  const root = treeHash(entries.slice(0, 300));
  const proof = await inclusionProof(299, 300, tileHashReader(300, log.read));
  assert(!log.files.has('tile/0/001.p/44'));
  assert(
    verifyInclusion({ index: 299, size: 300, leafHash: leafHash(entries[299]!), root, proof }),
  );
});
