// The files door over a real ledger and real files, for tests.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerAppend } from '../../ingest/index.ts';
import { systemClock } from '../../lib/clock.ts';
import type { LogEntry } from '../../lib/entry.ts';
import { createLimits } from '../../lib/limits.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createMetrics, type Metrics } from '../../lib/metrics.ts';
import { linux } from '../../sources/linux/index.ts';
import { openBench, type Bench } from '../testing.ts';
import { createFilesDoor, type FilesDoor } from './index.ts';

type TestLike = { after(done: () => Promise<void>): void };

export interface FilesBench {
  bench: Bench;
  /** The one root, with files of the source `hosts`. */
  folder: string;
  /** A folder beside the root. */
  outside: string;
  /** Sets the source's path below the folder, and begins. */
  follow: (pattern: string) => Promise<void>;
  stop: () => Promise<void>;
  restart: () => Promise<void>;
  pause: (paused: boolean) => Promise<void>;
  /** Loses all cursors. */
  forget: () => Promise<void>;
  /** Events in log order, once there are so many. */
  events: (count: number) => Promise<LogEntry['event'][]>;
  /** Their actors' names. */
  users: (count: number) => Promise<string[]>;
  /** Waits until so many duplicates were counted. */
  duplicates: (count: number) => Promise<void>;
  /** Time for several looks. */
  settled: () => Promise<void>;
  metrics: () => Promise<string>;
}

const source = {
  id: 'src_hosts',
  type: 'linux',
  name: 'hosts',
  created: '2026-11-19T08:15:02.000Z',
  paused: false,
  settings: {},
  secrets: ['the secret of hosts'],
};

const quick = { 'files.poll_ms': 20, 'files.quiet_ms': 200, 'files.linger_ms': 200 };

function doorOver(
  { intake, store }: Bench,
  folder: string,
  metrics: Metrics,
  limits: Record<string, number>,
): FilesDoor {
  return createFilesDoor({
    roots: [folder],
    intake,
    sources: async () => (await store.sources.list()).filter(({ type }) => type === 'linux'),
    cursors: store.cursors,
    wholeLines: (_type, lines, settings) => linux.wholeLines?.(lines, settings) ?? lines.length,
    clock: systemClock,
    limits: createLimits(limits, metrics),
    metrics,
    logger: silentLogger(),
  });
}

export async function openFiles(
  t: TestLike,
  changes: {
    limits?: Record<string, number>;
    append?: (ledger: LedgerAppend) => LedgerAppend;
  } = {},
): Promise<FilesBench> {
  const { append } = changes;
  const bench = await openBench(t, append === undefined ? {} : { append });
  const { store, intake, home } = bench;
  const folder = join(home.folder, 'files');
  const outside = join(home.folder, 'outside');
  await mkdir(folder);
  await mkdir(outside);
  await store.sources.insert(source);
  const metrics = createMetrics();
  let door: FilesDoor | undefined;
  const start = async () => {
    door = doorOver(bench, folder, metrics, { ...quick, ...changes.limits });
    await door.changed();
  };
  const stop = async () => {
    await door?.close();
  };
  home.stops.unshift(stop);
  const change = async (change: object) => {
    const before = (await store.sources.byName('hosts')) ?? source;
    await store.sources.update({ ...before, ...change });
    await intake.changed('hosts');
    await door?.changed();
  };
  const events = eventsOf(bench);
  return {
    bench,
    folder,
    outside,
    async follow(pattern) {
      await change({ settings: { path: join(folder, pattern) } });
      await start();
    },
    stop,
    async restart() {
      await stop();
      await start();
    },
    pause: (paused) => change({ paused }),
    async forget() {
      await stop();
      for (const { name } of await store.cursors.list(source.id)) {
        await store.cursors.remove(source.id, name);
      }
    },
    events,
    users: async (count) => (await events(count)).map(({ actor }) => actor.name ?? ''),
    async duplicates(count) {
      for (let tries = 0; tries < 400 && intake.health('hosts').duplicates < count; tries++) {
        await sleep(25);
      }
    },
    settled: () => sleep(500),
    metrics: () => metrics.text(),
  };
}

function eventsOf(bench: Bench): FilesBench['events'] {
  const all = async () =>
    (await bench.entries())
      .map(({ event }) => event)
      .filter(({ source: { name } }) => name === 'hosts');
  return async (count) => {
    let found = await all();
    for (let tries = 0; tries < 400 && found.length < count; tries++) {
      await sleep(25);
      found = await all();
    }
    return found;
  };
}
