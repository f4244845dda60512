import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openDatabase, type Database } from '../database.ts';
import { startEmbeddedEngine } from '../engine-embedded/index.ts';
import type { EngineHandle } from '../engine.ts';
import { writeEventRow } from '../rows/event-row.ts';
import { RowBinaryWriter } from '../rows/row-binary.ts';
import { prepareTables } from '../schema/prepare.ts';
import { EVENTS } from '../schema/tables.ts';
import { plainEntries } from '../testing.ts';
import { createMerges, type Merges } from './merges.ts';

const ROWS = 40;
const MOST = 24;
let dir: string;
let engine: EngineHandle;
let database: Database;
let next = 0;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'acta-merges-'));
  engine = await startEmbeddedEngine({ dir });
  database = openDatabase(engine);
  await prepareTables(database, null);
});
after(async () => {
  await database.close();
  await engine.stop();
  await rm(dir, { recursive: true, force: true });
});

async function insert(merges: Merges, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const writer = new RowBinaryWriter(1024);
    for (const entry of plainEntries(ROWS)) writeEventRow(writer, { ...entry, index: next++ });
    await database.insert(EVENTS, writer.take(), {});
    merges.inserted(ROWS);
    await merges.settled();
  }
}

async function parts(): Promise<number> {
  const rows = await database.rows<[string]>(
    `SELECT count() FROM system.parts WHERE active AND table = '${EVENTS}'`,
  );
  return Number(rows[0]![0]);
}

async function partsBelow(most: number): Promise<void> {
  while ((await parts()) >= most) await new Promise((resolve) => setTimeout(resolve, 50));
}

const bounds = { many_rows: ROWS, most_parts: MOST, few_parts: 4 };

test('while much comes in no part is merged, up to a bound; then all are, wider', async () => {
  const merges = createMerges(database, undefined, { ...bounds, calm_ms: 3_600_000 });
  await insert(merges, MOST - 1);
  assert.equal(await parts(), MOST - 1);
  await insert(merges, 1);
  await partsBelow(4);
  await merges.close();
});

test('few rows hold nothing up, and merging goes on once it is calm', async () => {
  const merges = createMerges(database, undefined, { ...bounds, calm_ms: 1 });
  const before_them = await parts();
  merges.inserted(ROWS - 1);
  await insert(merges, 12);
  await partsBelow(before_them + 12);
  await merges.close();
});

test('merging goes on in the end, also where the engine’s answers got lost', async () => {
  for (const lost of ['STOP', 'START']) {
    const table = { merges: true };
    let left = 2;
    const merges = createMerges(
      {
        rows: async () => [],
        async command(sql) {
          if (!sql.includes(lost) || left === 0) table.merges = sql.includes('START');
          else {
            left -= 1;
            table.merges = false;
            throw new Error('The connection is gone.');
          }
        },
      },
      undefined,
      { ...bounds, calm_ms: 1 },
    );
    merges.inserted(ROWS);
    await merges.settled();
    assert.equal(table.merges, false);
    const late_ms = performance.now() + 2_000;
    while (!table.merges && performance.now() < late_ms) await new Promise(setImmediate);
    assert.ok(table.merges, lost);
    await merges.close();
  }
});
