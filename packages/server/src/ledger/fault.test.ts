// Every operation on files fails once, or is the last thing that the process did; after a new start
// everything that was answered is there, and sending it all again gives what is missing, once.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AppendReceipt } from '../lib/entry.ts';
import { ActaError } from '../lib/errors.ts';
import type { FileSystem } from '../lib/file-system.ts';
import { nodeFileSystem } from '../lib/node-file-system.ts';
import { faultyFileSystem } from './testing/faulty-file-system.ts';
import type { Fault, FaultKind, FaultyFileSystem } from './testing/faulty-file-system.ts';
import { memoryFileSystem } from './testing/memory-file-system.ts';
import type { MemoryFileSystem } from './testing/memory-file-system.ts';
import { openLedger } from './open.ts';
import { TestLog } from './testing/test-log.ts';
import { draftOf, draftsOf, optionsFor, temporaryFolder } from './testing.ts';

const long = process.env.ACTA_LONG === '1';
/** Small segments, so that the scenario turns one over and lets one go. */
const limits = { 'ledger.wal_segment_events': 100, 'ledger.publish_interval_ms': 3_600_000 };
const STEPS = [0, 1, 255, 300];

/** Answers that came, by the number of their request's first draft. */
type Answered = Map<number, AppendReceipt[]>;

/** Opens, appends in steps, publishes, closes. */
async function play(dir: string, fs: FaultyFileSystem, answered: Answered): Promise<void> {
  const ledger = await openLedger(optionsFor(dir, { fs, limits, fatal: () => fs.kill() }));
  for (let step = 1; step < STEPS.length; step += 1) {
    const from = STEPS[step - 1]!;
    try {
      answered.set(from, await ledger.append(draftsOf(from, STEPS[step]! - from)));
    } catch (error) {
      assert.ok(error instanceof ActaError, String(error));
    }
    await ledger.flushTiles().catch(() => undefined);
  }
  await ledger.close();
}

/** Plays until the end, or until the process would have ended. */
async function playWithFault(dir: string, fault: Fault | null) {
  const memory = memoryFileSystem();
  const fs = faultyFileSystem(memory, fault);
  const answered: Answered = new Map();
  await mkdir(join(dir, 'data/state'), { recursive: true });
  const played = play(dir, fs, answered).catch((error: unknown) => {
    assert.ok(error instanceof Error, String(error));
  });
  await Promise.race([played, fs.dead]);
  return { memory, fs, answered };
}

/** A new process, in a folder of its own because the old one may still hold the lock. */
async function checkAfter(dir: string, from: string, memory: FileSystem, answered: Answered) {
  await mkdir(join(dir, 'data/state'), { recursive: true });
  const log = new TestLog(dir);
  await log.open({ limits, fs: movedFileSystem(memory, dir, from) });
  for (const [first, receipts] of answered) {
    receipts.forEach((receipt, place) => log.acknowledge(receipt, draftOf(first + place)));
  }
  await log.append(draftsOf(0, STEPS.at(-1)!));
  assert.equal(log.ledger.head().size, STEPS.at(-1), 'every draft is there once');
  await log.check();
  await log.close();
}

/** Shows the files of one folder under the name of another. */
function movedFileSystem(fs: FileSystem, to: string, from: string): FileSystem {
  const real = (path: string): string =>
    path.startsWith(to) ? from + path.slice(to.length) : path;
  return {
    open: (path, mode, permissions) => fs.open(real(path), mode, permissions),
    readFile: (path) => fs.readFile(real(path)),
    rename: (a, b) => fs.rename(real(a), real(b)),
    unlink: (path) => fs.unlink(real(path)),
    mkdir: (path, permissions) => fs.mkdir(real(path), permissions),
    readdir: (path) => fs.readdir(real(path)),
    syncDirectory: (path) => fs.syncDirectory(real(path)),
  };
}

async function everyFault(
  dir: string,
  kinds: readonly FaultKind[],
  after: (memory: MemoryFileSystem) => FileSystem,
): Promise<void> {
  const clean = await playWithFault(join(dir, 'clean'), null);
  const { operations } = clean.fs;
  assert.equal(clean.answered.size, STEPS.length - 1);
  for (const name of ['write', 'datasync', 'sync', 'rename', 'open', 'mkdir', 'unlink']) {
    assert.ok(
      operations.some((each) => each.startsWith(name)),
      name,
    );
  }
  for (let at = 0; at < operations.length; at += 1) {
    for (const kind of long ? kinds : [kinds[at % kinds.length]!]) {
      const place = join(dir, `${at}-${kind.replace(' ', '-')}`);
      const { memory, answered } = await playWithFault(place, { at, kind });
      try {
        await checkAfter(`${place}-again`, place, after(memory), answered);
      } catch (error) {
        const operation = operations[at]!.replace(dir, '');
        throw new Error(`after operation ${at}, ${operation}, ${kind}`, { cause: error });
      }
    }
  }
}

test('every file operation failing or dying once loses nothing that was answered', async (t) => {
  const kinds = ['fails', 'dies after', 'lies', 'dies before'] as const;
  await everyFault(await temporaryFolder(t), kinds, (memory) => memory.afterKill());
});

test('nor does a power cut after any file operation', async (t) => {
  const kinds = ['dies after', 'fails'] as const;
  await everyFault(await temporaryFolder(t), kinds, (memory) => memory.afterPowerCut());
});

test('a full disk refuses what it can not keep, says so, and goes on when there is space', async (t) => {
  const dir = await temporaryFolder(t);
  const real = nodeFileSystem();
  let full = false;
  const enospc = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const fatal: Error[] = [];
  const log = new TestLog(dir);
  await log.open({
    limits,
    fatal: (error) => fatal.push(error),
    fs: {
      ...real,
      async open(path, mode, permissions) {
        const file = await real.open(path, mode, permissions);
        return {
          ...file,
          async write(bytes, position) {
            if (!full) return file.write(bytes, position);
            await file.write(bytes.subarray(0, Math.floor(bytes.length / 2)), position);
            throw enospc;
          },
        };
      },
    },
  });
  const prepared: number[] = [];
  log.ledger.prepare({
    sealed: ({ index }) => prepared.push(index),
    committed: ({ to }) => assert.ok(prepared.length >= to),
    dropped: (from) => prepared.splice(from),
  });
  await log.append(draftsOf(0, 150));
  full = true;
  const refused = (error: unknown) =>
    error instanceof ActaError && error.code === 'disk_full' && error.status === 503;
  await assert.rejects(log.ledger.append(draftsOf(150, 100)), refused);
  await assert.rejects(
    Promise.all([log.ledger.append(draftsOf(150, 3)), log.ledger.append(draftsOf(153, 3))]),
    refused,
  );
  assert.equal(log.ledger.head().size, 150);
  full = false;
  await log.append(draftsOf(150, 100));
  full = true;
  await assert.rejects(log.ledger.append(draftsOf(250, 1)), refused);
  full = false;
  await log.append(draftsOf(0, 300));
  assert.equal(log.ledger.head().size, 300);
  assert.deepEqual(
    prepared,
    Array.from({ length: 300 }, (_, index) => index),
  );
  assert.deepEqual(fatal, []);
  await log.check();
  await log.close();
  await log.open({ limits });
  await log.check();
  await log.close();
});

test('a failed fsync ends the process and answers nobody', async (t) => {
  const dir = await temporaryFolder(t);
  const real = nodeFileSystem();
  let failing = false;
  const fatal: Error[] = [];
  const log = new TestLog(dir);
  await log.open({
    fatal: (error) => fatal.push(error),
    fs: {
      ...real,
      async open(path, mode, permissions) {
        const file = await real.open(path, mode, permissions);
        const eio = Object.assign(new Error('EIO'), { code: 'EIO' });
        return { ...file, datasync: () => (failing ? Promise.reject(eio) : file.datasync()) };
      },
    },
  });
  await log.append([draftOf(0)]);
  failing = true;
  await assert.rejects(log.ledger.append([draftOf(1)]), { code: 'ledger_stopped' });
  assert.equal(fatal[0]?.name, 'SyncError');
  failing = false;
  await assert.rejects(log.ledger.append([draftOf(2)]), { code: 'ledger_stopped' });
  await log.close();
  await log.open();
  await log.append([draftOf(1)]);
  await log.check();
  await log.close();
});
