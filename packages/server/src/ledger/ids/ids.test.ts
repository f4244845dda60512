import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { deriveEventId } from '@acta/event';
import { silentLogger } from '../../lib/logger.ts';
import { nodeFileSystem } from '../../lib/node-file-system.ts';
import { temporaryFolder } from '../testing.ts';
import { openIds } from './ids.ts';
import type { Ids } from './ids.ts';
import { keyedDigests, readRecord, RECORD_BYTES, writeRecord } from './record.ts';
import type { KnownId } from './record.ts';

const secret = new Uint8Array(32).fill(7);
const keyed = keyedDigests(secret);
const digest = (n: number): string =>
  keyed(createHash('sha256').update(String(n)).digest('base64url'));

function knownOf(n: number): KnownId {
  const name = { secret, source: 's', delivery: String(n), item: 0, revision: 0 };
  return {
    id: deriveEventId({ ...name, time_ms: 1_790_000_000_000 + n }),
    index: n,
    digest: digest(n),
  };
}

/** Ids of entries below it are too old. */
const horizon = { below: 0 };

const contextIn = (dir: string, max_ids = 20_000_000) => ({
  fs: nodeFileSystem(),
  dir,
  logger: silentLogger(),
  max_ids,
  horizon: () => horizon.below,
});

async function fill(ids: Ids, from: number, to: number, step: number): Promise<void> {
  for (let n = from; n < to; n += 1) {
    ids.add(knownOf(n));
    if ((n + 1) % step === 0) await ids.settle(n + 1);
  }
}

test('a record comes back as it was', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 47 }), fc.nat({ max: 2 ** 47 }), (n, index) => {
      const bytes = Buffer.alloc(RECORD_BYTES + 3);
      const known = { ...knownOf(n), index };
      writeRecord(bytes, 3, known);
      assert.deepEqual(readRecord(bytes, 3), known);
    }),
  );
});

test('ids are found in memory and in runs, over merges and restarts, whatever their time says', async (t) => {
  const dir = await temporaryFolder(t);
  let ids = await openIds(contextIn(dir), 0);
  await fill(ids, 0, 5000, 100);
  await fill(ids, 5000, 5050, 100);
  assert.ok((await readdir(dir)).length < 20, 'runs are merged');
  for (let n = 0; n < 5050; n += 7) assert.deepEqual(await ids.find(knownOf(n).id), knownOf(n));
  for (let n = 6000; n < 7000; n += 1) assert.equal(await ids.find(knownOf(n).id), null);
  const { id } = knownOf(42);
  assert.deepEqual(await ids.find(`00000000-0000${id.slice(13)}`), knownOf(42));
  await ids.close();
  ids = await openIds(contextIn(dir), 5000);
  assert.equal(ids.from, 0);
  for (let n = 0; n < 5000; n += 11) assert.deepEqual(await ids.find(knownOf(n).id), knownOf(n));
  assert.equal(await ids.find(knownOf(5001).id), null, 'recent ids come from the write-ahead log');
  await ids.close();
});

test('ids that came again from the write-ahead log are not written twice', async (t) => {
  const dir = await temporaryFolder(t);
  let ids = await openIds(contextIn(dir), 0);
  await fill(ids, 0, 100, 100);
  await ids.close();
  ids = await openIds(contextIn(dir), 50);
  for (let n = 50; n < 150; n += 1) ids.add(knownOf(n));
  await ids.settle(150);
  assert.deepEqual(await readdir(dir), [
    '0000000000000000-0000000000000100.ids',
    '0000000000000100-0000000000000150.ids',
  ]);
  assert.deepEqual(await ids.find(knownOf(75).id), knownOf(75));
  await ids.close();
});

test('the oldest ids go when there are too many', async (t) => {
  const dir = await temporaryFolder(t);
  const ids = await openIds(contextIn(dir, 250), 0);
  await fill(ids, 0, 1000, 50);
  assert.ok(ids.from >= 500, `known from ${ids.from}`);
  assert.equal(await ids.find(knownOf(0).id), null);
  assert.deepEqual(await ids.find(knownOf(999).id), knownOf(999));
  await ids.close();
});

test('what a batch did not keep is forgotten', async (t) => {
  const ids = await openIds(contextIn(await temporaryFolder(t)), 0);
  ids.add(knownOf(1));
  ids.remove([knownOf(1).id]);
  assert.equal(await ids.find(knownOf(1).id), null);
});

test('leftovers of a merge go; a damaged run is left out, or found out when it is read', async (t) => {
  const dir = await temporaryFolder(t);
  let ids = await openIds(contextIn(dir), 0);
  await fill(ids, 0, 200, 100);
  await ids.close();
  const [first, second] = (await readdir(dir)).map((name) => join(dir, name));
  const bytes = await readFile(first!);
  await writeFile(join(dir, '0000000000000020-0000000000000060.ids'), bytes);
  await writeFile(join(dir, 'x.ids.tmp'), bytes);
  const flipped = Buffer.from(bytes);
  flipped[40]! ^= 1;
  await writeFile(first!, flipped);
  ids = await openIds(contextIn(dir), 200);
  assert.equal((await readdir(dir)).length, 2);
  const searches = Array.from({ length: 100 }, async (_, n) => ids.find(knownOf(n).id));
  const results = await Promise.allSettled(searches);
  assert.ok(results.some((result) => result.status === 'rejected'));
  await ids.close();
  flipped[flipped.length - 1]! ^= 1;
  await writeFile(first!, flipped);
  ids = await openIds(contextIn(dir), 200);
  assert.equal(ids.from, 100);
  assert.deepEqual(await ids.find(knownOf(150).id), knownOf(150));
  await ids.close();
  assert.ok(second);
});

test('an id beyond the horizon is not known, in memory and in runs, and its runs go', async (t) => {
  const dir = await temporaryFolder(t);
  t.after(async () => {
    horizon.below = 0;
  });
  const ids = await openIds(contextIn(dir), 0);
  await fill(ids, 0, 350, 100);
  horizon.below = 150;
  assert.equal(await ids.find(knownOf(149).id), null);
  assert.deepEqual(await ids.find(knownOf(150).id), knownOf(150));
  horizon.below = 320;
  assert.equal(await ids.find(knownOf(310).id), null, 'a recent one');
  ids.add({ ...knownOf(42), index: 350 });
  await fill(ids, 351, 400, 100);
  assert.equal((await ids.find(knownOf(42).id))?.index, 350, 'the newer of two');
  assert.equal((await readdir(dir)).length, 1);
  await ids.close();
});

test('a kept digest tells nothing without the key', () => {
  const plain = createHash('sha256').update('octavia@example.com').digest('base64url');
  const kept = keyed(plain);
  assert.equal(kept.length, 24);
  assert.equal(plain.startsWith(kept), false);
  assert.equal(keyed(plain), kept);
  assert.notEqual(keyedDigests(new Uint8Array(32).fill(8))(plain), kept);
  assert.throws(() => keyed('short'), { code: 'digest_malformed' });
});
