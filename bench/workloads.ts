// The workloads of the benchmark: each takes a running server and answers rows for the table.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { costOf, bytesBelow, type ActaServer } from './acta-server.ts';
import { toEvent, type CorpusRecord } from './corpus.ts';
import { drive, quantile, type LoadResult } from './load.ts';

export interface Row {
  id: string;
  work: string;
  value: number;
  unit: string;
  note?: string;
}

type Body = { body: Buffer; events: number; type?: string };

/** Encodes records as arrays of `size` events, ahead of time, so that the load itself is cheap. */
export function encodeBatches(records: readonly CorpusRecord[], size: number): Body[] {
  const bodies: Body[] = [];
  for (let from = 0; from < records.length; from += size) {
    const batch = records.slice(from, from + size).map(toEvent);
    const value = size === 1 ? batch[0] : batch;
    bodies.push({ body: Buffer.from(JSON.stringify(value)), events: batch.length });
  }
  return bodies;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds until everything in the log is searchable, at most a minute. */
export async function secondsUntilSearchable(server: ActaServer): Promise<number> {
  const started = performance.now();
  for (;;) {
    const state = (await server.get('/v1/integrity')) as { size: number; indexed_through: number };
    const seconds = (performance.now() - started) / 1000;
    if (state.indexed_through >= state.size || seconds > 60) return seconds;
    await sleep(20);
  }
}

function loadRows(id: string, work: string, result: LoadResult, cpu_s: number): Row[] {
  const odd = Object.entries(result.statuses).filter(([status]) => status !== '200');
  const note = odd.length > 0 ? `answers ${JSON.stringify(result.statuses)}` : undefined;
  return [
    { id, work, value: result.events / result.seconds, unit: 'events/s', ...(note && { note }) },
    { id, work: `${work}, CPU`, value: (cpu_s / result.events) * 1e6, unit: 'µs/event' },
    { id, work: `${work}, p50`, value: quantile(result.latencies, 0.5), unit: 'ms' },
    { id, work: `${work}, p99`, value: quantile(result.latencies, 0.99), unit: 'ms' },
  ];
}

export interface IngestOptions {
  id: string;
  work: string;
  connections: number;
  events_per_s?: number;
}

/** I1, I2: the whole job, from the socket to searchable. */
export async function ingest(
  server: ActaServer,
  bodies: Body[],
  options: IngestOptions,
): Promise<Row[]> {
  const before = costOf(server.pid);
  const { host, port, token } = server;
  const { connections, events_per_s } = options;
  const paced = events_per_s === undefined ? {} : { events_per_s };
  const result = await drive({ host, port, token, connections, bodies: bodies.values(), ...paced });
  const lag_s = await secondsUntilSearchable(server);
  const after = costOf(server.pid);
  const rows = loadRows(options.id, options.work, result, after.cpu_s - before.cpu_s);
  const part = (name: string): number =>
    (((after.parts[name]?.cpu_s ?? 0) - (before.parts[name]?.cpu_s ?? 0)) / result.events) * 1e6;
  rows.push(
    {
      id: options.id,
      work: `${options.work}, searchable after the last answer`,
      value: lag_s,
      unit: 's',
    },
    {
      id: options.id,
      work: `${options.work}, CPU of the server`,
      value: part('server'),
      unit: 'µs/event',
    },
    {
      id: options.id,
      work: `${options.work}, CPU of the engine`,
      value: part('engine'),
      unit: 'µs/event',
    },
    { id: options.id, work: `${options.work}, memory after`, value: after.rss_mib, unit: 'MiB' },
  );
  return rows;
}

export interface QuerySet {
  actor: string;
  from: string;
  to: string;
  inRange?: number;
  needle: string;
  word: string;
  wordCount?: number;
  fragment: string;
  fragmentCount?: number;
  target: string;
  targetCount?: number;
}

const query = (q: string, extra: Record<string, string> = {}): string =>
  new URLSearchParams({ q, ...extra }).toString();

/** Q1 to Q5 through HTTP with the permission check; warm median of `rounds`. */
export async function queries(server: ActaServer, set: QuerySet, rounds = 9): Promise<Row[]> {
  const range = { from: set.from, to: set.to };
  const cases: [string, string, string, number?][] = [
    [
      'Q1',
      'one actor, 7 days, latest 50',
      `/v1/events?${query(`actor:${set.actor}`, { ...range, limit: '50' })}`,
      set.inRange,
    ],
    ['Q2', 'a unique token', `/v1/events?${query(set.needle, { limit: '50' })}`, 1],
    [
      'Q2',
      'a common word, latest 50 and count',
      `/v1/events?${query(set.word, { limit: '50' })}`,
      set.wordCount,
    ],
    [
      'Q2',
      'a substring, count',
      `/v1/events?${query(`*${set.fragment}*`, { limit: '1' })}`,
      set.fragmentCount,
    ],
    ['Q3', 'count by day over everything', `/v1/histogram?${query('', { buckets: '90' })}`],
    ['Q4', 'top 20 actors', `/v1/facets?${query('', { fields: 'actor', limit: '20' })}`],
    [
      'Q5',
      'a timeline of one target',
      `/v1/events?${query(`target:"${set.target}"`, { limit: '1000' })}`,
      set.targetCount,
    ],
  ];
  const rows: Row[] = [];
  for (const [id, work, path, expected] of cases) {
    const times: number[] = [];
    let total: unknown;
    for (let round = 0; round <= rounds; round += 1) {
      const started = performance.now();
      const answer = (await server.get(path)) as { total?: unknown };
      if (round > 0) times.push(performance.now() - started);
      total = answer.total;
    }
    const wrong = expected !== undefined && !agrees(total, expected);
    const note = wrong ? `total ${JSON.stringify(total)}, expected ${expected}` : undefined;
    rows.push({
      id,
      work,
      value: quantile(Float64Array.from(times).sort(), 0.5),
      unit: 'ms',
      ...(note && { note }),
    });
  }
  return rows;
}

/** "At least" so many agrees with more. */
function agrees(total: unknown, expected: number): boolean {
  if (typeof total === 'number') return total === expected;
  return Number((total as { at_least?: number } | undefined)?.at_least) <= expected;
}

/** B: bytes on disk an event, in all and by part. */
export async function bytes(server: ActaServer, events: number): Promise<Row[]> {
  const atOnce = sizeOf(bytesBelow(server.data));
  const parts = await settledBytes(server.data);
  const total = sizeOf(parts);
  const row = (work: string, size: number): Row => ({
    id: 'B',
    work,
    value: size / events,
    unit: 'bytes/event',
  });
  const named = Object.entries(parts).filter(([, size]) => size / events >= 1);
  return [
    row('on disk right after the run', atOnce),
    row('on disk, everything, once merges rest', total),
    ...named.map(([name, size]) => row(`on disk, ${name}`, size)),
  ];
}

const sizeOf = (parts: Record<string, number>): number =>
  Object.values(parts).reduce((sum, size) => sum + size, 0);

const STEADY_S = 45;
const SETTLED_MAX_S = 180;

/** Waits until nothing grew or shrank for longer than merged parts are kept. */
async function settledBytes(folder: string): Promise<Record<string, number>> {
  let parts = bytesBelow(folder);
  for (let waited = 0, steady = 0; waited < SETTLED_MAX_S && steady < STEADY_S; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = bytesBelow(folder);
    steady = sizeOf(now) === sizeOf(parts) ? steady + 1 : 0;
    parts = now;
  }
  return parts;
}

/** P: the command-line verifier over the whole data directory. */
export function verify(server: ActaServer, events: number): Row[] {
  const root = dirname(import.meta.dirname);
  const started = performance.now();
  const main = join(root, 'packages/cli/src/main.ts');
  const vkey = spawnSync(process.execPath, [main, 'verify', '--data', server.data], {
    encoding: 'utf8',
  });
  const seconds = (performance.now() - started) / 1000;
  const note = vkey.status === 0 ? undefined : `exit ${vkey.status}: ${vkey.stdout.slice(-200)}`;
  return [
    {
      id: 'P',
      work: 'whole log verified, disclosures too',
      value: events / seconds,
      unit: 'events/s',
      ...(note && { note }),
    },
  ];
}
