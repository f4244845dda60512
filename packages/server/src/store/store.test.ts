import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createCipher } from '../lib/cipher.ts';
import { createRandom } from '../lib/random.ts';
import { openStore } from './index.ts';
import { migrate } from './migrate.ts';
import { kyselyOver, openSqlite, unflushed } from './sqlite.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const LATER = '2026-11-20T10:00:00.000Z';
const cipher = createCipher(new Uint8Array(32).fill(7), createRandom());
const memory = () => openStore({ file: ':memory:', cipher, now: NOW });

test('a store on disk keeps what it was given over a restart, flushed on every commit', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'acta-store-'));
  try {
    const file = join(dir, 'control.db');
    const first = openStore({ file, cipher, now: NOW });
    for (const name of readdirSync(dir)) {
      assert.equal(statSync(join(dir, name)).mode & 0o777, 0o600, `${name} is its owner's alone`);
    }
    await first.settings.set('origin', { name: 'a' }, NOW);
    await first.settings.set('origin', { name: 'b' }, LATER);
    await first.close();
    const second = openStore({ file, cipher, now: LATER });
    assert.deepEqual(await second.settings.get('origin'), { name: 'b' });
    assert.equal(await second.settings.get('unknown'), undefined);
    await second.close();
    const raw = openSqlite(file);
    assert.equal(raw.prepare('PRAGMA journal_mode').get()?.['journal_mode'], 'wal');
    assert.equal(raw.prepare('PRAGMA synchronous').get()?.['synchronous'], 2);
    raw.close();
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('a database of a newer shape is refused, a failing migration leaves nothing', () => {
  const database = openSqlite(':memory:');
  migrate(database, NOW, [{ number: 1, name: 'one', sql: 'CREATE TABLE one (a) ' }]);
  const broken = { number: 2, name: 'broken', sql: 'CREATE TABLE two (a); CREATE TABLE one (a);' };
  assert.throws(() => migrate(database, NOW, [broken]), /migration 2 \(broken\)/);
  const two = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'two'").get();
  assert.equal(two, undefined);
  migrate(database, NOW, [{ number: 999, name: 'later', sql: 'SELECT 1' }]);
  assert.throws(() => migrate(database, NOW), /newer Acta/);
});

test('the secrets of a source are sealed to their row and their key', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'acta-store-'));
  try {
    const file = join(dir, 'control.db');
    const store = openStore({ file, cipher, now: NOW });
    const parts = { type: 'github', created: NOW, paused: false, settings: {} };
    await store.sources.insert({ ...parts, id: 'src_1', name: 'a', secrets: ['hush-hush'] });
    await store.sources.insert({ ...parts, id: 'src_2', name: 'b', secrets: ['other'] });
    await store.close();
    const raw = openSqlite(file);
    const row = raw.prepare("SELECT secrets FROM sources WHERE id = 'src_1'").get();
    assert.equal(Buffer.from(row?.['secrets'] as Uint8Array).includes('hush'), false);
    raw.exec("UPDATE sources SET secrets = (SELECT secrets FROM sources WHERE id = 'src_1')");
    raw.close();
    const moved = openStore({ file, cipher, now: NOW });
    assert.deepEqual((await moved.sources.byName('a'))?.secrets, ['hush-hush']);
    await assert.rejects(moved.sources.byName('b'));
    await moved.close();
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('sources: a name is taken once; settings, secrets and health come back', async () => {
  const store = memory();
  const source = {
    id: 'src_1',
    type: 'github',
    name: 'acme',
    created: NOW,
    paused: false,
    settings: { org: 'acme' },
    secrets: ['s3cret'],
  };
  assert.equal(await store.sources.insert(source), true);
  assert.equal(await store.sources.insert({ ...source, id: 'src_2' }), false);
  assert.deepEqual(await store.sources.byName('acme'), source);
  assert.equal(await store.sources.byName('other'), null);
  await store.sources.update({ ...source, paused: true });
  assert.equal((await store.sources.list())[0]?.paused, true);
  assert.equal(await store.sources.health('src_1'), null);
  await store.sources.saveHealth('src_1', { events: 1 });
  await store.sources.saveHealth('src_1', { events: 2 });
  assert.deepEqual(await store.sources.health('src_1'), { events: 2 });
  await store.sources.remove('src_1');
  assert.equal(await store.sources.health('src_1'), null);
  await store.close();
});

const keyRecord = {
  id: 'k1',
  name: 'ci',
  role: 'collector',
  scope: null,
  source: 'acme',
  masks: ['raw'],
  hash: new Uint8Array(32).fill(1),
  created: NOW,
  created_by: 'admin',
  expires: null,
  last_used: null,
  revoked: null,
};

test('keys: revoking a key ends its sessions', async () => {
  const store = memory();
  await store.keys.insert(keyRecord);
  const session = {
    hash: new Uint8Array([1]),
    principal: '{}',
    created: NOW,
    seen: NOW,
    ends: LATER,
  };
  await store.sessions.insert({ ...session, key: 'k1' });
  await store.keys.touch(new Map([['k1', LATER]]));
  assert.deepEqual(await store.keys.all(), [{ ...keyRecord, last_used: LATER }]);
  await store.keys.revoke('k1', LATER);
  assert.equal((await store.keys.all())[0]?.revoked, LATER);
  assert.equal(await store.sessions.byHash(new Uint8Array([1])), null);
  await store.close();
});

test('a sign-in link is taken once and not after its end', async () => {
  const store = memory();
  const hash = new Uint8Array([2]);
  await store.sessions.insertLink({
    hash,
    name: 'admin',
    role: 'admin',
    created: NOW,
    ends: LATER,
  });
  const answers = await Promise.all([
    store.sessions.takeLink(hash, NOW),
    store.sessions.takeLink(hash, NOW),
  ]);
  assert.equal(answers.filter((answer) => answer !== null).length, 1);
  const late = new Uint8Array([3]);
  await store.sessions.insertLink({
    hash: late,
    name: 'a',
    role: 'admin',
    created: NOW,
    ends: NOW,
  });
  assert.equal(await store.sessions.takeLink(late, NOW), null);
  await store.close();
});

test('sessions that ended or idled are swept', async () => {
  const store = memory();
  const session = { principal: '{}', key: null, created: NOW, seen: NOW, ends: LATER };
  for (const n of [1, 2]) await store.sessions.insert({ ...session, hash: new Uint8Array([n]) });
  await store.sessions.touch(new Uint8Array([2]), LATER);
  await store.sessions.sweep(NOW, LATER);
  assert.equal(await store.sessions.byHash(new Uint8Array([1])), null);
  assert.equal((await store.sessions.byHash(new Uint8Array([2])))?.seen, LATER);
  await store.sessions.remove(new Uint8Array([2]));
  assert.equal(await store.sessions.byHash(new Uint8Array([2])), null);
  await store.close();
});

test('quarantine: listed newest first by page, moved once, counted while held', async () => {
  const store = memory();
  for (const n of [1, 2, 3]) {
    await store.quarantine.insert({
      id: `q${n}`,
      source: n === 3 ? 'other' : 'acme',
      received: NOW,
      reason: 'unparsable',
      detail: 'no',
      bytes: 10,
      state: 'held',
      headers: { a: 'b' },
      extra: { door: 'webhook' },
    });
  }
  const page = await store.quarantine.list({ limit: 2 });
  assert.deepEqual(
    page.map((item) => item.id),
    ['q3', 'q2'],
  );
  const rest = await store.quarantine.list({ limit: 2, before: 'q2' });
  assert.deepEqual(
    rest.map((item) => item.id),
    ['q1'],
  );
  assert.equal((await store.quarantine.list({ source: 'other', limit: 9 })).length, 1);
  assert.deepEqual(await store.quarantine.held(), { items: 3, bytes: 30 });
  assert.equal(await store.quarantine.move('q1', 'replayed'), true);
  assert.equal(await store.quarantine.move('q1', 'discarded'), false);
  assert.equal((await store.quarantine.get('q1'))?.state, 'replayed');
  assert.deepEqual(await store.quarantine.held(), { items: 2, bytes: 20 });
  await store.close();
});

test('exports and verifications are saved, found and listed', async () => {
  const store = memory();
  const job = {
    id: 'x1',
    status: 'queued' as const,
    format: 'csv' as const,
    q: '',
    from: null,
    to: null,
    created: NOW,
    progress: { done: 0, total: null },
    bytes: null,
    digest: null,
  };
  await store.exports.save({ job, created_by: 'admin' });
  await store.exports.save({ job: { ...job, status: 'done' }, created_by: 'admin' });
  assert.equal((await store.exports.get('x1'))?.job.status, 'done');
  assert.equal((await store.exports.list(10, 'other')).length, 0);
  assert.equal((await store.exports.list(10)).length, 1);
  await store.exports.remove('x1');
  assert.equal(await store.exports.get('x1'), null);

  const verification = {
    id: 'v1',
    state: 'running' as const,
    started: NOW,
    finished: null,
    size: 5,
    checked: 0,
    findings: [],
  };
  await store.verifications.save(verification);
  assert.equal(await store.verifications.last(), null);
  await store.verifications.abandon(LATER);
  assert.equal((await store.verifications.last())?.state, 'error');
  const finding = { what: 'tile', where: 'x', expected: 'a', found: 'b' };
  await store.verifications.save({ ...verification, state: 'failed', findings: [finding] });
  assert.deepEqual((await store.verifications.get('v1'))?.findings, [finding]);
  await store.close();
});

test('cursors are set over each other, and go with their source', async () => {
  const store = memory();
  const parts = { type: 'github', created: NOW, paused: false, settings: {}, secrets: ['s'] };
  await store.sources.insert({ ...parts, id: 'src_1', name: 'a' });
  assert.equal(await store.cursors.get('src_1', 'pull:log'), undefined);
  await store.cursors.set('src_1', 'pull:log', { through: 1 }, NOW);
  await store.cursors.set('src_1', 'pull:log', { through: 2 }, LATER);
  await store.cursors.set('src_1', 'file:7', [3], NOW);
  assert.deepEqual(await store.cursors.get('src_1', 'pull:log'), { through: 2 });
  assert.deepEqual(await store.cursors.list('src_1'), [
    { name: 'file:7', cursor: [3], updated: NOW },
    { name: 'pull:log', cursor: { through: 2 }, updated: LATER },
  ]);
  await store.cursors.remove('src_1', 'file:7');
  await store.sources.remove('src_1');
  assert.deepEqual(await store.cursors.list('src_1'), []);
  await store.close();
});

test('credentials of a source are sealed with its secrets; old rows are read', async () => {
  const store = memory();
  const parts = { type: 'github', created: NOW, paused: false, settings: {}, secrets: ['s'] };
  await store.sources.insert({ ...parts, id: 'src_1', name: 'a' });
  await store.sources.insert({ ...parts, id: 'src_2', name: 'b', credentials: { token: 't' } });
  assert.equal((await store.sources.byName('a'))?.credentials, undefined);
  assert.deepEqual((await store.sources.byName('b'))?.credentials, { token: 't' });
  assert.deepEqual((await store.sources.byName('b'))?.secrets, ['s']);
  await store.close();
});

test('what need not be flushed is written all the same, and what comes after it is flushed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'acta-store-'));
  const database = openSqlite(join(dir, 'a.db'));
  const db = kyselyOver<{ a: { n: number } }>(database);
  try {
    database.exec('CREATE TABLE a (n INTEGER PRIMARY KEY) STRICT');
    const flushes = () => Number(Object.values(database.prepare('PRAGMA synchronous').get()!)[0]);
    const seen: number[] = [];
    const insert = (n: number) =>
      unflushed(db, async (one) => {
        seen.push(flushes());
        await one.insertInto('a').values({ n }).execute();
      });
    const beside = db.transaction().execute(async (tx) => {
      seen.push(flushes());
      await tx.insertInto('a').values({ n: 2 }).execute();
    });
    await Promise.all([insert(1), beside]);
    await assert.rejects(insert(1), /UNIQUE/);
    assert.deepEqual([seen.toSorted((a, b) => a - b), flushes()], [[1, 1, 2], 2]);
    assert.equal((await db.selectFrom('a').selectAll().execute()).length, 2);
  } finally {
    await db.destroy();
    rmSync(dir, { recursive: true, force: true });
  }
});
