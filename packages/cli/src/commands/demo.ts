import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { serverUrl } from '../context.ts';
import { usageError } from '../error.ts';
import { print, printJson, say } from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';
import { parseWhen } from '../when.ts';

export const demo: CommandDeclaration = {
  name: 'demo',
  summary: 'Play a demo organisation into a server',
  details:
    'Ninety days of changes, runs, deployments, secrets, sign-ins and incidents of a made-up company,\n' +
    'with six attacks in them, through the ordinary intake. The events stay in the log for ever:\n' +
    'use a server that is there for trying.',
  options: [
    { flags: '--seed TEXT', summary: 'another seed plays another organisation', default: 'acme' },
    { flags: '--until TIME', summary: 'end of the ninety days', default: 'now' },
    { flags: '--live', summary: 'go on with a few events a minute, until interrupted' },
  ],
  server: true,
  data: true,
  examples: ['acta demo --token "$ACTA_ADMIN_TOKEN"', 'acta demo --live'],
  run: runDemo,
};

async function runDemo({ context, options }: Invocation): Promise<number> {
  const url = serverUrl(context, options);
  const token = textOption(options, 'token') ?? context.env['ACTA_TOKEN'];
  if (!token)
    throw usageError(
      'the demo needs an administrator’s token',
      'Give it with --token or ACTA_TOKEN.',
    );
  const { playDemo, playLive, formatDemoSummary } = await import('../demo/index.ts');
  const progress = createProgress(context, 'Playing');
  const signal = context.interrupted();
  const until = parseWhen(textOption(options, 'until') ?? 'now', context.now());
  const given = {
    url,
    token,
    seed: textOption(options, 'seed') ?? 'acme',
    now: Date.parse(until),
    signal,
  };
  try {
    const summary = await playDemo({
      ...given,
      onProgress: (done, total, label) => progress.update(done, total, label),
    });
    progress.end();
    const link = (query: string) =>
      `${url.replace(/\/+$/, '')}/events?q=${encodeURIComponent(query)}`;
    if (options['json'] === true) await printJson(context, summary);
    else await print(context, formatDemoSummary(summary, link));
  } finally {
    progress.end();
  }
  if (options['live'] === true) {
    say(context, 'Going on with a few events a minute. Stop with Ctrl-C.');
    await playLive(given);
  }
  return 0;
}
