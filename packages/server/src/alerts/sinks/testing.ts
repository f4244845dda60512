// A small world for tests of sinks: the real store, alerts and way out, a clock that is moved by
// hand, and receivers on this machine that do as they are told.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { AlertLevel, SinkInput } from '@acta/sdk';
import type { Detection } from '../../detect/index.ts';
import { createCipher } from '../../lib/cipher.ts';
import { manualClock } from '../../lib/clock.ts';
import { createAddresses, createEgress } from '../../lib/egress.ts';
import { createLimits } from '../../lib/limits.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { openStore } from '../../store/index.ts';
import { createAlerts, type AlertAuditRecord } from '../alerts.ts';
import { openAlertSinks } from './open.ts';

export const START = Date.parse('2026-11-20T09:00:00.000Z');
export const MINUTE = 60_000;
export const person = { id: 'k1', name: 'Ada', kind: 'key' };
export const caller = { by: person };

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  // oxlint-disable-next-line no-explicit-any
  json: any;
}

type Handler = (response: ServerResponse, request: Received, count: number) => void;

/** A receiver; `handler` answers each request, 200 without one. */
export async function receiver(
  t: TestContext,
  handler: Handler = (response) => response.end('ok'),
) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const json = text.startsWith('{') ? (JSON.parse(text) as unknown) : null;
      const { method = '', url = '', headers } = request;
      const seen = { method, path: url, headers, text, json };
      received.push(seen);
      handler(response, seen, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** Answers with a status. */
export const answering =
  (...statuses: [status: number, headers?: Record<string, string>][]): Handler =>
  (response, _request, count) => {
    const [status, headers = {}] = statuses[Math.min(count, statuses.length) - 1] ?? [200];
    response.writeHead(status, headers).end('said');
  };

export interface WorldOptions {
  file?: string;
  clock?: ReturnType<typeof manualClock>;
  allow?: string[];
  limits?: Record<string, number>;
}

export type Recorded = AlertAuditRecord & { outcome?: string };

/** Sinks and alerts over one store. */
async function openParts({
  file = ':memory:',
  clock = manualClock(START),
  ...options
}: WorldOptions) {
  const allow = options.allow ?? ['http://127.0.0.1'];
  const random = (length: number) => new Uint8Array(randomBytes(length));
  const metrics = createMetrics();
  const limits = createLimits(options.limits ?? {}, metrics);
  const now = new Date(clock.now()).toISOString();
  const store = openStore({ file, cipher: createCipher(new Uint8Array(32), random), now });
  const recorded: Recorded[] = [];
  const audit = {
    async record(_by: unknown, record: Recorded) {
      recorded.push(record);
    },
  };
  const itself = { id: 'acta', name: 'Acta', kind: 'service' };
  const newId = () => randomBytes(8).toString('hex');
  const egress = createEgress({ allow, limits, metrics });
  const opened = await openAlertSinks({
    store,
    egress,
    addresses: createAddresses({ allow }),
    audit,
    itself,
    public_url: 'https://acta.example.org/',
    receivedAt: async () => clock.now() - 500,
    clock,
    random,
    limits,
    metrics,
    logger: silentLogger(),
    newId,
  });
  const { dispatcher } = opened;
  const alerts = createAlerts({
    store: store.alerts,
    silences: store.silences,
    clock,
    audit,
    itself,
    notesOf: (id) => ({ rule: ruleOf(id), description: null, triage: null, falsepositives: [] }),
    idsOf: async (indexes) => indexes.map((index) => ({ index, id: `e-${index}` })),
    newId: () => `alr_${newId()}`,
    told: opened.told,
    onChange: async () => dispatcher.wake(),
  });
  return { opened, alerts, store, clock, metrics, recorded, egress };
}

export async function openWorld(t: TestContext, options: WorldOptions = {}) {
  const parts = await openParts(options);
  const { opened, alerts, store, clock, egress } = parts;
  const { dispatcher } = opened;
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await opened.close();
    egress.close();
    await store.close();
  };
  t.after(close);
  let count = 0;
  return {
    ...opened,
    ...parts,
    close,
    add: (sink: Omit<SinkInput, 'name'> & { name?: string }) =>
      opened.sinks.create({ name: 'ops', ...sink }, caller),
    /** Raises an alert, or folds into the one of the same group. */
    async raise(level: AlertLevel = 'high', group = 'a', change: Partial<Detection> = {}) {
      await alerts.keep([findingOf(level, group, clock.now(), count++, change)]);
      const [first] = await alerts.list({ limit: 1 });
      return first!;
    },
    /** Moves the clock on and lets everything due happen. */
    async pass(ms: number) {
      clock.add(ms);
      dispatcher.wake();
      await dispatcher.settled();
    },
    async ledger(name = 'ops') {
      return (await opened.sinks.deliveries(name, { limit: 100 })).items;
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

function ruleOf(level: string) {
  return {
    id: level,
    title: `A <${level}> rule & more`,
    level: level as AlertLevel,
    hash: 'ab'.repeat(32),
    tags: ['attack.t1562', 'cicd.10'],
    references: ['https://example.org/rule'],
    author: 'Grace <script>',
    license: 'DRL-1.1',
  };
}

function findingOf(
  level: AlertLevel,
  group: string,
  time: number,
  n: number,
  change: Partial<Detection>,
): Detection {
  return {
    key: `k${n}-${randomBytes(4).toString('hex')}`,
    rule: level,
    rule_hash: '',
    group: { repository: group },
    time,
    first: time,
    count: 1,
    entries: [n],
    historical: false,
    actor: { id: 'github:1', name: 'octo*cat <!channel>' },
    target: { id: 'github:9', name: `acme/${group}` },
    source: 'acme',
    ...change,
  };
}
