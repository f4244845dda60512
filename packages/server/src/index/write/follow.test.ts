import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { LogEntry } from '../../lib/entry.ts';
import type { Database } from '../database.ts';
import { writeEventRow } from '../rows/event-row.ts';
import { RowBinaryWriter } from '../rows/row-binary.ts';
import { sampleEntries } from '../testing.ts';
import { type FollowedLog, followLog } from './follow.ts';
import { createWriter } from './writer.ts';

const entries = sampleEntries(400, 9);
const limits = { block_rows: 50, block_bytes: 1e9, block_wait_ms: 4, buffer_bytes: 1e9 };

function rowsOf(some: readonly LogEntry[]): string {
  const rows = new RowBinaryWriter(64);
  for (const entry of some) writeEventRow(rows, entry);
  return rows.take().toString('latin1');
}

const failed = (error: unknown): void => assert.fail(String(error));

/** A log whose entries are sealed well before they are committed. */
function slowLog() {
  let sealed = 0;
  let size = 0;
  const preparations = new Set<Parameters<FollowedLog['prepare']>[0]>();
  const log: FollowedLog = {
    async *entries(from) {
      const to = size;
      await turn();
      for (let at = from; at < to; at += 30) yield entries.slice(at, Math.min(to, at + 30));
    },
    prepare(preparation) {
      preparations.add(preparation);
      return () => preparations.delete(preparation);
    },
    head: () => ({ size }),
  };
  return {
    log,
    seal(count: number) {
      for (; count > 0 && sealed < entries.length; count -= 1, sealed += 1) {
        for (const preparation of preparations) preparation.sealed(entries[sealed]!);
      }
    },
    commit(count: number) {
      const from = size;
      size = Math.min(sealed, size + count);
      const to = size;
      const committed = { from, to, entries: (start = from) => entries.slice(start, to) };
      if (to > from) for (const preparation of preparations) preparation.committed(committed);
    },
    drop() {
      sealed = size;
      for (const preparation of preparations) preparation.dropped(size);
    },
  };
}

test('every entry has its row once, however far sealing runs ahead of commits', async () => {
  const { log, ...does } = slowLog();
  let inserted = '';
  const insert: Database['insert'] = async (_table, bytes) => {
    inserted += bytes.toString('latin1');
    await turn();
  };
  const database = { insert } as Database;
  const writer = createWriter({
    database,
    limits,
    start: 0,
    onInserted() {},
    onRetry: assert.fail,
  });
  does.seal(70);
  does.commit(20);
  const follower = followLog(log, writer, failed);
  for (let round = 0; log.head().size < entries.length; round += 1) {
    does.seal(7 + (round % 5) * 6);
    if (round % 4 === 3) does.drop();
    does.commit(9 + (round % 3) * 8);
    await turn();
  }
  while (writer.through() < entries.length) {
    await writer.flush();
    await turn();
  }
  await follower.stop();
  await writer.close();
  assert.equal(inserted, rowsOf(entries));
});
