import assert from 'node:assert/strict';
import { cp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { manualClock } from '../lib/clock.ts';
import { nodeFileSystem } from '../lib/node-file-system.ts';
import { openLedger } from './open.ts';
import { TestLog } from './testing/test-log.ts';
import { draftOf, draftsOf, optionsFor, temporaryFolder } from './testing.ts';

const code = (wanted: string) => (error: unknown) => (error as { code?: string }).code === wanted;

test('a log grows through tile edges, closed and opened at each, and holds', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  let size = 0;
  for (const next of [1, 2, 255, 256, 257, 511, 512, 513]) {
    await log.open();
    await log.check();
    await log.append(draftsOf(size, next - size));
    size = next;
    assert.equal(log.ledger.head().size, size);
    await log.check();
    await log.close();
  }
  await log.open();
  await log.check();
  await log.close();
});

test('a log of more than 65,536 entries has a tile of each level and starts from its edge', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open({ limits: { 'ledger.wal_segment_events': 8192 } });
  const batches = Array.from({ length: 67 }, (_, i) => draftsOf(i * 1000, 1000));
  for (const drafts of batches) await log.append(drafts);
  await log.close();
  const files = await readdir(join(log.dir, 'data', 'wal'));
  assert.ok(files.length <= 2, `old segments are gone: ${files.length}`);
  const reads: string[] = [];
  const fs = nodeFileSystem();
  await log.open({
    fs: {
      ...fs,
      readFile(path) {
        reads.push(path);
        return fs.readFile(path);
      },
    },
  });
  assert.ok(reads.filter((path) => path.includes('/entries/')).length <= 2, 'bundles read');
  const again = await log.append([draftOf(3), draftOf(66_000), draftOf(67_001)]);
  assert.deepEqual(
    again.map(({ index, duplicate }) => [index, duplicate]),
    [
      [3, true],
      [66_000, true],
      [67_000, undefined],
    ],
  );
  await log.check();
  await log.close();
});

test('many senders at once: every request gets its own receipts in order', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  const requests = Array.from({ length: 200 }, (_, i) => draftsOf(i * 7, 7));
  const answers = await Promise.all(requests.map((drafts) => log.append(drafts)));
  const indexes = answers.flat().map(({ index }) => index);
  assert.deepEqual(
    indexes.toSorted((a, b) => a - b),
    Array.from({ length: 1400 }, (_, i) => i),
  );
  for (const receipts of answers) {
    assert.deepEqual(
      receipts.map(({ index }) => index),
      receipts.map((_, i) => receipts[0]!.index + i),
    );
  }
  await log.check();
  await log.close();
});

test('the same again gets the first receipt: in one request, in one batch, after a restart', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  const twice = await log.append([draftOf(1), draftOf(1), draftOf(2)]);
  assert.deepEqual(twice[1], { ...twice[0], duplicate: true });
  const [a, b] = await Promise.all([log.append([draftOf(3)]), log.append([draftOf(3)])]);
  assert.deepEqual(b[0], { ...a[0], duplicate: true });
  await log.close();
  await log.open();
  const later = draftOf(1);
  delete later.event.time;
  assert.deepEqual((await log.append([later]))[0], { ...twice[0], duplicate: true });
  assert.equal(log.ledger.head().size, 3);
  await log.check();
  await log.close();
});

test('the same name with other bytes is an event of its own, once', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  const other = draftOf(9, { delivery: 'd-1' });
  const [first] = await log.append([draftOf(1)]);
  const [conflict] = await log.append([other]);
  assert.equal(conflict!.conflict, true);
  assert.notEqual(conflict!.id, first!.id);
  assert.deepEqual((await log.ledger.entry(conflict!.index))!.event.marks, ['conflict']);
  await log.close();
  await log.open();
  assert.deepEqual((await log.append([other]))[0], { ...conflict, duplicate: true });
  assert.deepEqual((await log.append([draftOf(1)]))[0], { ...first, duplicate: true });
  await log.check();
  await log.close();
});

test('without a delivery id each draft is new; without a time the receipt stands in', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  const draft = draftOf(1);
  delete draft.delivery;
  delete draft.event.time;
  const receipts = await log.append([draft, draft]);
  assert.deepEqual(
    receipts.map(({ index, duplicate }) => [index, duplicate]),
    [
      [0, undefined],
      [1, undefined],
    ],
  );
  const { event } = (await log.ledger.entry(0))!;
  assert.equal(event.time, event.received);
  assert.deepEqual(event.marks, ['time_missing']);
  await log.check();
  await log.close();
});

test('a clock that goes back is clamped and marked, also over a restart', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  const clock = manualClock(1_790_000_100_000);
  await log.open({ clock });
  await log.append([draftOf(0)]);
  clock.add(-60_000);
  await log.append([draftOf(1)]);
  await log.close();
  await log.open({ clock });
  await log.append([draftOf(2)]);
  clock.add(120_000);
  await log.append([draftOf(3)]);
  const marks = [];
  for await (const entries of log.ledger.entries(0)) {
    marks.push(...entries.map(({ event }) => event.marks?.join() ?? ''));
  }
  assert.deepEqual(marks, ['', 'clock_clamped', 'clock_clamped', '']);
  await log.check();
  await log.close();
});

test('a full queue takes nothing and says so; what waits is answered', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open({ limits: { 'ledger.queue_events': 10 } });
  const taken = log.append(draftsOf(0, 9));
  await assert.rejects(log.ledger.append(draftsOf(9, 2)), code('overloaded'));
  const own = draftsOf(9, 4).map((draft) => {
    draft.event.source = { type: 'acta', name: 'acta' };
    return draft;
  });
  const recorded = log.append(own.slice(0, 3));
  await assert.rejects(log.ledger.append(own.slice(3)), code('overloaded'), 'its room ends too');
  assert.equal((await taken).length, 9);
  assert.equal((await recorded).length, 3, 'what Acta itself records has room beyond the limit');
  await log.append(draftsOf(12, 47));
  assert.equal(log.ledger.head().size, 59);
  await log.check();
  await log.close();
});

test('a draft that can not be sealed is refused and leaves no hole', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  const bad = draftOf(1);
  bad.event.action = 'nobody.knows';
  await assert.rejects(log.ledger.append([bad]), code('event_unsealable'));
  await assert.rejects(log.ledger.append([draftOf(2, { digest: 'no' })]), code('digest_malformed'));
  await log.append([draftOf(3)]);
  await log.check();
  await log.close();
});

test('listeners get every entry in order, after it is durable', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  const ledger = await log.open();
  const seen: number[] = [];
  const stop = ledger.onCommit((entries) => {
    for (const { index } of entries) {
      assert.ok(index < ledger.head().size);
      seen.push(index);
    }
  });
  await Promise.all([log.append(draftsOf(0, 300)), log.append(draftsOf(300, 300))]);
  stop();
  await log.append(draftsOf(600, 1));
  assert.deepEqual(
    seen,
    Array.from({ length: 600 }, (_, i) => i),
  );
  await log.close();
});

test('preparations see each entry once it is sealed, and hear when it is durable', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  const ledger = await log.open();
  const sealed: number[] = [];
  let committed = 0;
  const stop = ledger.prepare({
    sealed(entry) {
      assert.equal(entry.index, sealed.length);
      sealed.push(entry.event.raw!.length);
    },
    committed({ from, to, entries }) {
      assert.equal(from, committed);
      assert.ok(to <= sealed.length && to <= ledger.head().size);
      assert.deepEqual(
        entries(from + 1).map(({ event }) => event.raw!.length),
        sealed.slice(from + 1, to),
      );
      committed = to;
    },
    dropped: () => assert.fail('nothing was dropped'),
  });
  await Promise.all([log.append(draftsOf(0, 300)), log.append(draftsOf(300, 300))]);
  stop();
  await log.append(draftsOf(600, 1));
  assert.deepEqual([committed, sealed.length], [600, 600]);
  await log.close();
});

test('entries, ids and public files can be read from memory and from files alike', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  await log.append(draftsOf(0, 700));
  await log.ledger.flushTiles();
  const indexes: number[] = [];
  for await (const some of log.ledger.entries(200, 600)) indexes.push(...some.map((e) => e.index));
  assert.deepEqual(
    indexes,
    Array.from({ length: 400 }, (_, i) => 200 + i),
  );
  const { id } = log.acknowledged.get(5)!;
  assert.equal(log.ledger.idOf(draftsOf(5, 1)[0]!), id);
  assert.equal(await log.ledger.indexOf(id), 5);
  assert.equal(await log.ledger.indexOf('00000000-0000-8000-8000-000000000000'), null);
  assert.equal(await log.ledger.entry(700), null);
  await assert.rejects(log.ledger.inclusionProof(700), code('entry_unknown'));
  await assert.rejects(log.ledger.consistencyProof(2, 701), code('size_unknown'));
  for (const path of ['tile/0/000', 'tile/0/001.p/7', 'tile/0/002.p/188', 'tile/1/000.p/2']) {
    assert.ok(await log.ledger.publicFile(path), path);
  }
  for (const path of ['tile/0/003', 'tile/0/002.p/189', '../keys/log.key', 'tile/2/000.p/1', '']) {
    assert.equal(await log.ledger.publicFile(path), null, path);
  }
  const packed = await log.ledger.publicFile('tile/entries/000', { gzip: true });
  assert.equal(packed!.encoding, 'gzip');
  assert.deepEqual((await log.ledger.publicFile('vkey'))!.bytes.length > 40, true);
  const mode = (await stat(join(log.dir, 'data/log/tile/0/000'))).mode & 0o777;
  assert.equal(mode, 0o444);
  for (const key of ['log.key', 'log.secret', 'data.key']) {
    assert.equal((await stat(join(log.dir, 'data/keys', key))).mode & 0o777, 0o600, key);
  }
  await log.close();
});

test('a data directory has one owner; the next one learns who', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  await assert.rejects(
    openLedger(optionsFor(log.dir)),
    (error) => code('locked')(error) && String(error).includes(`process ${process.pid}`),
  );
  await log.append([draftOf(0)]);
  await log.close();
  await log.open();
  await log.check();
  await log.close();
});

test('an older copy of the directory is refused by the head outside, unless accepted', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  await log.append(draftsOf(0, 300));
  await log.close();
  await cp(join(log.dir, 'data'), join(log.dir, 'old'), { recursive: true });
  await log.open();
  await log.append(draftsOf(300, 5));
  await log.close();
  await rm(join(log.dir, 'data'), { recursive: true });
  await cp(join(log.dir, 'old'), join(log.dir, 'data'), { recursive: true });
  await assert.rejects(log.open(), code('rolled_back'));
  const ledger = await log.open({ acceptRollback: true });
  assert.deepEqual(ledger.recovered.rollback, { remembered_size: 305, size: 300 });
  await log.close();
  const again = await log.open();
  assert.equal(again.recovered.rollback, null);
  await log.close();
});

test('another history of the same log is refused by the head outside', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  await log.open();
  await log.close();
  await cp(join(log.dir, 'data'), join(log.dir, 'old'), { recursive: true });
  await log.open();
  await log.append(draftsOf(0, 3));
  await log.close();
  await rm(join(log.dir, 'data'), { recursive: true });
  await cp(join(log.dir, 'old'), join(log.dir, 'data'), { recursive: true });
  const other = await openLedger({
    ...optionsFor(log.dir),
    headFolder: join(log.dir, 'elsewhere'),
  });
  await other.append(draftsOf(10, 9));
  await other.close();
  await assert.rejects(log.open(), code('rolled_back'));
});

test('a log keeps its origin and its keys', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  const ledger = await log.open({ origin: 'log.example.org/acta' });
  assert.equal(ledger.origin, 'log.example.org/acta');
  await log.append([draftOf(0)]);
  await log.close();
  await assert.rejects(log.open({ origin: 'log.example.org/other' }), code('origin_differs'));
  await rm(join(log.dir, 'data/keys/data.key'));
  await assert.rejects(log.open(), code('key_missing'));
});
