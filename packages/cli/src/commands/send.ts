import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { SentEvent } from '@acta/event';
import { linesOf, type IngestAnswer, type Receipt } from '@acta/sdk';
import { listOption, textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { usageError } from '../error.ts';
import { sendSpooled, spoolFolder } from '../run/spool.ts';
import { printJson, say } from '../terminal/output.ts';
import { createProgress } from '../terminal/progress.ts';

const BATCH = 500;

export const send: CommandDeclaration = {
  name: 'send',
  summary: 'Send events',
  details:
    'Reads NDJSON, one event a line, or one JSON array or object, from a file or standard input.\n' +
    'An event needs action, actor and target. With options instead, one event is sent.',
  arguments: [{ name: 'file', summary: 'NDJSON or JSON; - for standard input', optional: true }],
  options: [
    {
      flags: '--action ACTION',
      summary: 'action of a single event, for example deployment.succeeded',
    },
    { flags: '--actor ID', summary: 'who' },
    { flags: '--target ID', summary: 'on what' },
    {
      flags: '--outcome OUTCOME',
      summary: 'how it ended',
      choices: ['success', 'failure', 'denied', 'unknown'],
    },
    { flags: '--env NAME', summary: 'environment' },
    { flags: '--service NAME', summary: 'service' },
    { flags: '--reason TEXT', summary: 'why' },
    { flags: '--ticket ID', summary: 'ticket' },
    { flags: '--label NAME=VALUE', summary: 'a label', many: true },
    { flags: '--spooled', summary: 'send what acta run kept on disk' },
  ],
  server: true,
  data: true,
  examples: [
    'acta send events.ndjson',
    'acta send --action deployment.succeeded --actor ada --target pay --env production --ticket OPS-812',
    'acta send --spooled',
  ],
  run: runSend,
};

async function runSend(invocation: Invocation): Promise<number> {
  const { args, options } = invocation;
  if (options['spooled'] === true) return sendWaiting(invocation);
  if (options['action'] !== undefined) return sendBatches(invocation, oneEvent(invocation));
  const file = args[0];
  if (file === undefined) {
    throw usageError(
      'nothing to send',
      'Give a file, - for standard input, or --action with --actor and --target.',
    );
  }
  return sendBatches(invocation, batchesOf(eventsOf(openInput(invocation, file))));
}

async function* oneEvent({ options }: Invocation): AsyncGenerator<SentEvent[]> {
  const option = (name: string) => textOption(options, name);
  const [actor, target, environment, service] = ['actor', 'target', 'env', 'service'].map(option);
  if (!actor || !target) throw usageError('an event needs --actor and --target');
  const labels = Object.fromEntries(listOption(options, 'label').map(labelOf));
  const why = { ...pair('reason', option('reason')), ...pair('ticket', option('ticket')) };
  const pipeline = { ...pair('environment', environment), ...pair('service', service) };
  yield [
    {
      action: option('action') ?? '',
      actor: { id: actor },
      target: { id: target, ...pair('environment', environment) },
      ...pair('outcome', option('outcome') as SentEvent['outcome']),
      ...(Object.keys(why).length > 0 ? { why } : {}),
      ...(Object.keys(pipeline).length > 0 ? { pipeline } : {}),
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
    },
  ];
}

function labelOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw usageError(`${text} is no label`, 'Write --label NAME=VALUE.');
  return [text.slice(0, at), text.slice(at + 1)];
}

function pair<T>(name: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [name]: value };
}

function openInput({ context }: Invocation, file: string): Readable {
  return file === '-' ? context.stdin : createReadStream(resolve(context.cwd, file));
}

/** NDJSON line by line; a text that starts as an array, or spans lines, is read as one document. */
async function* eventsOf(input: Readable): AsyncGenerator<SentEvent> {
  let whole = '';
  let number = 0;
  for await (const line of linesOf(input as AsyncIterable<Uint8Array>)) {
    number++;
    if (line.trim() === '') continue;
    if (whole !== '') {
      whole += `\n${line}`;
      continue;
    }
    const value = parseLine(line);
    if (value !== undefined && !Array.isArray(value)) yield value as SentEvent;
    else if (Array.isArray(value)) yield* value as SentEvent[];
    else if (number === 1) whole = line;
    else throw usageError(`line ${number} is no JSON`, 'Every line must hold one event.');
  }
  if (whole === '') return;
  const value = parseLine(whole);
  if (value === undefined)
    throw usageError('the input is no JSON', 'Send NDJSON, an array or one object.');
  if (Array.isArray(value)) yield* value as SentEvent[];
  else yield value as SentEvent;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

async function* batchesOf(events: AsyncIterable<SentEvent>): AsyncGenerator<SentEvent[]> {
  let batch: SentEvent[] = [];
  for await (const event of events) {
    batch.push(event);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function sendBatches(
  { context, options }: Invocation,
  batches: AsyncIterable<SentEvent[]>,
): Promise<number> {
  const client = clientOf(context, options);
  const progress = createProgress(context, 'Sending');
  const total: IngestAnswer = { accepted: 0, duplicates: 0, rejected: [], receipts: [] };
  let last: Receipt | undefined;
  let sent = 0;
  try {
    for await (const batch of batches) {
      const answer = await client.emit(batch);
      total.accepted += answer.accepted;
      total.duplicates += answer.duplicates;
      for (const each of answer.rejected) total.rejected.push({ ...each, item: each.item + sent });
      if (options['json'] === true) total.receipts.push(...answer.receipts);
      last = answer.receipts.at(-1) ?? last;
      sent += batch.length;
      progress.update(sent, null);
    }
  } finally {
    progress.end();
  }
  if (options['json'] === true) await printJson(context, total);
  else {
    const where = last === undefined ? '' : `, the last one is ${last.id} at index ${last.index}`;
    say(context, `${total.accepted} accepted, ${total.duplicates} duplicates${where}`);
  }
  for (const { item, error, path } of total.rejected.slice(0, 20)) {
    say(context, `acta: event ${item} was rejected: ${error}${path ? ` at ${path}` : ''}`);
  }
  if (total.rejected.length > 20) say(context, `acta: and ${total.rejected.length - 20} more`);
  return total.rejected.length > 0 ? 1 : 0;
}

async function sendWaiting({ context, options }: Invocation): Promise<number> {
  const folder = spoolFolder(context.env);
  const { error, ...counts } = await sendSpooled(folder, clientOf(context, options));
  if (options['json'] === true) await printJson(context, counts);
  else
    say(
      context,
      `${counts.sent} sent, ${counts.waiting} still wait, ${counts.refused} refused (${folder})`,
    );
  if (error !== null) throw error;
  return counts.refused > 0 ? 1 : 0;
}
