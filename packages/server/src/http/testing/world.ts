// A small world in memory for tests of the routes: the ports of the other parts, the real store and
// access.
import { alertsOver } from './alerts.ts';
import { sinksOver } from './sinks.ts';
import { rulesOver } from './rules.ts';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealEvent } from '@acta/event';
import type { ActaEvent } from '@acta/event';
import { matches } from '@acta/query';
import type { ExportJob, LoggedEvent, Role } from '@acta/sdk';
import {
  authenticateBy,
  bearerAuthenticator,
  createAdminToken,
  createFailures,
  createSessions,
  createSignInLinks,
  openKeyring,
  sessionAuthenticator,
} from '../../access/index.ts';
import type { Failure, Keyring, Principal } from '../../access/index.ts';
import { createCompatibleDoors } from '../../collect/index.ts';
import { createWorkloads } from '../../identity/index.ts';
import { createCipher } from '../../lib/cipher.ts';
import { manualClock } from '../../lib/clock.ts';
import type { LogEntry } from '../../lib/entry.ts';
import { createLimits } from '../../lib/limits.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { openStore } from '../../store/index.ts';
import type { AuditRecord, HttpContext, IndexPort, LedgerPort } from '../ports.ts';
import { createServer } from '../server.ts';

export const ADMIN_TOKEN = 'test-admin-token-test-admin-token';
export const START = Date.parse('2026-11-20T09:00:00.000Z');

export interface Recorded extends AuditRecord {
  by: string | null;
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** An event with an id of its own; `n` tells it apart. */
export function testEvent(n: number, change: Partial<ActaEvent> = {}): ActaEvent {
  const time = new Date(START + n).toISOString();
  return {
    v: 1,
    id: `00000000-0000-8000-8000-${hex(n, 12)}`,
    time,
    received: time,
    source: { type: 'github', name: 'acme', via: 'webhook' },
    action: 'branch_protection.removed',
    native: 'protected_branch.destroy',
    category: 'policy',
    effect: 'delete',
    outcome: 'success',
    severity: 'high',
    actor: { type: 'user', id: `github:${n}`, name: `user-${n}` },
    target: { type: 'repository', id: 'github:1', name: 'acme/pay' },
    context: { ip: '203.0.113.7' },
    raw: `{"n":${n}}`,
    ...change,
  };
}

export interface MemoryLedger extends LedgerPort {
  add(...events: ActaEvent[]): void;
}

function memoryLedger(): MemoryLedger {
  const entries: LogEntry[] = [];
  const listeners = new Set<(entries: LogEntry[]) => void>();
  return {
    origin: 'acta.test/1',
    head: () => ({
      size: entries.length,
      root: new Uint8Array(32),
      checkpoint: 'note',
      time_ms: START,
    }),
    entry: async (index) => entries[index] ?? null,
    async *entries(from, to = entries.length) {
      for (let at = from; at < to; at += 100) yield entries.slice(at, Math.min(to, at + 100));
    },
    indexOf: async (id) => entries.find((entry) => entry.event.id === id)?.index ?? null,
    inclusionProof: async (index) => `c2sp.org/tlog-proof@v1\nindex ${index}\n`,
    async publicFile(path) {
      if (path === 'checkpoint')
        return { bytes: Buffer.from('note'), contentType: 'text/plain', immutable: false };
      return null;
    },
    vkeys: () => ['acta.test/1+00000000+key'],
    publishedSize: () => 0,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(...events) {
      const added = events.map((event, n) => {
        const sealed = sealEvent(event, new Uint8Array(16).fill(n));
        const entry: LogEntry = {
          index: entries.length + n,
          event,
          leaf: sealed.leaf,
          record: sealed.record,
        };
        return entry;
      });
      entries.push(...added);
      for (const listener of listeners) listener(added);
    },
  };
}

function memoryIndex(ledger: MemoryLedger): IndexPort {
  const all = async (): Promise<LoggedEvent[]> => {
    const found: LoggedEvent[] = [];
    for await (const entries of ledger.entries(0)) {
      for (const { event, index } of entries) found.push({ ...event, index });
    }
    return found;
  };
  const covered = () => ({ from: null, to: null, through_index: ledger.head().size });
  return {
    through: () => ledger.head().size,
    async search({ ast, scope, withheld = [], limit }) {
      const now = START;
      const found = (await all()).filter(
        (event) =>
          matches(ast, event, { now, withheld }) &&
          (scope === undefined || matches(scope, event, { now })),
      );
      const total = found.length;
      return { events: found.reverse().slice(0, limit), next: null, covered: covered(), total };
    },
    async histogram() {
      return { interval_s: 60, buckets: [], covered: covered(), total: ledger.head().size };
    },
    async facets({ fields }) {
      const facets = fields.map((field) => ({ field, values: [], other: 0 }));
      return { facets, covered: covered() };
    },
    get: async (id) => (await all()).find((event) => event.id === id) ?? null,
    viewersOf: async () => ({ viewers: [], next: null }),
  };
}

const JOB: ExportJob = {
  id: 'x1',
  status: 'queued',
  format: 'ndjson',
  q: '',
  from: null,
  to: null,
  created: new Date(START).toISOString(),
  progress: { done: 0, total: null },
  bytes: null,
  digest: null,
};

const HEALTH = {
  last_received: null,
  last_event_time: null,
  lag_s: null,
  skew_ms: null,
  events: 0,
  events_24h: 0,
  deliveries: 0,
  unmapped: 0,
  duplicates: 0,
  conflicts: 0,
  replays_suspected: 0,
  rejected: 0,
  last_rejected: null,
  last_refusal: null,
  quarantined: 0,
  state: 'waiting' as const,
};

const PULL_HEALTH = {
  state: 'waiting' as const,
  last_poll: null,
  next_poll: null,
  through: null,
  lag_s: null,
  records: 0,
  error: null,
};

const RECONCILIATION = {
  id: 'r1',
  source: 'acme',
  status: 'running' as const,
  created: JOB.created,
  finished: null,
  from: JOB.created,
  to: JOB.created,
  progress: { requests: 0, share: 0 },
  records: 0,
  known: 0,
  lost: 0,
};

const VERIFICATION = {
  id: 'v1',
  state: 'running' as const,
  started: JOB.created,
  finished: null,
  size: 0,
  checked: 0,
  findings: [],
};

const SOURCES: HttpContext['sources'] = {
  types: () => [
    {
      type: 'github',
      title: 'GitHub',
      summary: 'Webhooks.',
      setup: [],
      settings: [
        { name: 'secret', title: 'Secret', kind: 'secret', required: false },
        { name: 'pull_token', title: 'Token', kind: 'secret', required: false },
        { name: 'organization', title: 'Organization', kind: 'text', required: false },
      ],
    },
  ],
  health: () => HEALTH,
  changed: async () => undefined,
  unknownSenders: () => [],
};

const PULLS: HttpContext['pulls'] = {
  health: () => null,
  poll: async () => PULL_HEALTH,
  reconcile: async () => RECONCILIATION,
  reconciliations: async () => [],
  reconciliation: async () => null,
};

const COVERAGE: HttpContext['coverage'] = {
  summary: () => null,
  detail: () => null,
  settings: () => ({ silence: 'rhythm', since: null }),
  configure: async (_name, settings) => ({ silence: 'rhythm', since: null, ...settings }),
  days: async (source) => ({ source, type: 'github', since: JOB.created, days: [] }),
  all: async (from, to) => ({ from, to, sources: [], down: [], not_heard: [], through_index: 0 }),
};

const PREVIEW = { considered: 0, changed: 0, unchanged: 0, skipped: 0 };
const RENORMALISATION = {
  ...PREVIEW,
  id: 'ren_1',
  source: 'acme',
  status: 'running' as const,
  from: null,
  to: null,
  created: JOB.created,
  finished: null,
  revision: 1,
  total: null,
  recorded: 0,
  duplicates: 0,
};

const MAPPINGS: HttpContext['mappings'] = {
  tryRecords: () => [],
  renormaliser: {
    preview: async () => ({ ...PREVIEW, complete: true, examples: [] }),
    start: async () => RENORMALISATION,
    get: async () => RENORMALISATION,
    list: async () => [RENORMALISATION],
    cancel: async () => RENORMALISATION,
    close: async () => undefined,
  },
};

const QUARANTINE: HttpContext['quarantine'] = {
  list: async () => ({ items: [], next: null }),
  get: async () => null,
  replay: async () => ({}),
  discard: async () => undefined,
};

const STILL = {
  sources: SOURCES,
  coverage: COVERAGE,
  pulls: PULLS,
  mappings: MAPPINGS,
  quarantine: QUARANTINE,
  verification: {
    start: async () => VERIFICATION,
    get: async () => VERIFICATION,
    last: async () => null,
  },
};

const REPORTS: HttpContext['reports'] = {
  create: async () => JOB,
  get: async () => JOB,
  list: async () => [JOB],
  file: async () => null,
  remove: async () => undefined,
  close: async () => undefined,
};

/** No issuer is configured: nothing is looked at. */
function noWorkloads(clock: HttpContext['clock']): HttpContext['access']['workloads'] {
  const metrics = createMetrics();
  return createWorkloads({
    issuers: [],
    pushIssuers: [],
    getDocument: async () => null,
    clock,
    random: (length) => randomBytes(length),
    limits: createLimits({}, metrics),
    metrics,
    logger: silentLogger(),
  });
}

async function makeAccess(store: HttpContext['store'], clock: HttpContext['clock']) {
  const random = (length: number) => randomBytes(length);
  const keyring = await openKeyring({ keys: store.keys, clock, random });
  const limits = { idle_ms: 3_600_000, absolute_ms: 86_400_000 };
  const sessions = createSessions({ sessions: store.sessions, keyring, clock, random, limits });
  const failed: Failure[] = [];
  const denied: Failure[] = [];
  const counts = { clock, perMinute: 5, addresses: 100 };
  const adminToken = createAdminToken(ADMIN_TOKEN);
  return {
    failed,
    denied,
    access: {
      authenticate: authenticateBy([
        bearerAuthenticator(keyring, adminToken),
        sessionAuthenticator(sessions),
      ]),
      workloads: noWorkloads(clock),
      keyring,
      sessions,
      links: createSignInLinks({ sessions: store.sessions, clock, random }),
      failures: createFailures({ ...counts, record: (failure) => failed.push(failure) }),
      denials: createFailures({ ...counts, record: (failure) => denied.push(failure) }),
    },
  };
}

/** The doors of compatible senders with nothing behind them. */
function doorsToNowhere(clock: HttpContext['clock']): HttpContext['compatible'] {
  const metrics = createMetrics();
  const nothing = { outcomes: [], accepted: 0, duplicates: 0, failed: 0 };
  return createCompatibleDoors({
    intake: { acceptRecords: async () => nothing, noteRefused: () => undefined },
    clock,
    metrics,
    limits: createLimits({}, metrics),
    size: () => 0,
  });
}

const auditInto = (recorded: Recorded[]): HttpContext['audit'] => ({
  async record(principal, record) {
    recorded.push({ ...record, by: principal?.id ?? null });
  },
});

/** A server over the small world; `keys` has a bearer header for every role. */
export async function createWorld(change: Partial<HttpContext> = {}) {
  const clock = manualClock(START);
  const random = (length: number) => randomBytes(length);
  const now = new Date(START).toISOString();
  const cipher = createCipher(new Uint8Array(32), random);
  const store = openStore({ file: ':memory:', cipher, now });
  const { access, failed, denied } = await makeAccess(store, clock);
  const ledger = memoryLedger();
  const recorded: Recorded[] = [];
  const door = async () => ({ status: 200, headers: {}, body: '{}' });
  const metrics = createMetrics();
  const closing = new AbortController();
  const audit = auditInto(recorded);
  const sinks = await sinksOver({ store, clock, random, audit });
  const alerts = alertsOver(store, clock, audit, sinks);
  const context: HttpContext = {
    settings: {
      version: '0.0.0',
      public_url: null,
      log_public: false,
      trusted_proxies: [],
      web_dir: mkdtempSync(join(tmpdir(), 'acta-web-')),
    },
    ledger,
    index: memoryIndex(ledger),
    compatible: doorsToNowhere(clock),
    doors: { events: door, delivery: door, challenge: door },
    records: door,
    ...STILL,
    // Tests put functions of their own here.
    verification: { ...STILL.verification },
    audit,
    reports: REPORTS,
    alerts,
    sinks: sinks.sinks,
    alertRoutes: sinks.routes,
    answers: sinks.answersFor(alerts),
    rules: await rulesOver(store, clock, audit, ledger),
    store,
    access,
    tier: () => 'logged',
    clock,
    random,
    metrics,
    limits: createLimits({}, metrics),
    logger: silentLogger(),
    readiness: () => ({ ready: true, reason: 'ready' }),
    ...change,
  };
  const app = await createServer(context, closing.signal);
  return {
    app,
    context,
    ledger,
    store,
    clock,
    recorded,
    failed,
    denied,
    closing,
    sinks,
    keys: await keysOfRoles(access.keyring),
    async close() {
      closing.abort();
      await app.close();
      await sinks.close();
      await store.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

async function keysOfRoles(keyring: Keyring): Promise<Record<Role, { authorization: string }>> {
  const roles: Principal['role'][] = ['admin', 'auditor', 'responder', 'viewer', 'collector'];
  const pairs: [Role, { authorization: string }][] = [];
  for (const role of roles) {
    const { key } = await keyring.create({ name: role, role }, 'test');
    pairs.push([role, { authorization: `Bearer ${key}` }]);
  }
  return Object.fromEntries(pairs) as Record<Role, { authorization: string }>;
}
