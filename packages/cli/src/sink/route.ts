import type { AlertLevel, AlertRoute, RouteMatch } from '@acta/sdk';
import { listOption, textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf } from '../context.ts';
import { print, printJson, printTable, say } from '../terminal/output.ts';
import { parseHours, sayMatch } from './match.ts';

const LEVELS: AlertLevel[] = ['informational', 'low', 'medium', 'high', 'critical'];
const name = { name: 'name', summary: 'name of the route' };

/** `acta sink route`. */
export const route: CommandDeclaration = {
  name: 'route',
  summary: 'Which alerts go to which sinks',
  commands: [
    { name: 'list', summary: 'List routes', server: true, data: true, run: listRoutes },
    {
      name: 'add',
      summary: 'Add a route; all that match an alert count',
      details: 'Without --to nobody is told of what it matches.',
      arguments: [name],
      options: [
        { flags: '--to SINK', summary: 'a sink that is told', many: true },
        { flags: '--level LEVEL', summary: 'this level or one above', choices: LEVELS },
        { flags: '--source NAME', summary: 'only of this source', many: true },
        { flags: '--rule ID', summary: 'only of this rule; * at the end', many: true },
        { flags: '--tag TAG', summary: 'only rules with this tag; * at the end', many: true },
        {
          flags: '--hours TEXT',
          summary: 'only then: "mon-fri 09:00-17:00 Europe/Berlin"',
        },
      ],
      server: true,
      data: true,
      examples: ['acta sink route add pages --level high --to pagerduty --to security'],
      run: addRoute,
    },
    {
      name: 'remove',
      summary: 'Remove a route',
      arguments: [name],
      server: true,
      run: removeRoute,
    },
  ],
};

async function listRoutes({ context, options }: Invocation): Promise<number> {
  const routes = await clientOf(context, options).alertRoutes.list();
  if (options['json'] === true) {
    await printJson(context, routes);
    return 0;
  }
  const sinksOf = ({ sinks }: AlertRoute) => (sinks.length === 0 ? 'nobody' : sinks.join(', '));
  await printTable(context, routes.items, [
    { title: 'NAME', value: (each) => each.name },
    { title: 'MATCHES', value: (each) => sayMatch(each.match), shrink: 2 },
    { title: 'SINKS', value: sinksOf, shrink: 1 },
    { title: 'ON', value: (each) => (each.enabled ? 'yes' : 'no') },
  ]);
  await print(context, `Where none matches: ${sayMatch(routes.otherwise.match)} to all sinks.\n`);
  return 0;
}

async function addRoute({ context, args, options }: Invocation): Promise<number> {
  const level = textOption(options, 'level') as AlertLevel | undefined;
  const hours = textOption(options, 'hours');
  const lists = { sources: 'source', rules: 'rule', tags: 'tag' } as const;
  const match: RouteMatch = {
    ...(level === undefined ? {} : { level }),
    ...(hours === undefined ? {} : { hours: parseHours(hours) }),
  };
  for (const field of ['sources', 'rules', 'tags'] as const) {
    const values = listOption(options, lists[field]);
    if (values.length > 0) match[field] = values;
  }
  const sinks = listOption(options, 'to');
  const made = await clientOf(context, options).alertRoutes.create({
    name: args[0] ?? '',
    match,
    sinks,
  });
  if (options['json'] === true) await printJson(context, made);
  const who = sinks.length === 0 ? 'nobody' : sinks.join(', ');
  say(context, `Added ${made.name}: ${sayMatch(match)} to ${who}.`);
  return 0;
}

async function removeRoute({ context, args, options }: Invocation): Promise<number> {
  await clientOf(context, options).alertRoutes.remove(args[0] ?? '');
  say(context, `Removed ${args[0]}.`);
  return 0;
}
