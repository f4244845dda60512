// One flipped bit in each kind of file: the verification says what and where, and a start that
// needs the file refuses.
import assert from 'node:assert/strict';
import { chmod, cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createCipher } from '../lib/cipher.ts';
import { layoutOf } from './layout.ts';
import { SLOT_BYTES } from './storage/checkpoint-file.ts';
import { openKeys } from './start/keys.ts';
import { TestLog } from './testing/test-log.ts';
import { bodyOf, draftsOf, optionsFor, temporaryFolder } from './testing.ts';
import { verifyDirectory } from './verify.ts';
import { encodeFrame } from './wal/frame.ts';
import { placeOf, readSegment } from './wal/wal.ts';

const limits = { 'ledger.wal_segment_events': 400 };

async function madeLog(dir: string): Promise<TestLog> {
  const log = new TestLog(dir);
  await log.open({ limits });
  for (let from = 0; from < 900; from += 100) await log.append(draftsOf(from, 100));
  await log.ledger.flushTiles();
  return log;
}

async function flip(path: string, at: number): Promise<() => Promise<void>> {
  const before = await readFile(path);
  const bytes = Buffer.from(before);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place]! ^= 1;
  await chmod(path, 0o644);
  await writeFile(path, bytes);
  return () => writeFile(path, before);
}

test('a running log finds a flipped bit in each kind of file, and says where', async (t) => {
  const log = await madeLog(await temporaryFolder(t));
  const data = join(log.dir, 'data');
  const wal = (await readdir(join(data, 'wal')))[0]!;
  const cases: [string, number, RegExp][] = [
    ['log/tile/0/000', 32 * 5, /entry 5 \(tile\/0\/000\)/],
    ['log/tile/1/000.p/3', 40, /tile\/1\/000\.p\/3, hash 1/],
    ['log/tile/entries/001.gz', 3000, /tile\/entries\/001|entry \d+ \(tile\/0\/001\)/],
    ['log/tile/entries/003.p/132.gz', 2000, /tile\/entries\/003\.p\/132|entry \d+ /],
    ['log/checkpoint', 40, /checkpoint/],
    ['state/checkpoint', -10, /state\/checkpoint/],
    ['disclosures/002.dis', 500, /disclosures\/002\.dis/],
    [`wal/${wal}`, 60, new RegExp(`wal/${wal} at byte 8`)],
  ];
  assert.deepEqual((await log.ledger.verify()).findings, []);
  for (const [path, at, where] of cases) {
    const restore = await flip(join(data, path), at);
    const { findings } = await log.ledger.verify();
    assert.ok(findings.length > 0, `${path}: nothing was found`);
    const places = findings.map((finding) => finding.where).join('\n');
    assert.match(places, where, path);
    for (const finding of findings) assert.notEqual(finding.expected, finding.found);
    await restore();
  }
  assert.deepEqual((await log.ledger.verify()).findings, []);
  await log.close();
});

test('a start refuses what it needs and can not trust, and says where', async (t) => {
  const dir = await temporaryFolder(t);
  const log = await madeLog(dir);
  await log.close();
  const data = join(dir, 'data');
  await cp(data, join(dir, 'good'), { recursive: true });
  const wals = await readdir(join(data, 'wal'));
  const wal = wals[0]!;
  const first = Number.parseInt(wal, 10);
  const bundle = String(Math.ceil(first / 256) - 1).padStart(3, '0');
  const cases: [string, number, string, RegExp][] = [
    ['log/checkpoint', -10, 'checkpoint_damaged', /log\/checkpoint/],
    [`log/tile/0/${bundle}`, 9, 'tile_damaged', new RegExp(`tile/0/${bundle}`)],
    [`log/tile/entries/${bundle}.gz`, 900, '_damaged', new RegExp(`tile/(entries|0)/${bundle}`)],
    [`disclosures/${bundle}.dis`, 900, 'disclosures_damaged', new RegExp(`disclosures/${bundle}`)],
    [`wal/${wal}`, 200, 'wal_damaged', new RegExp(`${wal} at byte \\d+`)],
    [`wal/${wals.at(-1)}`, -3, 'wal_damaged', new RegExp(`${wals.at(-1)} at byte \\d+`)],
  ];
  for (const [path, at, code, where] of cases) {
    await flip(join(data, path), at);
    await assert.rejects(log.open({ limits }), (error: Error & { code?: string }) => {
      assert.match(error.code ?? '', new RegExp(code), path);
      assert.match(error.message, where, path);
      return true;
    });
    await rm(data, { recursive: true });
    await cp(join(dir, 'good'), data, { recursive: true });
  }
  await log.open({ limits });
  await log.check();
  await log.close();
});

test('of the signed checkpoint one slot of two may be torn; it is told, and written anew', async (t) => {
  const dir = await temporaryFolder(t);
  const log = await madeLog(dir);
  await log.close();
  const data = join(dir, 'data');
  const file = join(data, 'state/checkpoint');
  await cp(data, join(dir, 'good'), { recursive: true });
  const size = 2 * SLOT_BYTES;
  assert.equal((await readFile(file)).length, size);
  for (const at of [0, 60, 150, SLOT_BYTES - 1, SLOT_BYTES, SLOT_BYTES + 60, size - 10]) {
    await flip(file, at);
    const ledger = await log.open({ limits });
    assert.notEqual(ledger.recovered.broken_checkpoint, null, `byte ${at}`);
    await log.check();
    await log.close();
    assert.equal((await log.open({ limits })).recovered.broken_checkpoint, null);
    await log.close();
    await rm(data, { recursive: true });
    await cp(join(dir, 'good'), data, { recursive: true });
  }
  for (const cut of [1, 300, SLOT_BYTES - 1, SLOT_BYTES + 1, size - 1]) {
    await truncate(file, cut);
    if (cut < SLOT_BYTES) {
      await assert.rejects(log.open({ limits }), { code: 'checkpoint_damaged' });
    } else {
      assert.notEqual((await log.open({ limits })).recovered.broken_checkpoint, null);
      await log.close();
    }
    await rm(data, { recursive: true });
    await cp(join(dir, 'good'), data, { recursive: true });
  }
  await flip(file, 60);
  await flip(file, SLOT_BYTES + 60);
  await assert.rejects(log.open({ limits }), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'checkpoint_damaged');
    assert.match(error.message, /state\/checkpoint/);
    return true;
  });
});

test('a checkpoint as it was once written, alone and without padding, is read', async (t) => {
  const dir = await temporaryFolder(t);
  const log = await madeLog(dir);
  const { checkpoint } = log.ledger.head();
  await log.close();
  await writeFile(join(dir, 'data/state/checkpoint'), checkpoint);
  const ledger = await log.open({ limits });
  assert.equal(ledger.recovered.broken_checkpoint, null);
  assert.equal(ledger.head().checkpoint, checkpoint);
  await log.append(draftsOf(900, 3));
  await log.check();
  await log.close();
  assert.equal((await readFile(join(dir, 'data/state/checkpoint'))).length, 2 * SLOT_BYTES);
});

test('missing parts are told: a tile, the write-ahead log, the signed checkpoint', async (t) => {
  const dir = await temporaryFolder(t);
  const log = await madeLog(dir);
  await log.close();
  const data = join(dir, 'data');
  await cp(data, join(dir, 'good'), { recursive: true });
  const cases: [string, string][] = [
    ['log/tile/0/000', 'tile_damaged'],
    ['wal', 'log_short|checkpoint_old|root_differs'],
    ['state/checkpoint', 'checkpoint_missing'],
  ];
  for (const [path, code] of cases) {
    await rm(join(data, path), { recursive: true });
    await assert.rejects(log.open({ limits }), (error: { code?: string }) => {
      assert.match(error.code ?? '', new RegExp(code), path);
      return true;
    });
    await rm(data, { recursive: true });
    await cp(join(dir, 'good'), data, { recursive: true });
  }
});

test('a record cut at each of its bytes: dropped and said if it was not signed, else refused', async (t) => {
  const dir = await temporaryFolder(t);
  const log = new TestLog(dir);
  await log.open();
  await log.append(draftsOf(0, 10));
  await log.close();
  const data = join(dir, 'data');
  const path = join(data, 'wal', '0000000000000000.wal');
  const signed_bytes = (await readFile(path)).length;
  await cp(data, join(dir, 'older'), { recursive: true });
  await log.open();
  await log.append(draftsOf(10, 1));
  await log.close();
  const whole = await readFile(path);
  await rm(data, { recursive: true });
  await rm(join(dir, 'heads'), { recursive: true });
  await cp(join(dir, 'older'), data, { recursive: true });
  log.acknowledged.delete(10);
  const step = process.env.ACTA_LONG === '1' ? 1 : 23;
  for (let length = whole.length; length >= signed_bytes; length -= step) {
    await writeFile(path, whole);
    await truncate(path, length);
    const { recovered } = await log.open();
    const is_torn = length < whole.length && length > signed_bytes;
    assert.equal(recovered.torn_tail?.bytes, is_torn ? length - signed_bytes : undefined);
    assert.equal(recovered.beyond_checkpoint, length === whole.length ? 1 : 0);
    assert.equal(log.ledger.head().size, length === whole.length ? 11 : 10);
    await log.close();
    await rm(data, { recursive: true });
    await rm(join(dir, 'heads'), { recursive: true });
    await cp(join(dir, 'older'), data, { recursive: true });
  }
  await truncate(path, signed_bytes - 1);
  await assert.rejects(log.open(), { code: 'wal_damaged' });
});

test('a tail that was rewritten with the data key at hand does not lead to the signed root', async (t) => {
  const dir = await temporaryFolder(t);
  const log = new TestLog(dir);
  await log.open({ limits: { 'ledger.publish_interval_ms': 3_600_000 } });
  await log.append(draftsOf(0, 10));
  await log.ledger.flushTiles();
  await log.append(draftsOf(10, 3));
  const { keys, layout, store, wal } = await contextOf(dir);
  const context = { store, wal, log: keys, outside: null };
  assert.deepEqual((await verifyDirectory(context)).findings, []);
  const path = join(layout.wal, '0000000000000000.wal');
  const blocks = [];
  for await (const part of readSegment(wal, path)) {
    assert.ok('block' in part);
    blocks.push(part);
  }
  const { block } = blocks.at(-1)!;
  const entries = [10, 11, 12].map((index) => ({
    leaf: block.leafText(index).replace('"info"', '"high"'),
    record: block.recordText(index),
    digest: block.digest(index),
  }));
  const body = bodyOf(10, entries).bytes();
  const frame = encodeFrame(body, store.cipher, placeOf(wal, path));
  const kept = (await readFile(path)).subarray(0, blocks.at(-2)!.end);
  await writeFile(path, Buffer.concat([kept, frame]));
  const { findings } = await verifyDirectory(context);
  assert.deepEqual(
    findings.map(({ what }) => what),
    ['root differs'],
  );
  assert.match(findings[0]!.where, /size 13 \(state\/checkpoint\)/);
  await log.close();
  await assert.rejects(log.open(), { code: 'root_differs' });
});

/** What a verification beside a running server is given. */
async function contextOf(dir: string) {
  const options = optionsFor(dir);
  const { fs, random } = options;
  const layout = layoutOf(options.dir);
  const root = layout.root;
  const keys = await openKeys({
    fs,
    root,
    dir: layout.keys,
    random,
    origin: undefined,
    must_exist: true,
  });
  const cipher = createCipher(keys.data_key, random);
  const store = { fs, layout, cipher, origin: keys.origin };
  const wal = { ...store, dir: layout.wal, segment_entries: 1, segment_bytes: 1 };
  return { keys, layout, store, wal };
}
