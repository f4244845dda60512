// Real system calls fail, or are the process's last, by strace's injection (after Tessera): after
// each, a new start has everything that was answered. One thread does all file work, so that calls
// can be counted. Needs Debian's strace.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { TestLog } from '../../packages/server/src/ledger/testing/test-log.ts';
import { draftOf, draftsOf } from '../../packages/server/src/ledger/testing.ts';

const WRITER = join(import.meta.dirname, 'strace-writer.ts');
const CALLS = ['fdatasync', 'fsync', 'rename', 'pwrite64', 'openat'] as const;
const ERROR = {
  fdatasync: 'EIO',
  fsync: 'EIO',
  rename: 'EIO',
  pwrite64: 'ENOSPC',
  openat: 'EMFILE',
};
/** Each of the rare calls fails once, of the others one in some. */
const STRIDE = { fdatasync: 1, fsync: 3, rename: 3, pwrite64: 4, openat: 7 };
const DRAFTS = 263;

function run(dir: string, options: string[]) {
  const traced = ['-f', '-qq', ...options, process.execPath, WRITER, dir];
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
  const result = spawnSync('strace', traced, { encoding: 'utf8', env, timeout: 60_000 });
  assert.ok(!result.error, `strace runs: ${String(result.error)}`);
  return result;
}

/** Calls of each kind by the thread that makes most of them: `when=` counts in each thread. */
async function countCalls(dir: string): Promise<Record<string, number>> {
  const trace = join(dir, 'trace');
  const { status, stderr } = run(dir, ['-o', trace, '-e', `trace=${CALLS.join(',')}`]);
  assert.equal(status, 0, stderr);
  const lines = (await readFile(trace, 'utf8')).split('\n');
  const most = (call: string): number => {
    const threads = new Map<string, number>();
    for (const line of lines.filter((each) => each.includes(` ${call}(`))) {
      const thread = line.split(' ')[0]!;
      threads.set(thread, (threads.get(thread) ?? 0) + 1);
    }
    return Math.max(0, ...threads.values());
  };
  return Object.fromEntries(CALLS.map((call) => [call, most(call)]));
}

async function checkAfter(dir: string, output: string, what: string): Promise<void> {
  const log = new TestLog(dir);
  try {
    await log.open();
    for (const line of output.split('\n').slice(0, -1)) {
      const [from, receipts] = line.split(' ');
      receipts!.split(',').forEach((receipt, place) => {
        const [index, id] = receipt.split(':');
        log.acknowledge({ index: Number(index), id: id! }, draftOf(Number(from) + place));
      });
    }
    await log.append(draftsOf(0, DRAFTS));
    assert.equal(log.ledger.head().size, DRAFTS, 'every draft is there once');
    await log.check();
  } catch (error) {
    throw new Error(`after ${what}`, { cause: error });
  } finally {
    await log.close();
  }
}

for (const call of CALLS) {
  test(`${call}: each failing, and each the last thing done, loses nothing answered`, async (t) => {
    const dir = await mkdtemp(join(tmpdir(), 'acta-strace-'));
    t.after(() => rm(dir, { recursive: true }));
    const counts = await countCalls(dir);
    const count = counts[call]!;
    assert.ok(count > 0, `${call} is used`);
    for (let when = 1; when <= count; when += STRIDE[call]) {
      for (const how of [`error=${ERROR[call]}`, 'signal=KILL']) {
        const place = join(dir, `${when}-${how}`);
        const { stdout, status, signal } = run(place, [
          '-o',
          '/dev/null',
          '-e',
          `inject=${call}:${how}:when=${when}`,
        ]);
        if (how === 'signal=KILL') assert.ok(status !== 0 || signal, 'the process was killed');
        if (how === 'error=EIO' && call === 'fdatasync') assert.equal(status, 3, 'it ends');
        await checkAfter(place, stdout, `${call} ${when} of ${count}, ${how}`);
        await rm(place, { recursive: true });
      }
    }
  });
}
