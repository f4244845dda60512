import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { SentEvent } from '@acta/event';
import { ActaApiError, type Client } from '@acta/sdk';
import { listOption, textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf, serverUrl } from '../context.ts';
import { CommandError, explain, usageError } from '../error.ts';
import { artifactsOf } from '../run/artifact.ts';
import { runChild } from '../run/child.ts';
import { factsOf } from '../run/facts.ts';
import { sendSpooled, spool, spoolFolder } from '../run/spool.ts';
import { endEvent, startEvent, type Step } from '../run/step-event.ts';
import { tokenOfJob, type TokenOfJob } from '../run/workload-token.ts';
import { say } from '../terminal/output.ts';

/** A step must not wait long for its record: it spools instead. */
const RETRIES = 2;
const TIMEOUT_MS = 10_000;

export const run: CommandDeclaration = {
  name: 'run',
  summary: 'Run a pipeline step and record it',
  details:
    'Records who, what, where, how long, and how it ended; the exit code of the step is passed through.\n' +
    'When the server is away the record is kept on disk and sent with the next run or acta send --spooled.\n' +
    'With --require the step does not start unless its start could be recorded.\n' +
    'The arguments of the command are not recorded: they may hold secrets.',
  arguments: [{ name: 'command', summary: 'the step, after --', many: true }],
  options: [
    { flags: '--name NAME', summary: 'name of the step; the program when absent' },
    { flags: '--env NAME', summary: 'environment that it acts on' },
    { flags: '--service NAME', summary: 'service that it acts on' },
    { flags: '--stage NAME', summary: 'stage of the pipeline: build, test, deploy …' },
    { flags: '--release VERSION', summary: 'version that it builds or deploys' },
    { flags: '--deploy', summary: 'record it as a deployment of the service' },
    { flags: '--reason TEXT', summary: 'why' },
    { flags: '--ticket ID', summary: 'ticket that asked for it' },
    { flags: '--artifact FILE', summary: 'file that it makes: its digest is recorded', many: true },
    { flags: '--require', summary: 'do not start unless it can be recorded' },
  ],
  server: true,
  passthrough: true,
  examples: [
    'acta run --env production --service pay --deploy -- ./deploy.sh',
    'acta run --stage build --artifact dist/app.tar.gz -- make dist',
  ],
  run: runStep,
};

/** How this run reaches the server, and as whom. */
interface Sender {
  client: Client;
  token: TokenOfJob;
}

async function runStep(invocation: Invocation): Promise<number> {
  const { context, args, options } = invocation;
  const command = args[0] === '--' ? args.slice(1) : args;
  if (command.length === 0)
    throw usageError('no command to run', 'Write it after --: acta run -- make test');
  const client = clientOf(context, options, { retries: RETRIES, timeout_ms: TIMEOUT_MS });
  const url = serverUrl(context, options);
  const sender: Sender = { client, token: tokenOfJob({ ...context, url }) };
  const facts = factsOf(context.env);
  const step = stepOf(invocation, command);
  if (options['require'] === true) {
    await recordStart(sender, startEvent(step, facts, context.now()));
  }
  const started = context.now();
  const result = await runChild(command, context);
  const ended = context.now();
  if (result.failed !== null) say(context, `acta: ${result.failed}`);
  const { targets, missing } = await artifactsOf(listOption(options, 'artifact'), context.cwd);
  for (const file of missing)
    say(context, `acta: artifact ${file} can't be read; it is not recorded`);
  const event = endEvent(step, facts, { started, ended, result, artifacts: targets });
  const kept = await record(invocation, sender, event);
  if (!kept && options['require'] === true && result.code === 0) return 1;
  return result.code;
}

function stepOf({ options }: Invocation, command: string[]): Step {
  const program = basename(command[0] ?? '');
  const option = (name: string) => textOption(options, name);
  return {
    name: option('name') ?? program,
    program,
    environment: option('env'),
    service: option('service'),
    stage: option('stage'),
    version: option('release'),
    reason: option('reason'),
    ticket: option('ticket'),
    deploy: options['deploy'] === true,
    delivery: randomUUID(),
  };
}

async function recordStart(sender: Sender, event: SentEvent) {
  try {
    await send(sender, event);
  } catch (error) {
    const { message } = explain(error);
    const next =
      'The step did not start. Without --require it would run and its record be kept on disk.';
    throw new CommandError(`The start can't be recorded: ${message}`, next, { cause: error });
  }
}

/** Sends the record, or keeps it on disk. False when neither could be done; both are said. */
async function record({ context }: Invocation, sender: Sender, event: SentEvent): Promise<boolean> {
  const folder = spoolFolder(context.env);
  try {
    await send(sender, event);
  } catch (error) {
    const { message } = explain(error);
    try {
      const created = new Date(context.now()).toISOString();
      const idempotency_key = event.source?.delivery ?? randomUUID();
      await spool(folder, { v: 1, created, idempotency_key, events: [event] });
      say(context, `acta: ${message}`);
      say(
        context,
        `acta: the record is kept in ${folder} and sent with the next run, or by: acta send --spooled`,
      );
      return true;
    } catch (spoolError) {
      say(
        context,
        `acta: the step is NOT recorded: ${message}; and it can't be kept on disk: ${explain(spoolError).message}`,
      );
      return false;
    }
  }
  // Records of other runs need a key: this run's token would make them its own.
  if (!sender.client.hasKey) return true;
  const later = await sendSpooled(folder, sender.client);
  if (later.sent > 0) say(context, `acta: sent ${later.sent} records that waited on disk`);
  if (later.refused > 0)
    say(context, `acta: ${later.refused} records were refused; see ${folder}/*.refused`);
  return true;
}

async function send({ client, token }: Sender, event: SentEvent) {
  const workload = await token();
  const answer = await client.emit([event], {
    idempotency_key: event.source?.delivery ?? randomUUID(),
    workload_token: workload?.token,
    prove: workload?.prove,
  });
  const refused = answer.rejected[0];
  if (refused === undefined) return;
  throw new ActaApiError({
    type: 'about:blank',
    title: 'Rejected',
    status: 400,
    code: 'event_rejected',
    detail: `The server rejected the record: ${refused.error}${refused.path ? ` at ${refused.path}` : ''}`,
  });
}
