// Exports as jobs: one runs at a time, its file appears whole under its name or not at all.
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFormat, ExportJob, LoggedEvent } from '@acta/sdk';
import { parseQuery, type Query } from '@acta/query';
import { ActaError } from '../lib/errors.ts';
import { csvLines } from './csv.ts';
import { eventLines, ndjsonLine } from './lines.ts';
import { matching, type MatchingPage } from './matching.ts';
import { writePack } from './pack/write-pack.ts';
import type { ExportInput, ReportOptions, ReportReader } from './ports.ts';
import { parquetFile } from './parquet/parquet.ts';
import { createSealedFile, readSealedFile } from './sealed-file.ts';
import type { Sink } from './sealed-file.ts';
import { cefLine } from './siem/cef.ts';
import { ecsLine } from './siem/ecs.ts';
import { ocsfLine } from './siem/ocsf.ts';

export interface ExportFile {
  /** Name to offer for saving. */
  name: string;
  content_type: string;
  bytes: number;
  digest: string;
  /** Its bytes; on the disk they are encrypted. */
  content(): AsyncGenerator<Uint8Array>;
}

export interface Reports {
  /** Starts an export for `reader`. Throws ActaError `query_invalid` or `too_many_exports`. */
  create(reader: ReportReader, input: ExportInput): Promise<ExportJob>;
  get(id: string): Promise<ExportJob | null>;
  list(limit: number, createdBy?: string): Promise<ExportJob[]>;
  /** The finished file, or null. */
  file(id: string): Promise<ExportFile | null>;
  remove(id: string): Promise<void>;
  /** Ends the running job as failed and waits for it. */
  close(): Promise<void>;
}

/** Jobs that may wait. */
const MAX_QUEUED = 20;
/** Finished exports that are kept; older files go. */
const MAX_KEPT = 100;
const PROGRESS_EVERY_MS = 500;

interface Form {
  ending: string;
  content_type: string;
}

const NDJSON = 'application/x-ndjson';
const forms: Record<ExportFormat, Form> = {
  ndjson: { ending: 'ndjson', content_type: NDJSON },
  ocsf: { ending: 'ocsf.ndjson', content_type: NDJSON },
  ecs: { ending: 'ecs.ndjson', content_type: NDJSON },
  cef: { ending: 'cef', content_type: 'text/plain; charset=utf-8' },
  csv: { ending: 'csv', content_type: 'text/csv; charset=utf-8' },
  parquet: { ending: 'parquet', content_type: 'application/vnd.apache.parquet' },
  pack: { ending: 'zip', content_type: 'application/zip' },
};

export interface RunningExport {
  job: ExportJob;
  reader: ReportReader;
  ast: Query;
  population: boolean;
  signal: AbortSignal;
  /** Tells how far the job is; cheap to call often. */
  progress(done: number, total: number | null): void;
}

/** Opens the exports of a data folder; jobs that a stop cut off are failed and said so. */
export async function createReports(options: ReportOptions): Promise<Reports> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  await failUnfinished(options);
  const stopping = new AbortController();
  let queued = 0;
  let tail: Promise<void> = Promise.resolve();

  const path = (job: ExportJob) => join(options.dir, `${job.id}.bin`);
  const get = async (id: string) => (await options.store.get(id))?.job ?? null;
  const remove = async (id: string) => {
    const job = await get(id);
    if (job === null) return;
    await rm(path(job), { force: true });
    await options.store.remove(id);
  };

  return {
    get,
    remove,
    async create(reader, input) {
      if (queued >= MAX_QUEUED || stopping.signal.aborted) throw tooMany();
      const ast = astOf(input.q);
      const job = newJob(options, input);
      queued++;
      await options.store.save({ job, created_by: reader.id });
      const population = input.population ?? false;
      const snapshot = structuredClone(job);
      tail = tail
        .then(() => runJob(options, path(job), { job, reader, ast, population }, stopping.signal))
        .then(() => dropOld(options, remove))
        .catch(() => undefined)
        .finally(() => queued--);
      return snapshot;
    },
    list: async (limit, createdBy) =>
      (await options.store.list(limit, createdBy)).map((record) => record.job),
    async file(id) {
      const job = await get(id);
      if (job === null || job.status !== 'done') return null;
      const { digest, bytes } = job;
      const stands = await stat(path(job)).catch(() => null);
      if (digest === null || bytes === null || stands === null) return null;
      const { ending, content_type } = forms[job.format];
      const name = `acta-${job.created.slice(0, 10)}-${job.id.slice(0, 8)}.${ending}`;
      const content = () => readSealedFile(path(job), options.cipher, placeOf(options, job));
      return { name, content_type, bytes, digest, content };
    },
    async close() {
      stopping.abort(new Error('The server stopped before the export was done. Start it again.'));
      await tail;
    },
  };
}

async function runJob(
  options: ReportOptions,
  path: string,
  given: Omit<RunningExport, 'signal' | 'progress'>,
  signal: AbortSignal,
): Promise<void> {
  const { job, reader } = given;
  const save = () => options.store.save({ job: structuredClone(job), created_by: reader.id });
  let saved = 0;
  const progress = (done: number, total: number | null) => {
    job.progress = { done, total };
    const now = options.clock.now();
    if (now - saved < PROGRESS_EVERY_MS) return;
    saved = now;
    void save();
  };
  const partial = `${path}.partial`;
  try {
    signal.throwIfAborted();
    job.status = 'running';
    await save();
    const file = await createSealedFile(partial, options.cipher, placeOf(options, job));
    Object.assign(job, await produced(options, file, { ...given, signal, progress }));
    await rename(partial, path);
    job.status = 'done';
  } catch (error) {
    await rm(partial, { force: true });
    job.status = 'failed';
    job.error = error instanceof Error ? error.message : String(error);
  }
  await save();
}

/** Where an export stands: what its encryption is bound to. */
const placeOf = ({ ledger }: ReportOptions, { id }: ExportJob): string =>
  `${ledger.origin} exports/${id}`;

/** Writes the export and makes it durable; its size and digest. */
async function produced(
  options: ReportOptions,
  file: Sink,
  run: RunningExport,
): Promise<{ bytes: number; digest: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const sink = {
    write(part: Uint8Array): Promise<void> {
      hash.update(part);
      bytes += part.length;
      return file.write(part);
    },
  };
  try {
    await produce(options, sink, run);
    await file.close();
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return { bytes, digest: `sha-256:${hash.digest('hex')}` };
}

async function produce(
  options: ReportOptions,
  sink: Pick<Sink, 'write'>,
  run: RunningExport,
): Promise<void> {
  if (run.job.format === 'pack') return writePack(options, sink, run);
  const pages = matching(options, run);
  const parts =
    run.job.format === 'parquet'
      ? parquetFile(pages, options.version)
      : linesOf(run.job.format, pages, options.version);
  for await (const part of parts) {
    run.signal.throwIfAborted();
    await sink.write(typeof part === 'string' ? Buffer.from(part, 'utf8') : part);
  }
}

type LineFormat = Exclude<ExportFormat, 'pack' | 'csv' | 'parquet'>;

const lineOf: Record<LineFormat, (event: LoggedEvent, version: string) => string> = {
  ndjson: ndjsonLine,
  ocsf: ocsfLine,
  ecs: ecsLine,
  cef: cefLine,
};

function linesOf(
  format: LineFormat | 'csv',
  pages: AsyncIterable<MatchingPage>,
  version: string,
): AsyncGenerator<string> {
  if (format === 'csv') return csvLines(pages);
  return eventLines(pages, (event) => lineOf[format](event, version));
}

function newJob(options: ReportOptions, input: ExportInput): ExportJob {
  return {
    id: options.newId(),
    status: 'queued',
    format: input.format,
    q: input.q,
    from: input.from,
    to: input.to,
    created: new Date(options.clock.now()).toISOString(),
    progress: { done: 0, total: null },
    bytes: null,
    digest: null,
  };
}

function astOf(q: string): Query {
  const parsed = parseQuery(q);
  if (parsed.ok) return parsed.ast;
  throw new ActaError({
    code: 'query_invalid',
    status: 400,
    fault: 'caller',
    detail: `Column ${parsed.error.column}: ${parsed.error.message}`,
    next: 'Correct the query and ask again.',
  });
}

function tooMany(): ActaError {
  return new ActaError({
    code: 'too_many_exports',
    status: 429,
    fault: 'caller',
    detail: `There are already ${MAX_QUEUED} exports waiting.`,
    next: 'Wait until one is done.',
  });
}

async function failUnfinished(options: ReportOptions): Promise<void> {
  for (const name of await readdir(options.dir)) {
    if (name.endsWith('.partial')) await rm(join(options.dir, name), { force: true });
  }
  for (const { job, created_by } of await options.store.list(1000)) {
    if (job.status !== 'queued' && job.status !== 'running') continue;
    const error = 'The server stopped before the export was done. Start it again.';
    await options.store.save({ job: { ...job, status: 'failed', error }, created_by });
  }
}

async function dropOld(options: ReportOptions, remove: (id: string) => Promise<void>) {
  const kept = await options.store.list(1000);
  for (const { job } of kept.slice(MAX_KEPT)) await remove(job.id);
}
