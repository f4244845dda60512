// The embedded engine as @clickhouse/client sees it, and its life beside its parent's.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { EngineHandle } from '../engine.ts';
import { type EngineEvent, startEmbeddedEngine } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'acta-engine-'));
const events: EngineEvent[] = [];
let engine: EngineHandle;
let client: ClickHouseClient;

before(async () => {
  chmodSync(dir, 0o755);
  engine = await startEmbeddedEngine({ dir, onEvent: (event) => events.push(event) });
  client = createClient({
    ...(await engine.address()),
    log: { level: ClickHouseLogLevel.OFF },
    compression: { request: true, response: true },
  });
});
after(async () => {
  await client.close();
  await engine.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function rows(query: string, more: object = {}): Promise<unknown> {
  const answer = await client.query({ query, format: 'JSONEachRow', ...more });
  return await answer.json();
}

test('nobody else on the machine may look into its folder', () => {
  assert.equal(statSync(dir).mode & 0o777, 0o700);
});

test('answers pings, queries and parameters of every kind', async () => {
  assert.equal((await client.ping()).success, true);
  assert.deepEqual(await rows('SELECT 1 AS one'), [{ one: 1 }]);
  const query_params = { s: "a'b\\\n\n\tc{x:String}", l: ["q'", '\\', '\n'], n: 5 };
  const sql = 'SELECT {s:String} AS s, {l:Array(String)} AS l, {n:UInt8} AS n';
  assert.deepEqual(await rows(sql, { query_params }), [query_params]);
});

test('settings hold for one request', async () => {
  const sql = "SELECT toUInt32(getSetting('max_block_size')) AS v";
  const [before_] = (await rows(sql)) as { v: number }[];
  const set = { clickhouse_settings: { max_block_size: '77' } };
  assert.deepEqual(await rows(sql, set), [{ v: 77 }]);
  assert.deepEqual(await rows(sql), [before_]);
});

test('parameters of requests at the same time do not meet', async () => {
  const all = Array.from({ length: 60 }, async (_, n) => {
    const query_params = { v: `value ${n}` };
    assert.deepEqual(await rows('SELECT {v:String} AS v', { query_params }), [query_params]);
  });
  await Promise.all(all);
});

test('inserts values, streams and binary data whole', async () => {
  await client.command({
    query: 'CREATE TABLE t (n UInt64, s String) ENGINE = MergeTree ORDER BY n',
  });
  await client.insert({ table: 't', values: [{ n: 1, s: 'x\n\ny;' }], format: 'JSONEachRow' });
  const lines = Readable.from(
    [
      { n: 2, s: '\n\n' },
      { n: 3, s: '' },
    ],
    { objectMode: true },
  );
  await client.insert({ table: 't', values: lines, format: 'JSONEachRow' });
  // 0x0a0a: an empty line to whoever reads the data as text.
  const count = 3000;
  const bytes = Buffer.alloc(count * 9);
  for (let n = 0; n < count; n += 1) bytes.writeBigUInt64LE(BigInt(n + 1000), n * 9);
  const query = 'INSERT INTO t SETTINGS async_insert = 0 FORMAT RowBinary';
  await client.exec({ query, values: Readable.from([bytes], { objectMode: false }) });
  assert.deepEqual(await rows('SELECT count() AS c, max(n) AS m FROM t'), [{ c: 3003, m: 3999 }]);
  assert.deepEqual(await rows('SELECT s FROM t WHERE n < 4 ORDER BY n'), [
    { s: 'x\n\ny;' },
    { s: '\n\n' },
    { s: '' },
  ]);
});

test('errors carry code and type', async () => {
  const failing: [string, string, string][] = [
    ['SELEC 1', '62', 'SYNTAX_ERROR'],
    ['SELECT * FROM nowhere', '60', 'UNKNOWN_TABLE'],
    ['SELECT throwIf(1)', '395', 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO'],
    ['SELECT {missing:String}', '456', 'UNKNOWN_QUERY_PARAMETER'],
  ];
  for (const [query, code, type] of failing) await assert.rejects(rows(query), { code, type });
  await assert.rejects(
    rows('SELECT count() FROM numbers(1e12) WHERE cityHash64(number) = 1', {
      clickhouse_settings: { max_execution_time: 0.2 },
    }),
    { code: '159' },
  );
});

test('nobody gets in without the password', async () => {
  const { url, password } = await engine.address();
  for (const headers of [
    {},
    { 'X-ClickHouse-Key': `${password}x` },
    { Authorization: 'Basic eDp5' },
  ]) {
    const answer = await fetch(`${url}/?query=SELECT+1`, { headers: headers as HeadersInit });
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('x-clickhouse-exception-code'), '516');
    await answer.text();
  }
  assert.match(url, /^http:\/\/127\.0\.0\.1:/);
});

test('comes back after a crash with what was inserted', async () => {
  const before_ = engine.pid()!;
  await client.insert({ table: 't', values: [{ n: 9, s: 'kept' }], format: 'JSONEachRow' });
  const died = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (!events.some((event) => event.what === 'died')) return;
      clearInterval(look);
      resolve();
    }, 5);
  });
  process.kill(before_, 'SIGKILL');
  await died;
  await engine.address();
  assert.notEqual(engine.pid(), before_);
  assert.deepEqual(await rows('SELECT s FROM t WHERE n = 9'), [{ s: 'kept' }]);
});

test('goes when its parent is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'acta-engine-'));
  const file = join(import.meta.dirname, 'index.ts');
  const code = `import { startEmbeddedEngine } from ${JSON.stringify(file)};
    const engine = await startEmbeddedEngine({ dir: ${JSON.stringify(folder)} });
    console.log(engine.pid()); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  parent.kill('SIGKILL');
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  rmSync(folder, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
