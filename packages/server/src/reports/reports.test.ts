import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { openPack, verifyPack, type ExportJob } from '@acta/sdk';
import { parseQuery } from '@acta/query';
import { createCipher } from '../lib/cipher.ts';
import { createRandom } from '../lib/random.ts';
import type { ExportInput, ExportStore, ReportReader, StoredExport } from './ports.ts';
import { createReports, type Reports } from './reports.ts';
import { memoryLog, START, type MemoryLog } from './testing/memory-log.ts';

const cipher = createCipher(new Uint8Array(32).fill(7), createRandom());
const reader: ReportReader = { id: 'k1', name: 'ada', withheld: [], raw: true };
const minutes = (count: number) => new Date(START + count * 60_000).toISOString();

interface World {
  log: MemoryLog;
  reports: Reports;
  dir: string;
  store: ExportStore;
  make: (
    input: Partial<ExportInput>,
    who?: ReportReader,
  ) => Promise<{ job: ExportJob; path: string }>;
}

function memoryStore(): ExportStore {
  const rows = new Map<string, StoredExport>();
  return {
    save: async (row) => void rows.set(row.job.id, structuredClone(row)),
    get: async (id) => rows.get(id) ?? null,
    list: async (limit) => [...rows.values()].reverse().slice(0, limit),
    remove: async (id) => void rows.delete(id),
  };
}

async function world(t: TestContext, count: number): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'acta-reports-'));
  const plain = await mkdtemp(join(tmpdir(), 'acta-exported-'));
  const log = await memoryLog(count);
  const store = memoryStore();
  const clock = { now: () => START };
  const { ledger, index } = log;
  const newId = () => randomUUID();
  const reports = await createReports({
    dir,
    cipher,
    ledger,
    index,
    store,
    clock,
    version: '1',
    newId,
  });
  t.after(async () => {
    await reports.close();
    await rm(dir, { recursive: true });
    await rm(plain, { recursive: true });
  });
  const make: World['make'] = async (input, who = reader) => {
    const wanted = { q: '', from: null, to: null, format: 'ndjson' as const, ...input };
    const { id } = await reports.create(who, wanted);
    let job = await reports.get(id);
    while (job?.status === 'queued' || job?.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 5));
      job = await reports.get(id);
    }
    assert(job !== null);
    const file = await reports.file(id);
    const path = join(plain, id);
    if (file !== null) await writeFile(path, Readable.from(file.content()));
    return { job, path };
  };
  return { log, reports, dir, store, make };
}

async function pack(path: string) {
  return openPack(await openAsBlob(path));
}

test('ndjson holds every event that matches, and its digest is that of the file', async (t) => {
  const { make } = await world(t, 700);
  const { job, path } = await make({ q: 'action:deployment.*' });
  assert.equal(job.status, 'done');
  const bytes = await readFile(path);
  assert.equal(job.digest, `sha-256:${createHash('sha256').update(bytes).digest('hex')}`);
  assert.equal(job.bytes, bytes.length);
  const lines = bytes.toString().trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as { index: number; raw?: string });
  assert.deepEqual(
    events.map((event) => event.index),
    Array.from({ length: 234 }, (_, i) => i * 3),
  );
  assert(events.every((event) => event.raw === undefined));
  assert.deepEqual(job.progress, { done: 234, total: 234 });
});

test('what lies on the disk can not be read without the key', async (t) => {
  const { make, dir } = await world(t, 700);
  const { job, path } = await make({});
  assert((await readFile(path)).includes('secret.accessed'));
  const bytes = await readFile(join(dir, `${job.id}.bin`));
  assert.equal(bytes.includes('secret'), false);
  assert.deepEqual(await readdir(dir), [`${job.id}.bin`]);
});

test('csv guards cells that a spreadsheet would run', async (t) => {
  const { make } = await world(t, 5);
  const { path } = await make({ format: 'csv' });
  const text = await readFile(path, 'utf8');
  const [head = '', first = ''] = text.split('\r\n');
  assert(head.startsWith('index,id,time,'));
  assert.match(first, /,'=cmd\|'person <0>,/);
  assert.equal(text.split('\r\n').length, 7);
});

test('the forms of other systems hold every event, a line each', async (t) => {
  const { make, reports } = await world(t, 5);
  const starts = { ocsf: '{"category_uid":', ecs: '{"@timestamp":', cef: 'CEF:0|Acta|' } as const;
  for (const format of ['ocsf', 'ecs', 'cef'] as const) {
    const { job, path } = await make({ format });
    assert.equal(job.error, undefined);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    assert.equal(lines.length, 5, format);
    for (const line of lines) assert(line.startsWith(starts[format]), line);
    assert.match((await reports.file(job.id))!.name, new RegExp(format));
  }
});

test('parquet is a file of its own kind', async (t) => {
  const { make, reports } = await world(t, 5);
  const { job, path } = await make({ format: 'parquet' });
  assert.equal(job.error, undefined);
  const bytes = await readFile(path);
  assert.deepEqual([String(bytes.subarray(0, 4)), String(bytes.subarray(-4))], ['PAR1', 'PAR1']);
  const file = await reports.file(job.id);
  assert.match(file!.name, /\.parquet$/);
  assert.equal(file!.bytes, bytes.length);
});

test('a pack verifies with the key, and is only consistent without one', async (t) => {
  const { make, log } = await world(t, 700);
  const { job, path } = await make({ q: 'action:secret.*', format: 'pack' });
  assert.equal(job.error, undefined);
  const files = await pack(path);
  const trusted = await verifyPack(files, { vkeys: [log.vkey] });
  assert.deepEqual(trusted.findings, []);
  assert.equal(trusted.verdict, 'verified');
  assert.equal(trusted.events, 466);
  assert.equal((await verifyPack(files, null)).verdict, 'consistent');
  const other = await memoryLog(1);
  assert.equal((await verifyPack(files, { vkeys: [other.vkey] })).verdict, 'failed');
  assert.deepEqual(files.names().sort(), [
    'README.txt',
    'checkpoint',
    'checkpoints/0',
    'checkpoints/700',
    'consistency.json',
    'events.ndjson',
    'manifest.json',
    'report.html',
    'report.pdf',
    'verify.html',
    'vkey',
  ]);
});

test('a pack with its population shows that no leaf was left out', async (t) => {
  const { make, log } = await world(t, 3000);
  const from = minutes(24 * 60 + 700);
  const { path } = await make({ q: 'severity:high', from, format: 'pack', population: true });
  const files = await pack(path);
  const result = await verifyPack(files, { vkeys: [log.vkey] });
  assert.deepEqual(result.findings, []);
  assert.equal(result.verdict, 'verified');
  assert.equal(result.complete, true);
  assert.deepEqual(result.manifest?.population, { from: 700, to: 3000 });
  assert.deepEqual(result.manifest?.checkpoints, { start: 500, end: 3000 });
});

test('any file of a pack that was changed is found', async (t) => {
  const { make, log } = await world(t, 300);
  const { path } = await make({ format: 'pack', population: true });
  const files = await pack(path);
  for (const name of files.names()) {
    const all = new Map<string, Uint8Array>();
    for (const each of files.names()) all.set(each, (await files.read(each))!);
    const changed = all.get(name)!.slice();
    changed[Math.floor(changed.length / 2)]! ^= 1;
    all.set(name, changed);
    const result = await verifyPack(all, { vkeys: [log.vkey] });
    assert.equal(result.verdict, 'failed', name);
    assert(result.findings.length > 0, name);
  }
});

test('groups that the reader may not see are withheld, said so, and nowhere in the pack', async (t) => {
  const { make, log } = await world(t, 40);
  const who: ReportReader = { ...reader, withheld: ['actor'], raw: false };
  const masked = await make({ format: 'pack' }, who);
  const files = await pack(masked.path);
  const result = await verifyPack(files, { vkeys: [log.vkey] });
  assert.deepEqual(result.findings, []);
  assert.equal(result.verdict, 'verified');
  const groups = result.manifest?.redactions.map(({ group, count }) => [group, count]);
  assert.deepEqual(groups, [
    ['actor', 40],
    ['raw', 40],
  ]);
  const lines = Buffer.from((await files.read('events.ndjson'))!)
    .toString()
    .trimEnd()
    .split('\n');
  for (const line of lines) {
    const { disclosures } = JSON.parse(line) as { disclosures: string[] };
    const texts = disclosures.map((each) => Buffer.from(each, 'base64url').toString());
    assert(!texts.some((text) => text.includes('person') || text.includes('\\"n\\"')), line);
  }
});

test('report.html escapes what others wrote, and report.pdf is a PDF', async (t) => {
  const { make } = await world(t, 12);
  const { path } = await make({ format: 'pack' });
  const files = await pack(path);
  const html = Buffer.from((await files.read('report.html'))!).toString();
  assert(html.includes('person &lt;0&gt;'));
  assert(!html.includes('person <0>'));
  assert(!/<script/i.test(html));
  const pdf = Buffer.from((await files.read('report.pdf'))!).toString('latin1');
  assert(pdf.startsWith('%PDF-1.7'));
  assert(pdf.includes('/StructTreeRoot'));
  assert(pdf.trimEnd().endsWith('%%EOF'));
});

test('verify.html loads nothing from anywhere', async (t) => {
  const { make } = await world(t, 3);
  const { path } = await make({ format: 'pack' });
  const html = Buffer.from((await (await pack(path)).read('verify.html'))!).toString();
  assert.match(html, /default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
  for (const [element, directive] of [
    ['script', 'script-src'],
    ['style', 'style-src'],
  ] as const) {
    const content = new RegExp(`<${element}>([^]*?)</${element}>`).exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(content).digest('base64');
    assert(html.includes(`${directive} 'sha256-${hash}'`), element);
  }
  assert(!/<(script|link|img|iframe)[^>]+(src|href)=/i.test(html));
  assert(!/\bimport\s*\(|from\s*["']node:/.test(html));
});

test('an empty log gives no pack, and says why', async (t) => {
  const { make } = await world(t, 0);
  const { job } = await make({ format: 'pack' });
  assert.equal(job.status, 'failed');
  assert.match(job.error ?? '', /holds no event/);
});

test('a query that can not be parsed is refused at once', async (t) => {
  const { reports } = await world(t, 1);
  const input = { q: 'actor:(', from: null, to: null, format: 'csv' as const };
  await assert.rejects(reports.create(reader, input), { code: 'query_invalid' });
});

test('a scope narrows what its reader exports', async (t) => {
  const { make } = await world(t, 30);
  const scope = parseQuery('action:deployment.*');
  assert(scope.ok);
  const { job } = await make({}, { ...reader, scope: scope.ast });
  assert.equal(job.progress.done, 10);
});

test('a job cut off by a stop is failed at the next start, its partial file gone', async (t) => {
  const { dir, store, log, reports } = await world(t, 1);
  const job: ExportJob = {
    id: 'x',
    status: 'running',
    format: 'csv',
    q: '',
    from: null,
    to: null,
    created: minutes(0),
    progress: { done: 1, total: 9 },
    bytes: null,
    digest: null,
  };
  await store.save({ job, created_by: 'k1' });
  await writeFile(join(dir, 'x.bin.partial'), 'half');
  const { ledger, index } = log;
  const more = { cipher, ledger, index, store, version: '1', newId: () => 'y' };
  const again = await createReports({ dir, clock: { now: () => START }, ...more });
  assert.equal((await again.get('x'))?.status, 'failed');
  assert.equal(await again.file('x'), null);
  assert.deepEqual(await readdir(dir), []);
  await reports.remove('x');
  assert.equal(await reports.get('x'), null);
});
