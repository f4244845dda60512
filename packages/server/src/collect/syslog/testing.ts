// The syslog door over a real ledger and real sockets, for tests.
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { createAudit } from '../../ingest/index.ts';
import type { LedgerAppend } from '../../ingest/index.ts';
import { createLimits } from '../../lib/limits.ts';
import type { LogEntry } from '../../lib/entry.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { createRandom } from '../../lib/random.ts';
import { openBench, type Bench } from '../testing.ts';
import { createSyslogDoor, type Listening, type SyslogDoor, type SyslogSettings } from './index.ts';

type TestLike = { after(done: () => Promise<void>): void };

export interface NewSource {
  type?: string;
  settings?: Record<string, string>;
  secret?: string;
}

export interface DoorBench {
  bench: Bench;
  door: SyslogDoor;
  port: (kind: Listening['door']) => number;
  addSource: (name: string, source: NewSource) => Promise<void>;
  /** Text of `/metrics`. */
  metrics: () => Promise<string>;
  /** What the door recorded for a source, once there are so many. */
  events: (source: string, count: number) => Promise<LogEntry['event'][]>;
  /** Acta's own events with an action, once there are so many. */
  told: (action: string, count: number) => Promise<LogEntry['event'][]>;
}

export interface DoorChanges {
  settings?: Partial<SyslogSettings>;
  limits?: Record<string, number>;
  append?: (ledger: LedgerAppend) => LedgerAppend;
}

/** Listeners on free ports of the loopback address. */
export async function openDoor(
  t: TestLike,
  sources: Record<string, NewSource>,
  changes: DoorChanges = {},
): Promise<DoorBench> {
  const { append, limits: values = {} } = changes;
  const bench = await openBench(t, append === undefined ? {} : { append });
  const metrics = createMetrics();
  const at = [{ host: '127.0.0.1', port: 0 }];
  const readers = ['syslog', 'linux', 'postgresql', 'jenkins'];
  const door = createSyslogDoor({
    settings: { udp: at, tcp: at, tls: [], tls_files: undefined, ...changes.settings },
    intake: bench.intake,
    sources: () => bench.store.sources.list(),
    readsHeaders: (type) => readers.includes(type),
    audit: createAudit(bench.ledger, bench.clock),
    clock: bench.clock,
    random: createRandom(),
    limits: createLimits(values, metrics),
    metrics,
    logger: silentLogger(),
  });
  const addSource = async (name: string, { type = 'syslog', settings = {}, secret }: NewSource) => {
    await bench.store.sources.insert({
      id: `src_${name}`,
      type,
      name,
      created: '2026-11-19T08:15:02.000Z',
      paused: false,
      settings,
      secrets: [secret ?? `the secret of ${name}`],
    });
    await door.changed();
  };
  for (const [name, source] of Object.entries(sources)) await addSource(name, source);
  const listening = await door.listen();
  bench.home.stops.unshift(async () => void (await door.close()));
  const all = async () => (await bench.entries()).map(({ event }) => event);
  return {
    bench,
    door,
    addSource,
    port: (kind) => listening.find(({ door: found }) => found === kind)?.port as number,
    metrics: () => metrics.text(),
    events: (name, count) =>
      enough(async () => (await all()).filter(({ source }) => source.name === name), count),
    told: (action, count) =>
      enough(async () => (await all()).filter((event) => event.action === action), count),
  };
}

/** Asks until there are so many; what there is after ten seconds otherwise. */
async function enough<T>(ask: () => Promise<T[]>, count: number): Promise<T[]> {
  let found = await ask();
  for (let tries = 0; tries < 400 && found.length < count; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    found = await ask();
  }
  return found;
}

/** A connection that is open. */
export async function connect(port: number): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  return socket;
}
