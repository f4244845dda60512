import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { CommandError, usageError } from '../error.ts';
import { printJson, say } from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';
import { parseWhen } from '../when.ts';

const name = { name: 'name', summary: 'name of the source' };

/** `acta source pull NAME`. */
export const pullSource: CommandDeclaration = {
  name: 'pull',
  summary: 'Poll the product of a source now',
  arguments: [name],
  server: true,
  data: true,
  async run({ context, args, options }) {
    const health = await clientOf(context, options, { timeout_ms: 600_000 }).sources.pull(
      args[0] ?? '',
    );
    if (options['json'] === true) await printJson(context, health);
    if (health.error !== null) {
      throw new CommandError(
        `the poll failed: ${health.error.detail}`,
        `It is tried again at ${health.next_poll}.`,
      );
    }
    say(
      context,
      `Read everything before ${health.through}; the next poll is at ${health.next_poll}.`,
    );
    return 0;
  },
};

/** `acta source reconcile NAME`. */
export const reconcileSource: CommandDeclaration = {
  name: 'reconcile',
  summary: 'Ask the product again, and record what did not arrive',
  arguments: [name],
  options: [
    { flags: '--from TIME', summary: 'begin: a date, a time, or a span back like 24h' },
    { flags: '--to TIME', summary: 'end; now when absent' },
  ],
  server: true,
  data: true,
  examples: ['acta source reconcile acme --from 2026-11-18 --to 2026-11-19'],
  run: reconcile,
};

async function reconcile({ context, args, options }: Invocation): Promise<number> {
  const given = textOption(options, 'from');
  if (given === undefined) throw usageError('no begin is given', 'Write --from 24h, or a date.');
  const now = context.now();
  const from = parseWhen(given, now);
  const to = parseWhen(textOption(options, 'to') ?? 'now', now);
  const [source = ''] = args;
  const { sources } = clientOf(context, options);
  const started = await sources.reconcile(source, { from, to });
  const progress = createProgress(context, 'Comparing');
  const job = await sources
    .reconciled(source, started.id, {
      signal: context.interrupted(),
      onProgress: ({ progress: { share }, records }) =>
        progress.update(Math.round(share * 100), 100, `${records} records`),
    })
    .finally(() => progress.end());
  if (options['json'] === true) await printJson(context, job);
  if (job.status === 'failed') throw new CommandError(`the comparison failed: ${job.error}`);
  const { records, known, lost } = job;
  say(context, `${records} records: ${known} had arrived, ${lost} had not and are recorded now`);
  return 0;
}
