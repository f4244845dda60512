import type { LoggedEvent, SearchAnswer, Total } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { usageError } from '../error.ts';
import { queryOf, rangeOptions } from '../search-options.ts';
import { eventColumns } from '../terminal/event-table.ts';
import { print, printTable, say } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';

const DEFAULT_LIMIT = 50;
const PAGE = 1000;

export const search: CommandDeclaration = {
  name: 'search',
  summary: 'Find events',
  details:
    'The query is what you would type on the page: actor:octocat -action:git.* outcome:failure "rotate key".\n' +
    'With --json one event a line goes to standard output; what the answer covered goes to standard error.',
  arguments: [
    { name: 'query', summary: 'words and field:value terms', optional: true, many: true },
  ],
  options: [
    ...rangeOptions,
    { flags: '-n, --limit N', summary: 'at most N events', default: String(DEFAULT_LIMIT) },
    { flags: '--all', summary: 'all that match' },
    { flags: '--oldest-first', summary: 'in order of time' },
  ],
  server: true,
  data: true,
  examples: [
    "acta search 'actor:octocat severity:>=high' --from 7d",
    "acta search 'action:secret.read' --from 24h --json --all | jq -r .actor.name | sort | uniq -c",
  ],
  run: runSearch,
};

async function runSearch(invocation: Invocation): Promise<number> {
  const { context, options } = invocation;
  const limit = options['all'] === true ? Infinity : limitOf(textOption(options, 'limit'));
  const query = {
    ...queryOf(invocation),
    order: options['oldestFirst'] === true ? ('time' as const) : ('-time' as const),
    limit: Math.min(limit, PAGE),
  };
  let left = limit;
  let shown = 0;
  let first: SearchAnswer | null = null;
  const rows: LoggedEvent[] = [];
  for await (const page of clientOf(context, options).pages(query)) {
    first ??= page;
    const events = page.events.slice(0, left);
    left -= events.length;
    shown += events.length;
    if (options['json'] === true) {
      await print(context, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    } else if (Number.isFinite(limit)) rows.push(...events);
    else await printTable(context, events, eventColumns(paint(context.stdout, context.env)));
    if (left <= 0 || context.stdout.destroyed) break;
  }
  if (rows.length > 0) {
    await printTable(context, rows, eventColumns(paint(context.stdout, context.env)));
  }
  if (first !== null) say(context, paint(context.stderr, context.env).dim(coverOf(first, shown)));
  return 0;
}

/** How far the answer reaches, in one line. */
export function coverOf(answer: SearchAnswer, shown: number): string {
  const { from, to, through_index } = answer.covered;
  const range =
    from === null && to === null ? 'all time' : `${from ?? 'the beginning'} to ${to ?? 'now'}`;
  const through = through_index > 0 ? `complete through #${through_index - 1}` : 'the log is empty';
  return `${shown.toLocaleString('en')} of ${totalOf(answer.total)} events · ${range} · ${through}`;
}

function totalOf(total: Total): string {
  if (typeof total === 'number') return total.toLocaleString('en');
  return `at least ${total.at_least.toLocaleString('en')}`;
}

function limitOf(text: string | undefined): number {
  const limit = Number(text ?? DEFAULT_LIMIT);
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw usageError(
    `${text} is no number of events`,
    'Give --limit a whole number above zero, or --all.',
  );
}
