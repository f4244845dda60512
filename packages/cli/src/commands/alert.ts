import type {
  Alert,
  AlertAction,
  AlertDetail,
  AlertLevel,
  AlertOrder,
  AlertVerdict,
  EntityRisk,
} from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf, type Context } from '../context.ts';
import { usageError } from '../error.ts';
import { localTime, print, printJson, printTable, say } from '../terminal/output.ts';
import { paint, type Paint } from '../terminal/paint.ts';

const ids = { name: 'ids', summary: 'ids of alerts', many: true as const };
const note = { flags: '-n, --note TEXT', summary: 'kept with the step' };

const ORDERS: Record<string, AlertOrder> = {
  updated: '-updated',
  last: '-last',
  level: '-level',
  risk: '-risk',
};

export const alert: CommandDeclaration = {
  name: 'alert',
  summary: 'Alerts: list, look into, acknowledge, resolve, silence',
  commands: [
    {
      name: 'list',
      summary: 'List alerts, by default the one changed last first',
      options: [
        {
          flags: '--status LIST',
          summary: 'open,acknowledged,in_progress,resolved; or all',
          default: 'open,acknowledged,in_progress',
        },
        { flags: '--level LIST', summary: 'critical,high,medium,low,informational' },
        { flags: '--rule ID', summary: 'only alerts of this rule' },
        { flags: '--actor ID', summary: 'only alerts about this actor' },
        { flags: '--target ID', summary: 'only alerts about this target' },
        {
          flags: '--quiet WHICH',
          summary: 'nobody was told of them, or somebody was',
          choices: ['only', 'none'],
        },
        {
          flags: '--order ORDER',
          summary: 'what stands first: last change, last event, level, or risk of the actor',
          choices: Object.keys(ORDERS),
          default: 'updated',
        },
        { flags: '--limit N', summary: 'at most so many', default: '50' },
      ],
      server: true,
      data: true,
      examples: [
        'acta alert list --level critical,high',
        'acta alert list --order risk --quiet none',
        'acta alert list --status all --json',
      ],
      run: listAlerts,
    },
    {
      name: 'show',
      summary: 'Show an alert with its events, history and triage guide',
      arguments: [{ name: 'id', summary: 'id of the alert' }],
      options: [
        { flags: '--filter', summary: 'print the Sigma filter that would have kept it quiet' },
      ],
      server: true,
      data: true,
      examples: ['acta alert show alr_… --filter > not-for-the-backup.yml'],
      run: showAlert,
    },
    step('ack', 'Acknowledge alerts: you have seen them', 'acknowledge'),
    step('start', 'Say that you work on alerts', 'start'),
    step('reopen', 'Open alerts again that were resolved', 'reopen'),
    {
      name: 'resolve',
      summary: 'Resolve alerts with a verdict',
      arguments: [ids],
      options: [
        {
          flags: '--verdict VERDICT',
          summary: 'what it was',
          choices: ['true_positive', 'false_positive', 'benign', 'test'],
        },
        note,
      ],
      server: true,
      data: true,
      examples: ['acta alert resolve alr_… --verdict false_positive -n "the backup job"'],
      run: resolve,
    },
    {
      name: 'note',
      summary: 'Write a note on an alert',
      arguments: [
        { name: 'id', summary: 'id of the alert' },
        { name: 'text', summary: 'the note', many: true },
      ],
      server: true,
      data: true,
      run: noteOn,
    },
    {
      name: 'silence',
      summary: 'Tell nobody of alerts that match, for a while; they are kept all the same',
      options: [
        { flags: '--for SPAN', summary: 'how long: 30m, 2h, 7d' },
        { flags: '--reason TEXT', summary: 'why' },
        { flags: '--rule ID', summary: 'of this rule' },
        { flags: '--level LEVEL', summary: 'of this level' },
        { flags: '--actor ID', summary: 'about this actor' },
        { flags: '--target ID', summary: 'about this target' },
        { flags: '--source NAME', summary: 'of this source' },
      ],
      server: true,
      data: true,
      examples: ['acta alert silence --source acme --for 2h --reason "moving the runners"'],
      run: silence,
    },
  ],
};

function step(
  name: string,
  summary: string,
  action: 'acknowledge' | 'start' | 'reopen',
): CommandDeclaration {
  return {
    name,
    summary,
    arguments: [ids],
    options: [note],
    server: true,
    data: true,
    run: (invocation) => act(invocation, { action, ...noteOf(invocation) }),
  };
}

const noteOf = ({ options }: Invocation): { note?: string } => {
  const text = textOption(options, 'note');
  return text === undefined ? {} : { note: text };
};

async function act({ context, args, options }: Invocation, action: AlertAction): Promise<number> {
  const client = clientOf(context, options);
  const done: AlertDetail[] = [];
  for (const each of args) {
    const moved = await client.alerts.act(each, action);
    done.push(moved);
    const verdict = moved.verdict === null ? '' : ` as ${moved.verdict.replace('_', ' ')}`;
    say(context, `${moved.id} ${moved.rule.title}: ${moved.status.replace('_', ' ')}${verdict}.`);
  }
  if (options['json'] === true) await printJson(context, done);
  return 0;
}

function resolve(invocation: Invocation): Promise<number> {
  const verdict = textOption(invocation.options, 'verdict') as AlertVerdict | undefined;
  if (verdict === undefined) {
    throw usageError('A resolved alert has a verdict', 'Give --verdict.');
  }
  return act(invocation, { action: 'resolve', verdict, ...noteOf(invocation) });
}

function noteOn(invocation: Invocation): Promise<number> {
  const [id = '', ...words] = invocation.args;
  return act({ ...invocation, args: [id] }, { action: 'note', note: words.join(' ') });
}

async function listAlerts({ context, options }: Invocation): Promise<number> {
  const limit = Number(textOption(options, 'limit'));
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > 1000) {
    throw usageError('--limit is no number of 1 to 1000');
  }
  const status = textOption(options, 'status');
  const query: Record<string, string> = status === 'all' ? {} : { status: status ?? '' };
  for (const name of ['level', 'rule', 'actor', 'target'] as const) {
    const value = textOption(options, name);
    if (value !== undefined) query[name] = value;
  }
  const quiet = textOption(options, 'quiet');
  if (quiet !== undefined) query['quiet'] = String(quiet === 'only');
  const order = ORDERS[textOption(options, 'order') ?? 'updated']!;
  const answer = await clientOf(context, options).alerts.list({ ...query, order, limit });
  if (options['json'] === true) {
    await printJson(context, answer);
    return 0;
  }
  const brush = paint(context.stdout, context.env);
  await printTable(context, answer.alerts, [
    { title: 'LEVEL', value: ({ rule }) => rule.level, paint: levelBrush(brush) },
    { title: 'STATUS', value: (each) => each.status.replace('_', ' ') },
    { title: 'RULE', value: ({ rule }) => rule.title, shrink: 3, min: 24, paint: brush.bold },
    { title: 'WHO', value: ({ actor }) => actor?.name ?? actor?.id, shrink: 2 },
    { title: 'RISK', value: ({ actor }) => answer.risk[actor?.id ?? ''], align: 'right' },
    { title: 'WHAT', value: ({ target }) => target?.name ?? target?.id, shrink: 2 },
    { title: 'EVENTS', value: ({ count }) => count, align: 'right' },
    { title: 'LAST', value: ({ last }) => localTime(last) },
    { title: 'ID', value: ({ id }) => id },
  ]);
  const open = Object.entries(answer.open).filter(([, count]) => count > 0);
  const said = open.map(([level, count]) => `${count} ${level}`).join(', ');
  say(context, `Not resolved, quiet ones aside: ${said === '' ? 'none' : said}.`);
  return 0;
}

const levelBrush =
  (brush: Paint) =>
  (text: string, { rule }: Alert): string => {
    if (rule.level === 'critical' || rule.level === 'high') return brush.red(text);
    return rule.level === 'medium' ? brush.yellow(text) : brush.dim(text);
  };

async function showAlert({ context, args, options }: Invocation): Promise<number> {
  const client = clientOf(context, options);
  const [id = ''] = args;
  if (options['filter'] === true) {
    const proposal = await client.alerts.filter(id);
    if (options['json'] === true) await printJson(context, proposal);
    else await print(context, proposal.text);
    return 0;
  }
  const found = await client.alerts.get(id);
  if (options['json'] === true) await printJson(context, found);
  else await print(context, aboutOf(found, context));
  return 0;
}

function aboutOf(found: AlertDetail, context: Context): string {
  const brush = paint(context.stdout, context.env);
  const { rule, actor, target, because, events } = found;
  const credit = [rule.author, rule.license, rule.source].filter((each) => each !== undefined);
  const lines: [string, string | null][] = [
    ['Level', rule.level],
    [
      'Status',
      `${found.status.replace('_', ' ')}${found.assignee === null ? '' : `, ${found.assignee}`}`,
    ],
    ['Verdict', found.verdict?.replace('_', ' ') ?? null],
    ['Who', actor === null ? null : `${actor.name ?? ''} ${actor.id}`.trim()],
    ['', riskText(found.risk.actor)],
    ['What', target === null ? null : `${target.name ?? ''} ${target.id}`.trim()],
    ['', riskText(found.risk.target)],
    ['When', `${localTime(found.first)} to ${localTime(found.last)}`],
    ['Events', `${found.count} in ${found.findings} findings`],
    ['Because', because],
    ['Quiet', found.quiet],
    ['Rule', `${rule.id}${credit.length === 0 ? '' : `, by ${credit.join(', ')}`}`],
  ];
  const said = lines.flatMap(([name, value]) =>
    value === null ? [] : [`${brush.dim(name.padEnd(9))}${value}`],
  );
  const steps = found.history.map(
    ({ at, by, what, note: text }) =>
      `  ${localTime(at)}  ${what} by ${by}${text === undefined ? '' : `: ${text}`}`,
  );
  const evidence = events.slice(-10).map(({ index, id }) => `  ${index}  ${id}`);
  const triage = found.triage === null ? [] : ['', brush.bold('Triage'), found.triage.trimEnd()];
  return `${[
    brush.bold(rule.title),
    ...said,
    '',
    brush.bold('Evidence (index and id; acta show ID --proof)'),
    ...evidence,
    '',
    brush.bold('History'),
    ...steps,
    ...triage,
  ].join('\n')}\n`;
}

/** `risk 70: Branch protection off 50, Forced push 20`; null where there is none. */
function riskText(risk: EntityRisk | null): string | null {
  if (risk === null || risk.score === 0) return null;
  const parts = risk.parts.slice(0, 5).map(({ title, points }) => `${title} ${points}`);
  const more = risk.rules - parts.length;
  return `risk ${risk.score}: ${parts.join(', ')}${more > 0 ? ` and ${more} more rules` : ''}`;
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

async function silence({ context, options }: Invocation): Promise<number> {
  const reason = textOption(options, 'reason');
  const span = /^(\d{1,6})([mhdw])$/.exec(textOption(options, 'for') ?? '');
  if (span === null) throw usageError('--for is no span', 'Write 30m, 2h or 7d.');
  if (reason === undefined) throw usageError('A silence has a reason', 'Give --reason.');
  const names = ['rule', 'level', 'actor', 'target', 'source'] as const;
  const match = Object.fromEntries(
    names.flatMap((name) => {
      const value = textOption(options, name);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as { level?: AlertLevel };
  if (Object.keys(match).length === 0) {
    throw usageError('Nothing is named to be silent about', `Give one of --${names.join(', --')}.`);
  }
  const ends = new Date(context.now() + Number(span[1]) * UNITS[span[2]!]!).toISOString();
  const made = await clientOf(context, options).alerts.silence({ ends, reason, match });
  if (options['json'] === true) await printJson(context, made);
  else say(context, `Silent until ${localTime(made.ends)} (${made.id}).`);
  return 0;
}
