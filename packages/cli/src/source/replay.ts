// `acta source replay`: maps again what was received of a source, as new events beside the first.
import type { Client, Renormalisation } from '@acta/sdk';
import type { CommandDeclaration, Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { CommandError } from '../error.ts';
import { queryOf, rangeOptions } from '../search-options.ts';
import { printJson, say } from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';

export const replaySource: CommandDeclaration = {
  name: 'replay',
  summary: 'Map again what was received, as new events that link to the first',
  details:
    'The log is never rewritten: new events are marked renormalised and name the first in\n' +
    'revision_of. Run twice, the second run finds nothing to add. Interrupting it cancels the job.',
  arguments: [{ name: 'name', summary: 'name of the source' }],
  options: [
    ...rangeOptions,
    { flags: '--dry-run', summary: 'only say what would change, of the latest events' },
  ],
  server: true,
  data: true,
  examples: ['acta source replay deploys --dry-run', 'acta source replay deploys --from 7d'],
  run: runReplay,
};

async function runReplay(invocation: Invocation): Promise<number> {
  const { context, args, options } = invocation;
  const client = clientOf(context, options);
  const [name = ''] = args;
  const { from, to } = queryOf({ ...invocation, args: [] });
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  if (options['dryRun'] === true) {
    const preview = await client.mappings.preview(name, range);
    if (options['json'] === true) await printJson(context, preview);
    else {
      const { considered, changed, unchanged, skipped, complete } = preview;
      const which = complete ? `all ${considered}` : `the latest ${considered}`;
      say(context, `Of ${which} events ${changed} would change, ${unchanged} would not.`);
      if (skipped > 0) say(context, `${skipped} have no record left that could be read again.`);
    }
    return 0;
  }
  const job = await finished(invocation, client, await client.mappings.renormalise(name, range));
  if (options['json'] === true) await printJson(context, job);
  else {
    say(
      context,
      `${job.recorded} events recorded anew (revision ${job.revision}), ${job.duplicates} were ` +
        `there already, ${job.unchanged} unchanged, ${job.skipped} skipped.`,
    );
  }
  if (job.status === 'done') return 0;
  throw new CommandError(`It ended as ${job.status}${job.error ? `: ${job.error}` : '.'}`);
}

/** Follows the job; an interrupt cancels it on the server. */
async function finished(
  { context }: Invocation,
  client: Client,
  { id }: Renormalisation,
): Promise<Renormalisation> {
  const progress = createProgress(context, 'Mapping again');
  const signal = context.interrupted();
  try {
    return await client.mappings.wait(id, {
      every_ms: 200,
      signal,
      onProgress: ({ considered, total }) => progress.update(considered, total),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    return await client.mappings.cancel(id);
  } finally {
    progress.end();
  }
}
