import type { DeliveryState } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { usageError } from '../error.ts';
import { localTime, printJson, printTable, say } from '../terminal/output.ts';

const name = { name: 'name', summary: 'name of the sink' };
const STATES: DeliveryState[] = ['pending', 'delivered', 'failed'];

/** `acta sink deliveries NAME`. */
export const deliveriesOf: CommandDeclaration = {
  name: 'deliveries',
  summary: 'What was sent to a sink, newest first',
  arguments: [name],
  options: [
    { flags: '--state STATE', summary: 'only these', choices: STATES },
    { flags: '--alert ID', summary: 'only of this alert' },
    { flags: '-n, --limit NUMBER', summary: 'how many', default: '50' },
  ],
  server: true,
  data: true,
  examples: ['acta sink deliveries ops --state failed'],
  run: listDeliveries,
};

async function listDeliveries({ context, args, options }: Invocation): Promise<number> {
  const [given = ''] = args;
  const state = textOption(options, 'state') as DeliveryState | undefined;
  const alert = textOption(options, 'alert');
  const { items } = await clientOf(context, options).sinks.deliveries(given, {
    limit: Number(textOption(options, 'limit') ?? 50),
    ...(state === undefined ? {} : { state }),
    ...(alert === undefined ? {} : { alert }),
  });
  if (options['json'] === true) {
    await printJson(context, items);
    return 0;
  }
  await printTable(context, items, [
    { title: 'ID', value: (each) => each.id },
    { title: 'TIME', value: (each) => localTime(each.created) },
    { title: 'WHAT', value: (each) => each.what },
    { title: 'ALERT', value: (each) => each.title, shrink: 2 },
    { title: 'STATE', value: (each) => each.state },
    { title: 'TRIES', value: (each) => each.attempts, align: 'right' },
    { title: 'ANSWER', value: (each) => each.answer ?? '', shrink: 1 },
  ]);
  return 0;
}

/** `acta sink replay NAME [ID]`. */
export const replayDeliveries: CommandDeclaration = {
  name: 'replay',
  summary: 'Send dead letters again: one, or all of a sink',
  arguments: [name, { name: 'id', summary: 'id of a delivery', optional: true }],
  options: [{ flags: '--all', summary: 'all dead letters of the sink' }],
  server: true,
  data: true,
  examples: ['acta sink replay ops --all'],
  run: replay,
};

async function replay({ context, args, options }: Invocation): Promise<number> {
  const [given = '', id] = args;
  const { sinks } = clientOf(context, options);
  if ((id === undefined) === (options['all'] !== true)) {
    throw usageError('one delivery or all?', 'Give the id of one, or --all.');
  }
  const done = id === undefined ? await sinks.replayAll(given) : await sinks.replay(given, id);
  if (options['json'] === true) await printJson(context, done);
  const count = 'replayed' in done ? done.replayed : 1;
  say(context, `${count} ${count === 1 ? 'message goes' : 'messages go'} out again.`);
  return 0;
}
