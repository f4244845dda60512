import type { Source } from '@acta/sdk';
import type { CommandDeclaration, Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { print, printJson, printTable, say } from '../terminal/output.ts';
import { pullSource, reconcileSource } from '../source/reconcile.ts';
import { setSource, settingOptions, settingsFrom } from '../source/settings.ts';
import { replaySource } from '../source/replay.ts';
import { testRecords } from '../source/test-records.ts';
import { paint } from '../terminal/paint.ts';
import { coverage } from './source-coverage.ts';

const name = { name: 'name', summary: 'name of the source' };

export const source: CommandDeclaration = {
  name: 'source',
  summary: 'Manage sources',
  commands: [
    {
      name: 'add',
      alias: 'create',
      summary: 'Add a source; its secret is shown this once',
      arguments: [{ name: 'type', summary: 'product, see acta source types' }, name],
      options: settingOptions,
      server: true,
      data: true,
      examples: ['acta source add github acme', 'acta source add github acme --set secret=…'],
      run: createSource,
    },
    {
      name: 'list',
      summary: 'List sources with their health',
      server: true,
      data: true,
      run: listSources,
    },
    coverage,
    { name: 'show', summary: 'Show one source', arguments: [name], server: true, run: showSource },
    {
      name: 'types',
      summary: 'List the products that can be connected',
      server: true,
      data: true,
      run: listTypes,
    },
    {
      name: 'pause',
      summary: 'Refuse deliveries for now',
      arguments: [name],
      server: true,
      run: pause(true),
    },
    {
      name: 'resume',
      summary: 'Take deliveries again',
      arguments: [name],
      server: true,
      run: pause(false),
    },
    {
      name: 'remove',
      summary: 'Remove a source; its events stay',
      arguments: [name],
      server: true,
      run: removeSource,
    },
    setSource,
    pullSource,
    reconcileSource,
    testRecords,
    replaySource,
  ],
};

async function createSource(invocation: Invocation): Promise<number> {
  const { context, args, options } = invocation;
  const settings = await settingsFrom(invocation);
  const [type = '', given = ''] = args;
  const created = await clientOf(context, options).sources.create({ type, name: given, settings });
  if (options['json'] === true) await printJson(context, created);
  else {
    await print(context, `Intake URL  ${created.intake_url}\nSecret      ${created.secret}\n`);
    say(context, 'Set both in the product now: the secret is not shown again.');
  }
  return 0;
}

async function listSources({ context, options }: Invocation): Promise<number> {
  const { items } = await clientOf(context, options).sources.list({ limit: 1000 });
  if (options['json'] === true) {
    await printJson(context, items);
    return 0;
  }
  const brush = paint(context.stdout, context.env);
  const state = (text: string, each: Source) =>
    each.health.state === 'healthy' ? brush.green(text) : brush.yellow(text);
  await printTable(context, items, [
    { title: 'NAME', value: (each) => each.name, shrink: 2, paint: brush.bold },
    { title: 'TYPE', value: (each) => each.type },
    { title: 'STATE', value: (each) => each.health.state, paint: state },
    { title: 'EVENTS', value: (each) => each.health.events.toLocaleString('en'), align: 'right' },
    { title: '24 H', value: (each) => each.health.events_24h.toLocaleString('en'), align: 'right' },
    { title: 'UNMAPPED', value: (each) => each.health.unmapped, align: 'right' },
    { title: 'REJECTED', value: (each) => each.health.rejected, align: 'right' },
    { title: 'HELD', value: (each) => each.health.quarantined, align: 'right' },
    { title: 'LAST EVENT', value: (each) => each.health.last_received ?? 'never', shrink: 1 },
  ]);
  return 0;
}

async function showSource({ context, args, options }: Invocation): Promise<number> {
  const found = await clientOf(context, options).sources.get(args[0] ?? '');
  await print(context, `${JSON.stringify(found, null, 2)}\n`);
  return 0;
}

async function listTypes({ context, options }: Invocation): Promise<number> {
  const answer = await clientOf(context, options).sources.types();
  const items = Array.isArray(answer) ? answer : answer.items;
  if (options['json'] === true) await printJson(context, items);
  else {
    await printTable(context, items, [
      { title: 'TYPE', value: (each) => each.type },
      { title: 'PRODUCT', value: (each) => each.title },
      { title: 'WHAT IT BRINGS', value: (each) => each.summary, shrink: 1 },
    ]);
  }
  return 0;
}

function pause(paused: boolean) {
  return async ({ context, args, options }: Invocation): Promise<number> => {
    await clientOf(context, options).sources.update(args[0] ?? '', { paused });
    say(context, `${paused ? 'Paused' : 'Resumed'} ${args[0]}.`);
    return 0;
  };
}

async function removeSource({ context, args, options }: Invocation): Promise<number> {
  await clientOf(context, options).sources.remove(args[0] ?? '');
  say(context, `Removed ${args[0]}. Its events stay in the log.`);
  return 0;
}
