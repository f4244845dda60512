// What is written is read by a reader that we did not write: ClickHouse's.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { LoggedEvent } from '@acta/sdk';
import { loadEngine, type NativeConnection } from '../../index/engine-embedded/native.ts';
import { sampleEntries } from '../../index/testing.ts';
import { parquetFile } from './parquet.ts';
import { thriftBytes, i32, i64, list, text } from './thrift.ts';

const dir = mkdtempSync(join(tmpdir(), 'acta-parquet-'));
const engine = loadEngine();
let connection: NativeConnection;

before(() => {
  connection = engine.CreateConnection('', []);
});
after(() => {
  engine.CloseConnection(connection);
  rmSync(dir, { recursive: true, force: true });
});

async function written(events: readonly LoggedEvent[], perPage = 1_000): Promise<string> {
  async function* pages() {
    for (let at = 0; at < events.length; at += perPage) {
      yield { events: events.slice(at, at + perPage), through_index: events.length };
    }
  }
  const parts: Uint8Array[] = [];
  for await (const part of parquetFile(pages(), '0.1.0')) parts.push(part);
  const path = join(dir, `${events.length}.parquet`);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

async function ask<Row>(sql: string): Promise<Row[]> {
  const { bytes } = await engine.QueryAsyncConnection(connection, sql, 'JSONEachRow');
  const lines = bytes.toString().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Row);
}

const entries = sampleEntries(3_000, 11);
const sample = (at: number): LoggedEvent => ({ ...entries[at % entries.length]!.event, index: at });

test('another reader finds every row with its values, over several row groups', async () => {
  const events = Array.from({ length: 45_000 }, (_, at) => sample(at));
  const path = await written(events);
  const [sums] = await ask<Record<string, string>>(
    `SELECT toString(count()) AS rows, toString(sum("index")) AS sum, toString(countIf(ip IS NULL)) AS none
     FROM file('${path}', Parquet)`,
  );
  assert.deepEqual(sums, {
    rows: '45000',
    sum: String((45_000 * 44_999) / 2),
    none: String(events.filter(({ context }) => !context?.ip).length),
  });
  const rows = await ask<Record<string, string | null>>(
    `SELECT id, toString(time) AS time, action, outcome, actor_name, target_id, changes, labels
     FROM file('${path}', Parquet) ORDER BY "index" LIMIT 300`,
  );
  for (const [at, row] of rows.entries()) {
    const event = events[at]!;
    const { id, action, outcome, actor, target, changes, labels } = event;
    assert.deepEqual([row['id'], row['action'], row['outcome']], [id, action, outcome]);
    assert.equal(row['time'], event.time.replace('T', ' ').replace('Z', ''));
    assert.equal(row['actor_name'], actor.name?.toWellFormed() || null);
    assert.equal(row['target_id'], target.id.toWellFormed() || null);
    assert.equal(row['changes'], changes ? JSON.stringify(changes) : null);
    assert.equal(row['labels'], labels ? JSON.stringify(labels) : null);
  }
});

test('its columns have types: numbers, times, texts', async () => {
  const path = await written(
    Array.from({ length: 10 }, (_, at) => sample(at)),
    3,
  );
  const columns = await ask<{ name: string; type: string }>(
    `DESCRIBE TABLE file('${path}', Parquet)`,
  );
  const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  assert.equal(types['index'], 'Nullable(Int64)');
  assert.match(types['time'] ?? '', /^Nullable\(DateTime64\(3/);
  assert.equal(types['actor_name'], 'Nullable(String)');
});

test('nothing found is a table without rows', async () => {
  const path = await written([]);
  const rows = await ask<{ rows: number }>(`SELECT count() AS rows FROM file('${path}', Parquet)`);
  assert.equal(Number(rows[0]?.rows), 0);
});

test('thrift: ids by their distance, numbers in zigzag, long lists with their length', () => {
  assert.equal(
    thriftBytes([
      [1, i32(1)],
      [3, i64(-1)],
      [4, text('é')],
    ]).toString('hex'),
    '150226011802c3a900',
  );
  const many = list(Array.from({ length: 15 }, () => i32(0)));
  assert.equal(thriftBytes([[1, many]]).toString('hex'), `19f50f${'00'.repeat(15)}00`);
  assert.equal(thriftBytes([[1, i64(2 ** 40)]]).toString('hex'), '1680808080804000');
});
