import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { dataDirectoryOption } from '../data-directory.ts';
import { printJson, say } from '../terminal/output.ts';
import { createProgress, duration } from '../terminal/progress.ts';

export const rebuildIndex: CommandDeclaration = {
  name: 'rebuild-index',
  summary: 'Make the search index again from the log',
  details:
    'The index holds nothing of its own: it may be deleted, and is made again from the log. Stop the\n' +
    'server first. With index.url its table is emptied and filled again.',
  options: [
    dataDirectoryOption,
    { flags: '--config FILE', summary: 'settings file (ACTA_CONFIG, default acta.yaml)' },
  ],
  data: true,
  examples: ['acta rebuild-index --data /var/lib/acta'],
  run,
};

async function run({ context, options }: Invocation): Promise<number> {
  // The server is large: only this command and serve load it.
  const server = await import('@acta/server');
  const progress = createProgress(context, 'Indexing');
  const argv = ['data', 'config'].flatMap((name) => {
    const value = textOption(options, name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const started = context.now();
  try {
    const entries = await server.rebuildIndex({
      argv,
      env: context.env,
      cwd: context.cwd,
      onProgress: (done, total) => progress.update(done, total),
      signal: context.interrupted(),
    });
    progress.end();
    if (options['json'] === true) await printJson(context, { entries });
    else {
      const count = entries.toLocaleString('en');
      say(
        context,
        `${count} entries are searchable again, in ${duration(context.now() - started)}`,
      );
    }
    return 0;
  } finally {
    progress.end();
  }
}
