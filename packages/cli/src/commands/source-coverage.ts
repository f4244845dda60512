import type { CoverageAnswer, CoverageDay, DayState, SourceCoverageDays } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { usageError } from '../error.ts';
import { print, printJson, printTable } from '../terminal/output.ts';
import { paint, type Paint } from '../terminal/paint.ts';

export const coverage: CommandDeclaration = {
  name: 'coverage',
  summary: 'Show what was heard of a source, day by day',
  arguments: [{ name: 'name', summary: 'name of the source; or --all', optional: true }],
  options: [
    { flags: '--all', summary: 'all sources, and what is not heard' },
    { flags: '--from DAY', summary: 'first day, UTC (default: 90 days ago)' },
    { flags: '--to DAY', summary: 'day after the last one, UTC (default: tomorrow)' },
  ],
  server: true,
  data: true,
  details:
    'Each day is # complete, _ complete and nothing happened, / partial, ? unknown, > today,\n' +
    '. not connected.',
  examples: [
    'acta source coverage acme',
    'acta source coverage --all --from 2026-10-01 --to 2026-11-01',
  ],
  run: showCoverage,
};

async function showCoverage({ context, args, options }: Invocation): Promise<number> {
  const [name] = args;
  if ((name === undefined) !== (options['all'] === true)) {
    throw usageError('say which source', 'Name one, or give --all.');
  }
  const from = textOption(options, 'from');
  const to = textOption(options, 'to');
  const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const client = clientOf(context, options);
  const brush = paint(context.stdout, context.env);
  if (name === undefined) {
    const answer = await client.coverage(days);
    if (options['json'] === true) await printJson(context, answer);
    else await print(context, overview(answer, brush));
    return 0;
  }
  const answer = await client.sources.coverage(name, days);
  if (options['json'] === true) {
    await printJson(context, answer);
    return 0;
  }
  await printTable(context, answer.days, [
    { title: 'DAY', value: (day) => day.day },
    { title: 'STATE', value: (day) => day.state, paint: (text, day) => painted(brush, day, text) },
    { title: 'EVENTS', value: (day) => day.events.toLocaleString('en'), align: 'right' },
    { title: 'USUAL', value: (day) => day.expected?.toLocaleString('en') ?? '', align: 'right' },
    { title: 'WHY', value: whyOf, shrink: 1, min: 20 },
    { title: 'RECORDED', value: (day) => day.recorded, shrink: 2 },
  ]);
  return 0;
}

function whyOf({ reasons }: CoverageDay): string {
  return reasons
    .map(({ code, from, to, count, detail }) => {
      const words = code.replaceAll('_', ' ');
      const when = from === null || to === null ? '' : ` ${hourOf(from)}-${hourOf(to, true)}`;
      return `${words}${when}${count === null ? '' : ` ${count}`}${detail ? ` (${detail})` : ''}`;
    })
    .join(', ');
}

function hourOf(time: string, isEnd = false): string {
  const hour = time.slice(11, 16);
  return isEnd && hour === '00:00' ? '24:00' : hour;
}

const MARKS: Record<DayState, string> = {
  complete: '#',
  partial: '/',
  unknown: '?',
  open: '>',
  not_connected: '.',
};

function overview({ from, to, sources, not_heard }: CoverageAnswer, brush: Paint): string {
  const width = Math.max(6, ...sources.map(({ source }) => source.length));
  const last = new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10);
  const lines = [
    brush.dim(`${'SOURCE'.padEnd(width)}  ${from} to ${last}`),
    ...sources.map((each) => `${each.source.padEnd(width)}  ${rowOf(each, brush)}`),
    brush.dim(
      '# complete  _ nothing happened  / partial  ? unknown  > today  . not connected; days are UTC',
    ),
    '',
    not_heard.length === 0 ? 'Every source is heard.' : 'Not heard:',
    ...not_heard.map(({ source, code, since, count, detail }) => {
      const more = [count === null ? '' : String(count), detail, since ? `since ${since}` : ''];
      const words = more.filter((text) => text !== '').join(', ');
      return `  ${brush.bold(source)}  ${brush.yellow(code.replaceAll('_', ' '))}  ${words}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function rowOf({ days }: SourceCoverageDays, brush: Paint): string {
  return days.map((day) => painted(brush, day, markOf(day))).join('');
}

const markOf = ({ state, events }: CoverageDay) =>
  state === 'complete' && events === 0 ? '_' : MARKS[state];

function painted(brush: Paint, { state }: CoverageDay, text: string): string {
  if (state === 'complete' || state === 'open') return brush.green(text);
  return state === 'not_connected' ? brush.dim(text) : brush.yellow(text);
}
