// npm run bench [-- --events 200000] [--only I1,I2,L,Q,B,S,P] [--corpus FILE --answers FILE]
// [--peers] [--record TITLE]
// One command, one table: ingest, queries, bytes, verification, start-up and memory of a real
// server, beside the peers that this machine can run, as ratios to the control of the same run.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { costOf, startActa } from './acta-server.ts';
import { generate, readCorpus, type CorpusRecord } from './corpus.ts';
import { chdb } from './peers/chdb.ts';
import { postgresql } from './peers/postgresql.ts';
import { sqlite } from './peers/sqlite.ts';
import { printMarkdown, printTable } from './table.ts';
import {
  bytes,
  encodeBatches,
  ingest,
  queries,
  verify,
  type QuerySet,
  type Row,
} from './workloads.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    only: { type: 'string', default: '' },
    corpus: { type: 'string' },
    answers: { type: 'string' },
    peers: { type: 'boolean', default: false },
    record: { type: 'string' },
  },
});

const only = values.only.split(',').filter(Boolean);
/** Whether rows of this id are asked for. */
const asked = (id: string): boolean => only.length === 0 || only.includes(id);

async function load(count: number): Promise<CorpusRecord[]> {
  if (!values.corpus) return [...generate(count)];
  const records: CorpusRecord[] = [];
  for await (const record of readCorpus(values.corpus, count)) records.push(record);
  return records;
}

/** What the queries ask for; with an answers file also what they must find. */
function questions(records: readonly CorpusRecord[]): QuerySet {
  if (values.answers) {
    const known = JSON.parse(readFileSync(values.answers, 'utf8')) as Record<
      string,
      string & number
    >;
    return {
      actor: String(known['actor']),
      from: String(known['from']),
      to: String(known['to']),
      inRange: Number(known['inRange']),
      needle: String(known['needle']),
      word: 'openssl',
      wordCount: Number(known['openssl']),
      fragment: 'ookshot/5fd',
      fragmentCount: Number(known['hook']),
      target: String(known['resource']),
      targetCount: Number(known['resourceCount']),
    };
  }
  const middle = records[Math.floor(records.length / 2)] as CorpusRecord;
  const counts = new Map<string, number>();
  for (const { resource } of records) counts.set(resource.id, (counts.get(resource.id) ?? 0) + 1);
  const popular = [...counts].sort((a, b) => b[1] - a[1])[100];
  const from = new Date(Date.parse(middle.ts) - 3.5 * 86_400_000).toISOString();
  const to = new Date(Date.parse(middle.ts) + 3.5 * 86_400_000).toISOString();
  const raw = middle.raw as { head_sha: string };
  const word = 'openssl';
  return {
    actor: middle.actor.id,
    from,
    to,
    inRange: records.filter((r) => r.actor.id === middle.actor.id && r.ts >= from && r.ts < to)
      .length,
    needle: raw.head_sha,
    word,
    wordCount: records.filter((r) => JSON.stringify(r.raw).includes(word)).length,
    fragment: 'raform/1.1',
    target: popular?.[0] ?? '',
    ...(popular && { targetCount: Math.min(1000, popular[1]) }),
  };
}

async function acta(records: readonly CorpusRecord[]): Promise<Row[]> {
  const rows: Row[] = [];
  const fresh = await startActa();
  rows.push({ id: 'S', work: 'start, fresh', value: fresh.ready_s, unit: 's' });
  rows.push({ id: 'S', work: 'memory idle', value: costOf(fresh.pid).rss_mib, unit: 'MiB' });
  const batches = encodeBatches(records, 500);
  rows.push(
    ...(await ingest(fresh, batches, {
      id: 'I1',
      work: 'Acta, 500 a request, 4 connections',
      connections: 4,
    })),
  );
  // Bytes first: they wait until merges rest, as a log does that is searched.
  if (asked('B')) rows.push(...(await bytes(fresh, records.length)));
  if (asked('Q')) rows.push(...(await queries(fresh, questions(records))));
  if (!asked('S') && !asked('P')) {
    await fresh.stop();
    return rows;
  }
  await fresh.stop({ keep: true });
  const again = await startActa(fresh.data);
  const work = `start with ${records.length.toLocaleString('en-US')} events`;
  rows.push({ id: 'S', work, value: again.ready_s, unit: 's' });
  if (asked('P')) rows.push(...verify(again, records.length));
  await again.stop();
  return rows;
}

async function actaSingles(records: readonly CorpusRecord[]): Promise<Row[]> {
  const server = await startActa();
  const rows: Row[] = [];
  const half = {
    id: 'L',
    work: 'Acta, 500 a request at 10,000/s',
    connections: 4,
    events_per_s: 10_000,
  };
  if (asked('L')) {
    rows.push(...(await ingest(server, encodeBatches(records.slice(0, 100_000), 500), half)));
  }
  const singles = encodeBatches(records.slice(0, 40_000), 1);
  rows.push(
    ...(await ingest(server, singles, {
      id: 'I2',
      work: 'Acta, 1 a request, 32 connections',
      connections: 32,
    })),
  );
  const few = singles.slice(0, 4_000);
  rows.push(
    ...(await ingest(server, few, {
      id: 'I2',
      work: 'Acta, 1 a request, 1 connection',
      connections: 1,
    })),
  );
  const paced = {
    id: 'L',
    work: 'Acta, 1 a request at 1,500/s',
    connections: 32,
    events_per_s: 1_500,
  };
  if (asked('L')) rows.push(...(await ingest(server, singles.slice(0, 15_000), paced)));
  await server.stop();
  return rows;
}

const records = await load(Number(values.events));
const rows: Row[] = [];
let control: number | undefined;
if (values.peers) {
  const sample = records.slice(0, 200_000);
  const [postgres] = await postgresql(sample, 1000);
  if (postgres) rows.push(postgres);
  control = postgres?.value;
  rows.push(...(await chdb(sample, 10_000)), ...sqlite(sample.slice(0, 50_000), 1000));
}
if (['I1', 'Q', 'B', 'S', 'P'].some(asked)) rows.push(...(await acta(records)));
if (['I2', 'L'].some(asked)) rows.push(...(await actaSingles(records)));
console.log(printTable(rows, control));
if (values.record) {
  appendFileSync(
    join(import.meta.dirname, 'RESULTS.md'),
    `\n${printMarkdown(values.record, rows, control)}`,
  );
}
