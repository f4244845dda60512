import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, ExportFormat, ExportJob } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { CommandError, usageError } from '../error.ts';
import { queryOf, rangeOptions } from '../search-options.ts';
import { printJson, say } from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';

export const exportEvents: CommandDeclaration = {
  name: 'export',
  summary: 'Export events, or an evidence pack',
  details:
    'A pack holds the events with their proofs, a report, and a page that checks it all offline.\n' +
    'It is checked with: acta verify --pack FILE --vkey KEY.',
  arguments: [
    { name: 'query', summary: 'what to export; all when absent', optional: true, many: true },
  ],
  options: [
    ...rangeOptions,
    {
      flags: '--format FORMAT',
      summary: 'what to make',
      choices: ['pack', 'ndjson', 'csv', 'ocsf', 'ecs', 'cef', 'parquet'],
      default: 'pack',
    },
    {
      flags: '--population',
      summary: 'packs: every leaf of the range, so that nothing can have been left out',
    },
    { flags: '-o, --output FILE', summary: 'where to write; - for standard output' },
    { flags: '--force', summary: 'replace the file when it exists' },
  ],
  server: true,
  data: true,
  examples: [
    "acta export 'target.environment:production' --from 2026-10-01 --to 2026-11-01 -o october.zip",
    "acta export 'action:secret.*' --format csv -o - | column -s, -t | less",
  ],
  run: runExport,
};

async function runExport(invocation: Invocation): Promise<number> {
  const { context, options } = invocation;
  const format = textOption(options, 'format') as ExportFormat;
  const population = options['population'] === true;
  if (population && format !== 'pack')
    throw usageError('--population is for packs', 'Use --format pack.');
  const output = textOption(options, 'output') ?? defaultName(format, context.now());
  const path = output === '-' ? null : resolve(context.cwd, output);
  if (path !== null && existsSync(path) && options['force'] !== true) {
    throw usageError(
      `${output} exists`,
      'Choose another name with -o, or replace it with --force.',
    );
  }
  const client = clientOf(context, options);
  const { id } = await client.exports.create({ ...queryOf(invocation), format, population });
  const job = await waitFor(invocation, client, id);
  const digest = await download(invocation, client, job, path);
  if (job.digest !== null && digest !== job.digest) {
    throw new CommandError(
      `The file that arrived is not the one that the server made: ${digest} instead of ${job.digest}.`,
      'Fetch it again.',
    );
  }
  if (path === null) return 0;
  if (options['json'] === true) await printJson(context, { ...job, file: path });
  else {
    say(
      context,
      `Wrote ${output}: ${job.progress.done.toLocaleString('en')} events, ${job.bytes?.toLocaleString('en')} bytes`,
    );
    say(context, digest);
  }
  return 0;
}

async function waitFor({ context }: Invocation, client: Client, id: string): Promise<ExportJob> {
  const progress = createProgress(context, 'Exporting');
  const onProgress = ({ progress: { done, total } }: ExportJob) => progress.update(done, total);
  try {
    const every_ms = 200;
    const job = await client.exports.wait(id, {
      onProgress,
      every_ms,
      signal: context.interrupted(),
    });
    if (job.status === 'done') return job;
    throw new CommandError(`The export failed: ${job.error ?? 'the server gave no reason'}`);
  } finally {
    progress.end();
  }
}

/** Writes beside the name and renames, so that a file under the name is whole. */
async function download(
  { context }: Invocation,
  client: Client,
  job: ExportJob,
  path: string | null,
): Promise<string> {
  const hash = createHash('sha256');
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const body = Readable.from(await client.exports.file(job.id, context.interrupted()));
  if (path === null) await pipeline(body, count, context.stdout, { end: false });
  else {
    const partial = `${path}.partial`;
    try {
      await pipeline(body, count, createWriteStream(partial, { flush: true }));
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }
  return `sha-256:${hash.digest('hex')}`;
}

const endings: Record<ExportFormat, string> = {
  pack: 'zip',
  ndjson: 'ndjson',
  csv: 'csv',
  ocsf: 'ocsf.ndjson',
  ecs: 'ecs.ndjson',
  cef: 'cef',
  parquet: 'parquet',
};

function defaultName(format: ExportFormat, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '');
  return `acta-${stamp}.${endings[format]}`;
}
