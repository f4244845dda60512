// What the tests and the bench of intake and doors share: a real ledger, a real control store, a
// real spool, all in a temporary folder.
import { createMasker } from '@acta/event';
import { createHmac } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudit, createIntake, openSpool, spooledReplays } from '../ingest/index.ts';
import type { Caller, Intake, LedgerAppend, PushTokens } from '../ingest/index.ts';
import { tokenRefused } from '../identity/index.ts';
import { openLedger, type Ledger, type LedgerOptions } from '../ledger/index.ts';
import { optionsFor } from '../ledger/testing.ts';
import { createCipher } from '../lib/cipher.ts';
import { manualClock } from '../lib/clock.ts';
import type { LogEntry } from '../lib/entry.ts';
import type { Metrics } from '../lib/metrics.ts';
import { adapters } from '../sources/all.ts';
import type { Adapter } from '../sources/types.ts';
import { openStore, type Store } from '../store/index.ts';
import {
  createAhead,
  createCompatibleDoors,
  createDoors,
  type CompatibleDoors,
  type Doors,
} from './index.ts';

export const secret = 'webhook secret of the tests';
export const collector: Caller = { id: 'key:1', name: 'ci', kind: 'key', source: 'acme' };
export const admin: Caller = { id: 'token:admin', name: 'admin', kind: 'token' };
/** 2026-11-19T08:15:02.000Z */
export const start_ms = Date.UTC(2026, 10, 19, 8, 15, 2);

type Clock = ReturnType<typeof manualClock>;

export interface Bench {
  doors: Doors;
  compatible: CompatibleDoors;
  intake: Intake;
  metrics: Metrics;
  /** Adds a source of this type and name. */
  addSource(type: string, name: string): Promise<void>;
  ledger: Ledger;
  store: Store;
  clock: Clock;
  /** Where it lives; a bench opened `after` this one goes on there. */
  home: Home;
  /** All entries of the log, Acta's own too. */
  entries(): Promise<LogEntry[]>;
  /** Ends everything; the folder stays for a next one. */
  stop(): Promise<void>;
}

interface Home {
  folder: string;
  /** Ends the benches over this folder. */
  stops: (() => Promise<void>)[];
}

export interface BenchChanges {
  /** Opens over what this one left. */
  after?: Bench;
  limits?: Record<string, number>;
  adapters?: readonly Adapter[];
  pushTokens?: PushTokens;
  /** Stands before the ledger, to make it refuse. */
  append?: (ledger: LedgerAppend) => LedgerAppend;
}

/** No issuer is known: every token is refused. */
const noPushTokens: PushTokens = {
  async checkPush() {
    throw tokenRefused('issuer_unknown');
  },
};

type TestLike = { after(done: () => Promise<void>): void };

/** Threads with the keys of a bench. */
function aheadOf(
  { limits: known, logger, metrics }: LedgerOptions,
  secret_of_log: Uint8Array,
  masking_key: Uint8Array,
) {
  return createAhead({ secret: secret_of_log, masking_key, limits: {}, known, logger, metrics });
}

/** Everything behind the doors, with one GitHub source `acme`. */
export async function openBench(t: TestLike, changes: BenchChanges = {}): Promise<Bench> {
  const home = changes.after?.home ?? (await newHome(t));
  const { folder } = home;
  const clock = manualClock(start_ms);
  const options = optionsFor(folder, { clock, limits: changes.limits ?? {} });
  const ledger = await openLedger(options);
  const key = new Uint8Array(32).fill(7);
  const store = openStore({
    file: join(folder, 'control.db'),
    cipher: createCipher(key, options.random),
    now: new Date(start_ms).toISOString(),
  });
  const addSource = adderOf(store);
  await addSource('github', 'acme');
  const { fs, random, metrics, limits, logger } = options;
  const dir = join(folder, 'data');
  await mkdir(dir, { recursive: true });
  const spool = await openSpool({ fs, cipher: createCipher(key, random), dir, origin: 'test' });
  const before = changes.append?.(ledger) ?? ledger;
  const intake = await createIntake({
    ledger: before,
    adapters: changes.adapters ?? adapters,
    sources: store.sources,
    quarantine: store.quarantine,
    spool,
    replays: spooledReplays(spool),
    pushTokens: changes.pushTokens ?? noPushTokens,
    masker: createMasker({ key }),
    audit: createAudit(ledger, clock),
    clock,
    metrics,
    limits,
    logger,
  });
  const ahead = aheadOf(options, ledger.secret, key);
  let running = true;
  const stop = async () => {
    if (!running) return;
    running = false;
    await ahead.close();
    await intake.close();
    await ledger.close();
    await store.close();
  };
  home.stops.push(stop);
  return {
    doors: createDoors({ intake, ahead, clock, limits }),
    compatible: createCompatibleDoors({
      intake,
      clock,
      limits,
      metrics,
      size: () => ledger.head().size,
    }),
    metrics,
    addSource,
    intake,
    ledger,
    store,
    clock,
    home,
    stop,
    async entries() {
      const all: LogEntry[] = [];
      for await (const some of ledger.entries(0)) all.push(...some);
      return all;
    },
  };
}

function adderOf(store: Store) {
  return async (type: string, name: string): Promise<void> => {
    await store.sources.insert({
      id: `s-${name}`,
      type,
      name,
      created: new Date(start_ms).toISOString(),
      paused: false,
      settings: {},
      secrets: [secret],
    });
  };
}

/** A folder that goes when the test ends, after what runs in it. */
async function newHome(t: TestLike): Promise<Home> {
  const home: Home = { folder: await mkdtemp(join(tmpdir(), 'acta-intake-')), stops: [] };
  t.after(async () => {
    for (const stop of home.stops) await stop();
    await rm(home.folder, { recursive: true, force: true });
  });
  return home;
}

/** A signed webhook as a request. */
export function webhook(
  event: string,
  payload: unknown,
  changes: { delivery?: string; secret?: string; headers?: Record<string, string> } = {},
) {
  const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
  const digest = createHmac('sha256', changes.secret ?? secret)
    .update(body)
    .digest('hex');
  return {
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': changes.delivery ?? 'd-1',
      'x-hub-signature-256': `sha256=${digest}`,
      ...changes.headers,
    },
    body,
    remoteAddress: '203.0.113.9',
  };
}

/** A batch of an audit log stream as a request. */
export function stream(body: string, changes: { headers?: Record<string, string> } = {}) {
  return {
    headers: { authorization: `Splunk ${secret.replaceAll(' ', '-')}`, ...changes.headers },
    body: Buffer.from(body),
    remoteAddress: '203.0.113.9',
  };
}

export const pushPayload = {
  ref: 'refs/heads/main',
  before: '1'.repeat(40),
  after: '2'.repeat(40),
  created: false,
  deleted: false,
  forced: false,
  compare: 'https://github.com/acme/pay/compare/1...2',
  head_commit: {
    id: '2'.repeat(40),
    message: 'OPS-812 raise the limit',
    timestamp: '2026-11-19T08:14:00Z',
  },
  repository: { id: 11, name: 'pay', full_name: 'acme/pay', pushed_at: 1_795_076_100 },
  pusher: { name: 'octavia', email: 'octavia@example.com' },
  organization: { login: 'acme', id: 5 },
  sender: { login: 'octavia', id: 42, type: 'User' },
};
