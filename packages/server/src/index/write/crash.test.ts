// Every entry exactly once, whatever dies when: the engine under insertions, or the process that
// follows the log.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createMetrics } from '../../lib/metrics.ts';
import { createLimits } from '../../lib/limits.ts';
import { type EventIndex, openIndex } from '../index.ts';
import { engineCommand, memoryLog, plainEntries } from '../testing.ts';

const SMALL_BLOCKS = { 'index.block_rows': 50, 'index.block_wait_ms': 5 };

async function counts(index: EventIndex): Promise<string> {
  const sql = 'SELECT count(), uniqExact(`index`), max(`index`) + 1 FROM acta_events';
  return (await engineCommand(await index.engine(), sql)).trim();
}

interface Place {
  dir: string;
  open(): Promise<EventIndex>;
}

/** A folder for an index; both go with the test. */
function place(t: TestContext): Place {
  const dir = mkdtempSync(join(tmpdir(), 'acta-index-'));
  const opened: EventIndex[] = [];
  t.after(async () => {
    for (const index of opened) await index.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return {
    dir,
    async open() {
      const limits = createLimits(SMALL_BLOCKS, createMetrics());
      const index = await openIndex({ dir, limits });
      opened.push(index);
      return index;
    },
  };
}

function killIfAlive(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ESRCH');
  }
}

test('the engine is killed again and again under insertions', { timeout: 60_000 }, async (t) => {
  const index = await place(t).open();
  const entries = plainEntries(1500);
  const log = memoryLog();
  index.follow(log);
  for (let at = 0; at < entries.length; at += 500) {
    log.commit(entries.slice(at, at + 500));
    await new Promise((resolve) => setTimeout(resolve, 60));
    killIfAlive(index.enginePid());
  }
  await index.flush();
  assert.equal(await counts(index), '1500\t1500\t1500');
});

test('the follower is killed and goes on where the table ends', { timeout: 60_000 }, async (t) => {
  const here = place(t);
  const folder = JSON.stringify(import.meta.dirname);
  const code = `
    const { openIndex } = await import(${folder} + '/../index.ts');
    const { memoryLog, plainEntries } = await import(${folder} + '/../testing.ts');
    const { createLimits } = await import(${folder} + '/../../lib/limits.ts');
    const { createMetrics } = await import(${folder} + '/../../lib/metrics.ts');
    const limits = createLimits(${JSON.stringify(SMALL_BLOCKS)}, createMetrics());
    const index = await openIndex({ dir: ${JSON.stringify(here.dir)}, limits });
    const log = memoryLog();
    log.commit(plainEntries(2000));
    index.onIndexed((through) => console.log(through));
    index.follow(log);
    setInterval(() => {}, 1000);`;
  for (let round = 1; round <= 2; round += 1) await runUntil(code, round * 700);
  const index = await here.open();
  assert.ok(index.through() >= 1400, String(index.through()));
  const log = memoryLog();
  log.commit(plainEntries(2000));
  index.follow(log);
  while (index.through() < 2000) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(await counts(index), '2000\t2000\t2000');
});

/** Runs a follower and kills it once it has indexed so far. */
async function runUntil(code: string, through: number): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const reached = chunk.toString().trim().split('\n').map(Number);
      if (reached.some((at) => at >= through)) child.kill('SIGKILL');
    });
    child.once('exit', () => resolve());
  });
}
