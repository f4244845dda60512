import type { Sink } from '@acta/sdk';
import type { CommandDeclaration, Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { CommandError, usageError } from '../error.ts';
import { deliveriesOf, replayDeliveries } from '../sink/deliveries.ts';
import { route } from '../sink/route.ts';
import { settingOptions, settingsFrom } from '../source/settings.ts';
import { print, printJson, printTable, say } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';

const name = { name: 'name', summary: 'name of the sink' };

/** `acta sink`. */
export const sink: CommandDeclaration = {
  name: 'sink',
  summary: 'Manage where alerts are told',
  commands: [
    {
      name: 'list',
      summary: 'List sinks with their health',
      server: true,
      data: true,
      run: listSinks,
    },
    {
      name: 'kinds',
      summary: 'List the kinds of sinks with their settings',
      server: true,
      data: true,
      run: listKinds,
    },
    {
      name: 'add',
      alias: 'create',
      summary: 'Add a sink; a signing secret that is made is shown this once',
      details: 'Give secrets from a file, so that no list of processes has them.',
      arguments: [{ name: 'kind', summary: 'see acta sink kinds' }, name],
      options: settingOptions,
      server: true,
      data: true,
      examples: [
        'acta sink add webhook ops --set url=https://ops.example.org/alerts',
        'acta sink add slack security --set-file webhook_url=slack-url.txt',
      ],
      run: addSink,
    },
    {
      name: 'set',
      summary: 'Change settings of a sink; an empty value takes one away',
      arguments: [name],
      options: settingOptions,
      server: true,
      run: setSink,
    },
    {
      name: 'test',
      summary: 'Send a message about nothing, now and once',
      arguments: [name],
      server: true,
      data: true,
      run: testSink,
    },
    { name: 'enable', summary: 'Send again', arguments: [name], server: true, run: switched(true) },
    {
      name: 'disable',
      summary: 'Send nothing for now; what waits is kept',
      arguments: [name],
      server: true,
      run: switched(false),
    },
    {
      name: 'remove',
      summary: 'Remove a sink with its ledger',
      arguments: [name],
      server: true,
      run: removeSink,
    },
    deliveriesOf,
    replayDeliveries,
    route,
  ],
};

async function listSinks({ context, options }: Invocation): Promise<number> {
  const { items } = await clientOf(context, options).sinks.list();
  if (options['json'] === true) {
    await printJson(context, items);
    return 0;
  }
  const brush = paint(context.stdout, context.env);
  const state = (text: string, { health }: Sink) =>
    ['new', 'healthy'].includes(health.state) ? brush.green(text) : brush.yellow(text);
  await printTable(context, items, [
    { title: 'NAME', value: (each) => each.name, shrink: 2, paint: brush.bold },
    { title: 'KIND', value: (each) => each.kind },
    { title: 'STATE', value: (each) => each.health.state, paint: state },
    { title: 'WAITING', value: (each) => each.health.pending, align: 'right' },
    { title: 'DEAD', value: (each) => each.health.failed, align: 'right' },
    { title: 'LAST DELIVERED', value: (each) => each.health.last_delivered ?? 'never' },
    { title: 'PROBLEM', value: (each) => each.health.problem ?? '', shrink: 1 },
  ]);
  return 0;
}

async function listKinds({ context, options }: Invocation): Promise<number> {
  const { items } = await clientOf(context, options).sinks.kinds();
  if (options['json'] === true) {
    await printJson(context, items);
    return 0;
  }
  const rows = items.flatMap(({ kind, settings }) =>
    settings.map((setting) => ({ of: kind, ...setting })),
  );
  await printTable(context, rows, [
    { title: 'KIND', value: (each) => each.of },
    { title: 'SETTING', value: (each) => `${each.name}${each.required ? ' *' : ''}` },
    { title: 'TYPE', value: (each) => each.choices?.join('|') ?? each.kind, shrink: 1 },
    { title: 'WHAT', value: (each) => each.hint, shrink: 2 },
  ]);
  say(context, '* is required. Secrets: --set-file NAME=FILE.');
  return 0;
}

async function addSink(invocation: Invocation): Promise<number> {
  const { context, args, options } = invocation;
  const client = clientOf(context, options);
  const [wanted = '', given = ''] = args;
  const settings = await settingsFrom(invocation);
  const known = (await client.sinks.kinds()).items.find(({ kind }) => kind === wanted);
  if (known === undefined) throw usageError(`${wanted} is no kind of sink`, 'See acta sink kinds.');
  const made = await client.sinks.create({ kind: known.kind, name: given, settings });
  if (options['json'] === true) {
    await printJson(context, made);
    return 0;
  }
  const lines = [
    ...(made.secret === null ? [] : [`Signing secret  ${made.secret}`]),
    ...(made.public_key === null ? [] : [`Public key      ${made.public_key}`]),
    ...(made.answer_url === null ? [] : [`Answer address  ${made.answer_url}`]),
  ];
  await print(context, lines.map((line) => `${line}\n`).join(''));
  if (made.secret !== null) say(context, 'The secret is not shown again.');
  say(context, `Added ${given}. Try it: acta sink test ${given}`);
  return 0;
}

async function setSink(invocation: Invocation): Promise<number> {
  const { context, args, options } = invocation;
  const settings = await settingsFrom(invocation);
  const names = Object.keys(settings);
  if (names.length === 0) throw usageError('no setting is given', 'Write --set NAME=VALUE.');
  await clientOf(context, options).sinks.change(args[0] ?? '', { settings });
  say(context, `Changed ${names.join(', ')} of ${args[0]}.`);
  return 0;
}

async function testSink({ context, args, options }: Invocation): Promise<number> {
  const [given = ''] = args;
  const tested = await clientOf(context, options, { retries: 0 }).sinks.test(given);
  if (options['json'] === true) await printJson(context, tested);
  if (!tested.delivered) {
    throw new CommandError(`the test did not arrive: ${tested.answer}`);
  }
  say(context, `Arrived in ${tested.latency_ms} ms: ${tested.answer}`);
  return 0;
}

function switched(enabled: boolean) {
  return async ({ context, args, options }: Invocation): Promise<number> => {
    await clientOf(context, options).sinks.change(args[0] ?? '', { enabled });
    say(context, `${enabled ? 'Enabled' : 'Disabled'} ${args[0]}.`);
    return 0;
  };
}

async function removeSink({ context, args, options }: Invocation): Promise<number> {
  await clientOf(context, options).sinks.remove(args[0] ?? '');
  say(context, `Removed ${args[0]}.`);
  return 0;
}
