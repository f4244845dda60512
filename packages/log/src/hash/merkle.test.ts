import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbered } from '../testing/memory-log.ts';
import { treeHash } from '../testing/oracle.ts';
import { leaves, roots } from '../testing/vectors.ts';
import { EMPTY_ROOT, hashAt, leafHash, leafHashes, nodeHash, perfectRoot } from './merkle.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('roots of the sizes 0 to 8', () => {
  roots.forEach((root, size) => assert.equal(hex(treeHash(leaves.slice(0, size))), root));
  assert.equal(hex(EMPTY_ROOT), roots[0]);
});

test('a batch of leaf hashes is that of each', () => {
  const entries = [...leaves, ...numbered(20)];
  const hashes = leafHashes(entries);
  assert.equal(hashes.length, entries.length * 32);
  entries.forEach((entry, i) => assert.deepEqual(hashAt(hashes, i), leafHash(entry)));
  assert.equal(leafHashes([]).length, 0);
});

test('perfect subtrees', () => {
  for (const size of [1, 2, 4, 8]) {
    assert.equal(hex(perfectRoot(leafHashes(leaves.slice(0, size)))), roots[size]);
  }
  for (const bytes of [0, 31, 96, 33]) {
    assert.throws(() => perfectRoot(new Uint8Array(bytes)), { code: 'hash_malformed' });
  }
});

test('hashes in a Buffer are left as they were', () => {
  const hashes = Buffer.from(leafHashes(leaves));
  const before = Buffer.from(hashes);
  assert.equal(hex(perfectRoot(hashes)), roots[8]);
  assert.deepEqual(hashes, before);
});

test('nodes are over two hashes of 32 bytes', () => {
  const hash = leafHash(leaves[0]!);
  assert.throws(() => nodeHash(hash.subarray(1), hash), { code: 'hash_malformed' });
  assert.throws(() => nodeHash(hash, new Uint8Array(33)), { code: 'hash_malformed' });
});
