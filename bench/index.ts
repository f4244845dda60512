// The index alone: what an event costs to index, what it takes on disk, and how fast it is asked.
//   node bench/index.ts [--events 1000000] [--rate 0] [--keep DIR]
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseQuery, type Query } from '@acta/query';
import { type EventIndex, openIndex } from '../packages/server/src/index/index.ts';
import type { LogEntry } from '../packages/server/src/lib/entry.ts';
import { bytesBelow } from './acta-server.ts';
import { generate } from './corpus.ts';
import { entryOf } from './index-entries.ts';

const TICKS_PER_S = 100;
const ROUNDS = 9;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    keep: { type: 'string' },
  },
});
const events = Number(values.events);
const dir = values.keep ?? mkdtempSync(join(tmpdir(), 'acta-bench-index-'));

/** CPU seconds of a process so far. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

function rssOf(pid: number): number {
  const line = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

function show(what: string, value: number, unit: string, note = ''): void {
  console.log(`${what.padEnd(44)} ${value.toFixed(1).padStart(10)} ${unit.padEnd(10)} ${note}`);
}

interface Known {
  actor: string;
  target: string;
  needle: string;
}

/** Writes the corpus; only the writing counts, not the making of the events. */
async function fill(index: EventIndex): Promise<Known> {
  const pid = index.enginePid()!;
  show('engine idle, RSS', rssOf(pid), 'MiB');
  const engine = cpuOf(pid);
  const actors = new Map<string, number>();
  const targets = new Map<string, number>();
  let needle = '';
  let own_ms = 0;
  let wall_ms = 0;
  let peak = 0;
  let batch: LogEntry[] = [];
  let at = 0;
  const write = async (): Promise<void> => {
    const own = process.cpuUsage();
    const started = performance.now();
    index.write(batch);
    const { user } = process.cpuUsage(own);
    own_ms += user / 1000;
    while (index.pressure() > 0.5) await new Promise((resolve) => setTimeout(resolve, 5));
    wall_ms += performance.now() - started;
    peak = Math.max(peak, rssOf(pid));
    batch = [];
  };
  for (const record of generate(events)) {
    const entry = entryOf(record, at);
    at += 1;
    actors.set(record.actor.id, (actors.get(record.actor.id) ?? 0) + 1);
    targets.set(record.resource.id, (targets.get(record.resource.id) ?? 0) + 1);
    if (at === events >> 1) needle = (record.raw as { head_sha: string }).head_sha;
    batch.push(entry);
    if (batch.length === 5000) await write();
  }
  const last = performance.now();
  await write();
  await index.flush();
  wall_ms += performance.now() - last;
  await merged(index);
  show('rows built, CPU', (own_ms / events) * 1000, 'µs/event');
  show('engine with merges, CPU', ((cpuOf(pid) - engine) / events) * 1e6, 'µs/event');
  show('written and searchable', events / (wall_ms / 1000), 'events/s');
  show('engine, highest RSS', peak, 'MiB');
  const bytes = Object.values(bytesBelow(dir)).reduce((sum, size) => sum + size, 0);
  show('on disk', bytes / events, 'bytes/event');
  const rank = (counts: Map<string, number>, place: number): string =>
    [...counts].toSorted((a, b) => b[1] - a[1])[place]?.[0] ?? '';
  return { actor: rank(actors, 50), target: rank(targets, 100), needle };
}

/** Waits until the engine merges nothing any more and has removed what it merged. */
async function merged(index: EventIndex): Promise<void> {
  const { url, password } = await index.engine();
  const headers = { 'X-ClickHouse-User': 'default', 'X-ClickHouse-Key': password };
  for (let quiet = 0; quiet < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const body =
      'SELECT (SELECT count() FROM system.merges) + (SELECT countIf(NOT active) FROM system.parts)';
    const answer = await fetch(url, { method: 'POST', headers, body });
    quiet = (await answer.text()).trim() === '0' ? quiet + 1 : 0;
  }
}

function ast(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.ast;
}

async function time(what: string, pid: number, ask: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  const cpu = cpuOf(pid);
  let note = '';
  for (let round = 0; round <= ROUNDS; round += 1) {
    const started = performance.now();
    const answer = (await ask()) as { total?: unknown };
    times.push(performance.now() - started);
    note = answer.total === undefined ? '' : `total ${JSON.stringify(answer.total)}`;
  }
  const [cold = 0, ...warm] = times;
  warm.sort((a, b) => a - b);
  const used = ((cpuOf(pid) - cpu) / times.length) * 1000;
  const more = `first ${cold.toFixed(0)} ms, engine ${used.toFixed(0)} ms CPU ${note}`;
  show(what, warm[warm.length >> 1] ?? 0, 'ms', more);
}

async function ask(index: EventIndex, known: Known): Promise<void> {
  const week = { from: '2026-02-10T00:00:00.000Z', to: '2026-02-17T00:00:00.000Z' };
  const always = { from: null, to: null };
  const page = { order: '-time', limit: 50, cursor: null } as const;
  const pid = index.enginePid()!;
  const search = (q: string, more: object = {}) =>
    index.search({ ast: ast(q), ...always, ...page, ...more });
  await time('Q1 actor, 7 days, latest 50', pid, () => search(`actor:${known.actor}`, week));
  await time('Q1 actor, all time, latest 50', pid, () => search(`actor:${known.actor}`));
  await time('Q2 a unique token', pid, () => search(known.needle));
  await time('Q2 a common word', pid, () => search('openssl'));
  await time('Q2 two words', pid, () => search('"latency regression"'));
  await time('Q2 a common substring', pid, () => search('*raform/1*', { limit: 1 }));
  await time('Q2 a rare substring', pid, () => search('*upta149*', { limit: 1 }));
  await time('Q3 histogram by day', pid, () =>
    index.histogram({ ast: ast(''), ...always, buckets: 90 }),
  );
  await time('Q4 top 20 actors', pid, () =>
    index.facets({ ast: ast(''), ...always, fields: ['actor'], limit: 20 }),
  );
  await time('Q5 timeline of a target', pid, () =>
    search(`target:"${known.target}"`, { limit: 1000 }),
  );
  await time('page of everything', pid, () => search(''));
  await time('event by id', pid, async () => {
    const answer = await search('', { limit: 1 });
    return (await index.get(answer.events[0]!.id)) ?? {};
  });
}

/**
 * What a core gives at the moment: SHA-256 of 64 MiB, which is 1.9 GB/s where nobody else works.
 */
function control(): void {
  const started = performance.now();
  createHash('sha256')
    .update(Buffer.alloc(64 << 20))
    .digest();
  show('control: SHA-256', 64 / ((performance.now() - started) / 1000), 'MiB/s');
}

control();
const index = await openIndex({ dir });
const known = await fill(index);
control();
await ask(index, known);
control();
show('engine after queries, RSS', rssOf(index.enginePid()!), 'MiB');
await index.close();
if (values.keep === undefined) rmSync(dir, { recursive: true, force: true });
