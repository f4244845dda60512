// `acta source test`: what a file of records would give. Nothing is recorded.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { Client, TriedEvent } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { CommandError, usageError } from '../error.ts';
import { counted } from '../terminal/numbers.ts';
import { print, printJson, printTable, say } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';
import { samplesIn } from './records.ts';

export const testRecords: CommandDeclaration = {
  name: 'test',
  summary: 'Show what a file of records would give; nothing is recorded',
  details:
    'By the mapping of the source NAME, or of any type with --type. --mapping tries another one.\n' +
    'FILE is JSON, one JSON value a line, or lines of text; - reads standard input.',
  arguments: [
    { name: 'name', summary: 'name of the source; left out with --type', optional: true },
    { name: 'file', summary: 'the records', optional: true },
  ],
  options: [
    { flags: '--type TYPE', summary: 'a type in place of a source, see acta source types' },
    { flags: '--mapping FILE', summary: 'a mapping to try in place of the one that is saved' },
  ],
  server: true,
  data: true,
  examples: [
    'acta source test deploys records.ndjson',
    'acta source test --type generic records.ndjson --mapping deploys.json',
  ],
  run: runTest,
};

interface Tried {
  events: TriedEvent[];
  failed: { code: string; detail: string }[];
}

async function runTest(invocation: Invocation): Promise<number> {
  const { context, options } = invocation;
  const client = clientOf(context, options);
  const { type, settings, file } = await subjectOf(invocation, client);
  const mapping = await mappingOf(invocation);
  const tried: Tried = { events: [], failed: [] };
  for (const sample of samplesIn(await textOf(invocation, file))) {
    const request = { settings, samples: [sample], ...(mapping === null ? {} : { mapping }) };
    const { problems, samples } = await client.mappings.try(type, request);
    const [problem] = problems;
    if (problem !== undefined) {
      const lines = problems.map(({ path, message }) => `${path}: ${message}`);
      throw new CommandError(`The mapping is wrong.\n${lines.join('\n')}`);
    }
    for (const { events, failed } of samples) {
      tried.events.push(...events);
      tried.failed.push(...failed);
    }
  }
  await show(invocation, tried);
  return tried.failed.length === 0 ? 0 : 1;
}

async function subjectOf({ args, options }: Invocation, client: Client) {
  const type = textOption(options, 'type');
  const [first, second] = args;
  if (type !== undefined) {
    if (first === undefined || second !== undefined) {
      throw usageError('--type takes one argument, the file', 'Write: --type TYPE FILE.');
    }
    return { type, settings: {}, file: first };
  }
  if (first === undefined || second === undefined) {
    throw usageError('The source or the file is missing', 'Write: NAME FILE, or --type TYPE FILE.');
  }
  const source = await client.sources.get(first);
  return { type: source.type, settings: source.settings, file: second };
}

async function textOf({ context }: Invocation, file: string): Promise<string> {
  if (file === '-') return readAll(context.stdin);
  return readFile(resolve(context.cwd, file), 'utf8').catch((error: unknown) => {
    throw usageError(`${file} can not be read: ${String(error)}`, 'Check the name of the file.');
  });
}

async function mappingOf(invocation: Invocation): Promise<Record<string, unknown> | null> {
  const file = textOption(invocation.options, 'mapping');
  if (file === undefined) return null;
  try {
    return JSON.parse(await textOf(invocation, file)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError(`${file} is no JSON`, error.message);
    throw error;
  }
}

async function show({ context, options }: Invocation, { events, failed }: Tried): Promise<void> {
  if (options['json'] === true) {
    await printJson(context, { events, failed });
    return;
  }
  const brush = paint(context.stdout, context.env);
  await printTable(context, events, [
    { title: 'TIME', value: ({ event }) => event.time ?? '(none)' },
    { title: 'ACTION', value: ({ event }) => event.action, paint: brush.bold },
    { title: 'NATIVE', value: ({ event }) => event.native ?? '', shrink: 2 },
    { title: 'ACTOR', value: ({ event }) => event.actor.name ?? event.actor.id, shrink: 1 },
    { title: 'TARGET', value: ({ event }) => event.target.name ?? event.target.id, shrink: 1 },
    { title: 'OUTCOME', value: ({ event }) => event.outcome },
    {
      title: 'PROBLEM',
      value: ({ errors: [wrong] }) => (wrong === undefined ? '' : `${wrong.path} ${wrong.message}`),
      shrink: 3,
      paint: brush.yellow,
    },
  ]);
  for (const { code, detail } of failed) await print(context, `${code}: ${detail}\n`);
  const unmapped = events.filter((one) => one.unmapped).length;
  const partly = events.filter(({ errors }) => errors.length > 0).length;
  say(
    context,
    `${counted(events.length, 'event')}, ${unmapped} without an action of the catalogue, ` +
      `${partly} with a field that could not be filled, ${counted(failed.length, 'record')} unreadable`,
  );
}
