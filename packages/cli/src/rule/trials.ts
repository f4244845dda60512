// `acta rule replay` and `acta rule explain`: a rule of the server, or a file of this machine.
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client, RuleExplanation, RuleReason, RuleReplay } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf, type Context } from '../context.ts';
import { CommandError } from '../error.ts';
import { localTime, print, printJson, printTable, say } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';
import { createProgress } from '../terminal/progress.ts';
import { parseWhen } from '../when.ts';

const rule = { name: 'rule', summary: "a rule's id, or a file" };

export const replayRule: CommandDeclaration = {
  name: 'replay',
  summary: 'Run a rule over history: how often would it have fired?',
  details:
    'A file is tried before it is saved, a rule also while it is off. Nobody is told of what\n' +
    'it finds. Interrupting it cancels the job.',
  arguments: [rule],
  options: [
    { flags: '--from TIME', summary: 'by the events', default: '90d' },
    { flags: '--to TIME', summary: 'by the events', default: 'now' },
  ],
  server: true,
  data: true,
  examples: ['acta rule replay my-rule.yml', 'acta rule replay ID --from 30d'],
  run: runReplay,
};

export const explainRule: CommandDeclaration = {
  name: 'explain',
  summary: 'Why a rule matches an event, or does not',
  arguments: [rule, { name: 'event', summary: 'id of an event in the log' }],
  options: [{ flags: '--reason TEXT', summary: 'why what is masked for you is read' }],
  server: true,
  data: true,
  examples: ['acta rule explain my-rule.yml EVENT'],
  run: runExplain,
};

/** A file where there is one under this name, else the id of a rule. */
async function ruleOrText(context: Context, name: string) {
  const path = resolve(context.cwd, name);
  return existsSync(path) ? { text: await readFile(path, 'utf8') } : { rule: name };
}

async function runReplay(invocation: Invocation): Promise<number> {
  const { context, args, options } = invocation;
  const client = clientOf(context, options);
  const now = context.now();
  const started = await client.rules.replay(await ruleOrText(context, args[0] ?? ''), {
    from: parseWhen(textOption(options, 'from') ?? '90d', now),
    to: parseWhen(textOption(options, 'to') ?? 'now', now),
  });
  const job = await finished(invocation, client, started);
  if (options['json'] === true) await printJson(context, job);
  else await printReplay(context, job);
  if (job.status === 'done') return 0;
  throw new CommandError(
    `It ended as ${job.status}${job.problem === null ? '.' : `: ${job.problem}`}`,
  );
}

/** Follows the job; an interrupt cancels it on the server. */
async function finished(
  { context }: Invocation,
  client: Client,
  { id }: RuleReplay,
): Promise<RuleReplay> {
  const progress = createProgress(context, 'Replaying');
  const signal = context.interrupted();
  try {
    return await client.rules.waitForReplay(id, {
      every_ms: 200,
      signal,
      onProgress: ({ progress: { done, total } }) => progress.update(done, total),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    return await client.rules.cancelReplay(id);
  } finally {
    progress.end();
  }
}

const DAY_MS = 86_400_000;

async function printReplay(context: Context, job: RuleReplay): Promise<void> {
  const days = Math.max(1, Math.round((Date.parse(job.to) - Date.parse(job.from)) / DAY_MS));
  await printTable(context, job.examples, [
    { title: 'TIME', value: ({ time }) => localTime(time) },
    { title: 'WHO', value: ({ actor }) => actor?.name ?? actor?.id, shrink: 2 },
    { title: 'WHAT', value: ({ target }) => target?.name ?? target?.id, shrink: 3 },
    { title: 'EVENTS', value: ({ count }) => count, align: 'right' },
    { title: 'LAST EVENT', value: ({ events }) => events.at(-1)?.id },
  ]);
  const events = job.events.toLocaleString('en');
  const times = job.findings === 1 ? 'once' : `${job.findings.toLocaleString('en')} times`;
  const alerts = job.alerts === 1 ? 'one alert' : `${job.alerts.toLocaleString('en')} alerts`;
  say(
    context,
    job.findings === 0
      ? `"${job.title}" would not have fired in ${days} days (${events} events).`
      : `"${job.title}" would have fired ${times} in ${days} days (${events} events), ${alerts}.`,
  );
}

async function runExplain({ context, args, options }: Invocation): Promise<number> {
  const [name = '', event = ''] = args;
  const reason = textOption(options, 'reason');
  const explained = await clientOf(context, options).rules.explain({
    ...(await ruleOrText(context, name)),
    event,
    ...(reason === undefined ? {} : { reason }),
  });
  if (options['json'] === true) await printJson(context, explained);
  else await print(context, textOf(context, explained));
  for (const { message, line } of explained.problems) {
    say(context, line === null ? message : `Line ${line}: ${message}`);
  }
  return explained.problems.length === 0 ? 0 : 1;
}

function textOf(context: Context, { rules, withheld }: RuleExplanation): string {
  const brush = paint(context.stdout, context.env);
  const lines = rules.flatMap((each) => {
    const seen = each.document === 'record' ? "the product's record" : "Acta's event";
    const state = each.matched ? brush.green('matches') : brush.yellow('does not match');
    const source = each.applies ? '' : ', which is not of its log source';
    return [`${brush.bold(each.title)} ${state} ${seen}${source}`, ...treeOf(each.reason, 1)];
  });
  const hidden = withheld.length === 0 ? [] : [`Left out for you: ${withheld.join(', ')}.`];
  return `${[...lines, ...hidden].join('\n')}\n`;
}

function treeOf({ label, matched, found, items }: RuleReason, depth: number): string[] {
  const held =
    found === undefined ? '' : `   is ${found.length === 0 ? '(nothing)' : found.join(', ')}`;
  const mark = matched ? '✓' : '✗';
  return [
    `${'  '.repeat(depth)}${mark} ${label}${held.slice(0, 200)}`,
    ...items.flatMap((item) => treeOf(item, depth + 1)),
  ];
}
