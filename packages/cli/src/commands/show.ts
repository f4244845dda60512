import { sentenceOf } from '@acta/event';
import type { LoggedEvent } from '@acta/sdk';
import type { CommandDeclaration, Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { usageError } from '../error.ts';
import { actorName } from '../terminal/event-table.ts';
import { localTime, print, printJson } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';
import { printable } from '../terminal/width.ts';

export const show: CommandDeclaration = {
  name: 'show',
  summary: 'Show one event, its proof or its raw text',
  details:
    'That you looked is recorded: the event, its proof and its raw text are part of the record.',
  arguments: [{ name: 'id', summary: 'id of the event' }],
  options: [
    { flags: '--proof', summary: 'its evidence: leaf, disclosures, proof (JSON)' },
    { flags: '--raw', summary: "the source's own record" },
  ],
  server: true,
  data: true,
  examples: [
    'acta show 0192f8c2-1b7e-8c3d-9f00-5a2d7e1c4b6a',
    'acta show ID --proof > evidence.json',
  ],
  run: runShow,
};

async function runShow({ context, args, options }: Invocation): Promise<number> {
  const client = clientOf(context, options);
  const id = args[0] ?? '';
  if (options['proof'] === true && options['raw'] === true) {
    throw usageError('--proof and --raw exclude each other', 'Call acta show twice.');
  }
  if (options['proof'] === true) await printJson(context, await client.proof(id));
  else if (options['raw'] === true) {
    const raw = await client.raw(id);
    if (options['json'] === true) await printJson(context, raw);
    else await print(context, `${raw.raw ?? `(none: ${raw.why ?? 'not kept'})`}\n`);
  } else {
    const event = await client.event(id);
    if (options['json'] === true) await printJson(context, event);
    else await print(context, eventText(event, paint(context.stdout, context.env)));
  }
  return 0;
}

function eventText(event: LoggedEvent, brush: ReturnType<typeof paint>): string {
  const sentence = `${actorName(event)} ${sentenceOf(event).text}`;
  const lines = [brush.bold(printable(sentence)), ''];
  const { time, received, index, withheld, ...rest } = event;
  const put = (name: string, value: string) =>
    lines.push(`${brush.dim(name.padEnd(26))} ${printable(value)}`);
  put('index', String(index));
  put('time', `${localTime(time)}  (${time})`);
  put('received', received);
  for (const [path, value] of leavesOf(rest)) put(path, value);
  for (const { group, why } of withheld ?? []) put(group, `withheld: ${why}`);
  return lines.map((line) => `${line}\n`).join('');
}

function* leavesOf(value: unknown, path = ''): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined)
      yield [path, typeof value === 'string' ? value : JSON.stringify(value)];
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    yield* leavesOf(member, path === '' ? name : `${path}.${name}`);
  }
}
