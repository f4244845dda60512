import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ImportPreview } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf, serverUrl } from '../context.ts';
import { CommandError, usageError } from '../error.ts';
import { checkDigests, isDigestFile, type TrailCheck } from '../import/digests.ts';
import { FORMATS, type Format } from '../import/formats.ts';
import { inputFiles, type InputFile } from '../import/inputs.ts';
import { checkFile, emptyTotal, importFile, type ImportTarget } from '../import/run.ts';
import { isComplete, sayOutcome } from '../import/outcome.ts';
import { openState, stateFile } from '../import/state.ts';
import { counted } from '../terminal/numbers.ts';
import { print, printJson, printTable, say } from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';

export const importRecords: CommandDeclaration = {
  name: 'import',
  summary: 'Import exported records and old logs',
  details:
    'Reads files, and all files below folders: JSON (lists, lines, the envelopes of the product), CSV\n' +
    'with a row of names (GitHub, GitLab), lines of text; plain, .gz or .zst; of any size.\n' +
    'The source reads the records as it reads what its product sends. Imported events are marked.\n' +
    'Stopped in the middle it goes on where it was; again it adds nothing twice.\n' +
    'Digest files of CloudTrail among the files are checked, and not imported.\n' +
    'Exit code 0: all of it is in the log, recorded now or known before. 1: nothing or not everything\n' +
    'was recorded (quarantined, refused, a file that breaks off, no records), or a digest does not hold.',
  arguments: [{ name: 'files', summary: 'files and folders', many: true }],
  options: [
    { flags: '--source NAME', summary: 'source that the records are of' },
    { flags: '--format FORMAT', summary: 'what the files hold', choices: [...FORMATS] },
    { flags: '--check', summary: 'say what would come, and take nothing' },
    { flags: '--restart', summary: 'forget how far earlier runs came' },
    {
      flags: '--public-keys FILE',
      summary: 'answer of aws cloudtrail list-public-keys: checks the signatures of digests',
    },
  ],
  server: true,
  data: true,
  examples: [
    'acta import audit-log.json --source acme',
    'acta import ./AWSLogs --source aws --public-keys keys.json',
    'acta import --check /var/log/kubernetes/audit.log --source cluster',
  ],
  run: runImport,
};

async function runImport(invocation: Invocation): Promise<number> {
  const { context, args, options } = invocation;
  const source = textOption(options, 'source');
  if (source === undefined) throw usageError('no source is named', 'Give one with --source NAME.');
  if (args.length === 0) throw usageError('no file is named', 'Give files or folders.');
  const client = clientOf(context, options, { timeout_ms: 300_000 });
  const { type } = await client.sources.get(source);
  const all = await inputFiles(args, context.cwd);
  const trail = await checkTrail(invocation, all);
  const files = all.filter((file) => !isDigestFile(file));
  const format = (textOption(options, 'format') ?? 'auto') as Format;
  const target: ImportTarget = { client, source, type, format, signal: context.interrupted() };
  const isGood =
    options['check'] === true
      ? await check(invocation, target, files)
      : await importAll(invocation, target, files, trail);
  return isGood && (trail?.findings.length ?? 0) === 0 ? 0 : 1;
}

/** Counts bytes over all files. */
function meter({ context }: Invocation, title: string, files: readonly InputFile[]) {
  const progress = createProgress(context, title);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  return {
    at: (file: InputFile, bytes: number) =>
      progress.update(before + Math.min(bytes, file.bytes), total, file.name),
    end(file: InputFile) {
      before += file.bytes;
    },
    close: () => progress.end(),
  };
}

async function importAll(
  invocation: Invocation,
  target: ImportTarget,
  files: readonly InputFile[],
  trail: TrailCheck | null,
): Promise<boolean> {
  const { context, options } = invocation;
  const path = stateFile(context.env, serverUrl(context, options), target.source);
  const state = await openState(path, options['restart'] === true);
  const bar = meter(invocation, 'Importing', files);
  const total = emptyTotal();
  try {
    for (const file of files) {
      await importFile(target, file, state, total, (bytes) => bar.at(file, bytes));
      bar.end(file);
    }
  } catch (error) {
    if (!target.signal.aborted) {
      if (total.records > 0) sayOutcome(context, target.source, total);
      throw error;
    }
    throw new CommandError(
      `stopped after ${total.records} records`,
      'The same command again goes on from here.',
    );
  } finally {
    bar.close();
  }
  if (options['json'] === true) await printJson(context, { ...total, trail });
  else sayOutcome(context, target.source, total);
  return isComplete(total);
}

async function check(
  invocation: Invocation,
  target: ImportTarget,
  files: readonly InputFile[],
): Promise<boolean> {
  const { context, options } = invocation;
  const bar = meter(invocation, 'Checking', files);
  const sum: ImportPreview = {
    records: 0,
    unmapped: 0,
    untimed: 0,
    failed: [],
    actions: {},
    from: null,
    to: null,
    samples: [],
  };
  const broken: string[] = [];
  try {
    for (const file of files) {
      const reason = await checkFile(
        target,
        file,
        (bytes) => bar.at(file, bytes),
        (preview) => add(sum, preview),
      );
      if (reason !== null) broken.push(`${file.path}: ${reason}`);
      bar.end(file);
    }
  } finally {
    bar.close();
  }
  if (options['json'] === true) await printJson(context, sum);
  else await showPreview(invocation, sum);
  for (const line of broken) say(context, `acta: ${line}`);
  return broken.length === 0 && sum.failed.length === 0;
}

function add(sum: ImportPreview, more: ImportPreview): void {
  sum.records += more.records;
  sum.unmapped += more.unmapped;
  sum.untimed += more.untimed;
  for (const [action, count] of Object.entries(more.actions)) {
    sum.actions[action] = (sum.actions[action] ?? 0) + count;
  }
  for (const each of more.failed) {
    const known = sum.failed.find(({ code }) => code === each.code);
    if (known === undefined) sum.failed.push({ ...each });
    else known.count += each.count;
  }
  if (more.from !== null && (sum.from === null || more.from < sum.from)) sum.from = more.from;
  if (more.to !== null && (sum.to === null || more.to > sum.to)) sum.to = more.to;
  if (sum.samples.length === 0) sum.samples = more.samples;
}

async function showPreview({ context }: Invocation, sum: ImportPreview): Promise<void> {
  const rows = Object.entries(sum.actions).sort(([, a], [, b]) => b - a);
  await printTable(context, rows, [
    { title: 'EVENTS', value: ([, count]) => count.toLocaleString('en'), align: 'right' },
    { title: 'ACTION', value: ([action]) => action },
  ]);
  for (const { time, actor, action, target } of sum.samples) {
    await print(context, `${time ?? 'no time'}  ${actor}  ${action}  ${target}\n`);
  }
  const range = sum.from === null ? '' : `, from ${sum.from} to ${sum.to}`;
  say(
    context,
    `${counted(sum.records, 'event')} would come${range}; ${sum.unmapped} without an action of their own, ` +
      `${sum.untimed} without a time`,
  );
  for (const { code, detail, count } of sum.failed) {
    say(context, `acta: ${count} could not be read: ${detail} (${code})`);
  }
}

/** Null where there is no digest among the files. */
async function checkTrail(
  invocation: Invocation,
  files: readonly InputFile[],
): Promise<TrailCheck | null> {
  if (!files.some(isDigestFile)) return null;
  const { context } = invocation;
  const progress = createProgress(context, 'Checking digests');
  const keys = await publicKeys(invocation);
  const trail = await checkDigests(files, keys, (done, all) => progress.update(done, all));
  progress.end();
  const { digests, signed, findings } = trail;
  say(
    context,
    `${trail.files} log files compared with ${digests} digests, ${signed} signatures checked, ` +
      `${findings.length} findings`,
  );
  for (const { what, where, detail } of findings)
    say(context, `acta: ${what}  ${where}  ${detail}`);
  return trail;
}

async function publicKeys({ context, options }: Invocation): Promise<Map<string, string>> {
  const path = textOption(options, 'publicKeys');
  if (path === undefined) return new Map();
  const said = JSON.parse(await readFile(resolve(context.cwd, path), 'utf8')) as {
    PublicKeyList?: { Fingerprint?: string; Value?: string }[];
  };
  return new Map(
    (said.PublicKeyList ?? []).map(({ Fingerprint = '', Value = '' }) => [Fingerprint, Value]),
  );
}
