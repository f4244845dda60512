import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createClient } from '@acta/sdk';
import { sendSpooled, spool, spooled, spoolFolder, type SpooledRecord } from './spool.ts';

const record = (n: number): SpooledRecord => ({
  v: 1,
  created: `2026-11-20T10:00:0${n}.000Z`,
  idempotency_key: `key-${n}`,
  events: [{ action: 'step.completed', actor: { id: 'ada' }, target: { name: `step-${n}` } }],
});

async function folderOf(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'acta-spool-'));
  t.after(() => rm(dir, { recursive: true }));
  return join(dir, 'spool');
}

/** A server that answers each request with the next status. */
async function serve(t: TestContext, statuses: number[]) {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    const status = statuses.shift() ?? 200;
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      const ok = { accepted: 1, duplicates: 0, rejected: [], receipts: [] };
      response.end(JSON.stringify(status === 200 ? ok : { code: 'x', detail: 'no' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { client: createClient({ url, retries: 0 }), keys };
}

test('a record is a file of its own that only its owner reads', async (t) => {
  const folder = await folderOf(t);
  const path = await spool(folder, record(1));
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.equal((await spooled(folder)).length, 1);
});

test('records go out oldest first under their first key, and leave when they were taken', async (t) => {
  const folder = await folderOf(t);
  for (const n of [2, 1, 3]) await spool(folder, record(n));
  const { client, keys } = await serve(t, []);
  assert.deepEqual(await sendSpooled(folder, client), {
    sent: 3,
    waiting: 0,
    refused: 0,
    error: null,
  });
  assert.deepEqual(keys, ['key-1', 'key-2', 'key-3']);
  assert.deepEqual(await readdir(folder), []);
});

test('what the server can not take now waits; what it never takes is put aside', async (t) => {
  const folder = await folderOf(t);
  for (const n of [1, 2, 3]) await spool(folder, record(n));
  const { client } = await serve(t, [400, 200, 503]);
  const result = await sendSpooled(folder, client);
  assert.deepEqual([result.sent, result.refused, result.waiting], [1, 1, 1]);
  assert.match(String(result.error), /no/);
  const names = await readdir(folder);
  assert.equal(names.filter((name) => name.endsWith('.refused')).length, 1);
  assert.equal((await spooled(folder)).length, 1);
});

test('a wrong key keeps all records: another key may be given', async (t) => {
  const folder = await folderOf(t);
  await spool(folder, record(1));
  const { client } = await serve(t, [401]);
  assert.equal((await sendSpooled(folder, client)).waiting, 1);
});

test('the spool stands under the state folder, or where it is told to', () => {
  assert.equal(spoolFolder({ HOME: '/h' }), '/h/.local/state/acta/spool');
  assert.equal(spoolFolder({ HOME: '/h', XDG_STATE_HOME: '/s' }), '/s/acta/spool');
  assert.equal(spoolFolder({ ACTA_SPOOL: '/x' }), '/x');
});
