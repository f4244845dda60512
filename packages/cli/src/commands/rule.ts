import { readFile } from 'node:fs/promises';
import { parseRules } from '@acta/sigma';
import type { Rule, RuleDetail } from '@acta/sdk';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { clientOf, type Context } from '../context.ts';
import { usageError } from '../error.ts';
import { readRuleFiles } from '../rule/files.ts';
import { checkFiles, testFiles } from '../rule/offline.ts';
import { explainRule, replayRule } from '../rule/trials.ts';
import { print, printJson, printTable, say } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';

const id = { name: 'id', summary: 'id of the rule' };
const ids = { name: 'ids', summary: 'ids of rules', many: true as const };

export const rule: CommandDeclaration = {
  name: 'rule',
  summary: 'Detection rules: list, check, try, turn on and off',
  commands: [
    {
      name: 'list',
      summary: 'List rules with their alerts',
      options: [
        {
          flags: '--state STATE',
          summary: 'only rules in this state',
          choices: ['on', 'off', 'rejected'],
        },
        { flags: '--origin NAME', summary: 'only rules of this folder: acta, own, folder-1, …' },
        { flags: '--match TEXT', summary: 'only rules with this in title, tags or log source' },
      ],
      server: true,
      data: true,
      examples: ['acta rule list --state rejected', 'acta rule list --match github'],
      run: listRules,
    },
    {
      name: 'show',
      summary: 'Show a rule: its text, triage guide, state',
      arguments: [id],
      server: true,
      data: true,
      run: showRule,
    },
    checkFiles,
    testFiles,
    replayRule,
    explainRule,
    {
      name: 'save',
      summary: 'Save rule files as rules of your own; they run at once',
      details: 'The fixtures beside a file go with it. A rule that is there is replaced.',
      arguments: [{ name: 'files', summary: 'rule files', many: true }],
      server: true,
      data: true,
      examples: ['acta rule save my-rule.yml'],
      run: saveRules,
    },
    { name: 'enable', summary: 'Turn rules on', arguments: [ids], server: true, run: turn(false) },
    { name: 'disable', summary: 'Turn rules off', arguments: [ids], server: true, run: turn(true) },
    {
      name: 'remove',
      summary: 'Delete a rule of your own; its versions stay',
      arguments: [id],
      server: true,
      run: removeRule,
    },
  ],
};

async function listRules({ context, options }: Invocation): Promise<number> {
  const { rules, unreadable } = await clientOf(context, options).rules.list();
  const found = rules.filter((each) => isWanted(each, options));
  if (options['json'] === true) {
    await printJson(context, { rules: found, unreadable });
    return 0;
  }
  const brush = paint(context.stdout, context.env);
  const byState = { on: brush.green, off: brush.dim, rejected: brush.red };
  await printTable(context, found, [
    {
      title: 'STATE',
      value: ({ state }) => state,
      paint: (text, { state }) => byState[state](text),
    },
    { title: 'LEVEL', value: ({ level }) => level },
    { title: 'TITLE', value: ({ title }) => title, shrink: 2, min: 24, paint: brush.bold },
    { title: 'LOG SOURCE', value: ({ logsource, kind }) => logsource ?? kind, shrink: 3 },
    { title: 'ALERTS', value: ({ hits }) => hits.alerts, align: 'right' },
    { title: 'OPEN', value: ({ hits }) => hits.open, align: 'right' },
    { title: 'FALSE', value: ({ hits }) => hits.false_positives, align: 'right' },
    { title: 'ID', value: (each) => each.id },
  ]);
  for (const { title, problem } of found) {
    if (problem !== null) say(context, `${title} does not run: ${problem}`);
  }
  for (const { file, line, message } of unreadable) say(context, `${file}:${line}: ${message}`);
  return 0;
}

function isWanted(each: Rule, options: Invocation['options']): boolean {
  const match = textOption(options, 'match')?.toLowerCase();
  const [state, origin] = [textOption(options, 'state'), textOption(options, 'origin')];
  const text = [each.title, each.logsource, ...each.tags].join(' ').toLowerCase();
  return (
    (state === undefined || each.state === state) &&
    (origin === undefined || each.origin === origin) &&
    (match === undefined || text.includes(match))
  );
}

async function showRule({ context, args, options }: Invocation): Promise<number> {
  const found = await clientOf(context, options).rules.get(args[0] ?? '');
  if (options['json'] === true) await printJson(context, found);
  else await print(context, aboutOf(found, context));
  return 0;
}

function aboutOf(found: RuleDetail, context: Context): string {
  const brush = paint(context.stdout, context.env);
  const why = found.problem ?? found.reason;
  const { alerts, open, false_positives } = found.hits;
  const lines: [string, string | null][] = [
    ['State', why === null ? found.state : `${found.state}: ${why}`],
    ['Level', found.level],
    ['File', found.file],
    ['Author', found.author],
    ['Licence', found.license],
    ['Source', found.source],
    ['Version', found.version === 0 ? null : String(found.version)],
    ['Alerts', `${alerts}, ${open} open, ${false_positives} false`],
    ['Overlay', Object.keys(found.overlay).length === 0 ? null : JSON.stringify(found.overlay)],
  ];
  const said = lines.flatMap(([name, value]) =>
    value === null ? [] : [`${brush.dim(name.padEnd(9))}${value}`],
  );
  const triage = found.triage === null ? [] : ['', brush.bold('Triage'), found.triage.trimEnd()];
  const head = [brush.bold(found.title), ...said, ...triage];
  return `${head.join('\n')}\n\n${found.text.trimEnd()}\n`;
}

async function saveRules({ context, args, options }: Invocation): Promise<number> {
  const client = clientOf(context, options);
  const known = new Map((await client.rules.list()).rules.map((each) => [each.id, each]));
  const saved: RuleDetail[] = [];
  for (const { name, text, fixtures } of await readRuleFiles(args, context.cwd)) {
    const input = { text, fixtures: fixtures?.text ?? null };
    const own = parseRules(text, name).rules.find(
      (each) => known.get(each.id ?? '')?.origin === 'own',
    );
    const rule = await (own?.id === undefined
      ? client.rules.create(input)
      : client.rules.replace(own.id, input));
    saved.push(rule);
    say(context, `Saved ${name} as ${rule.id}, version ${rule.version}: it is ${rule.state}.`);
  }
  if (options['json'] === true) await printJson(context, saved);
  return 0;
}

function turn(off: boolean) {
  return async ({ context, args, options }: Invocation): Promise<number> => {
    const client = clientOf(context, options);
    for (const each of args) {
      const { title, state, problem } = await client.rules.change(each, { off });
      const why = problem === null ? '' : ` (${problem})`;
      say(context, `${title} is ${state}${why}.`);
    }
    return 0;
  };
}

async function removeRule({ context, args, options }: Invocation): Promise<number> {
  const [name = ''] = args;
  const isFile = await readFile(name).then(
    () => true,
    () => false,
  );
  if (isFile) throw usageError(`${name} is a file`, 'Give the id of a rule.');
  await clientOf(context, options).rules.remove(name);
  say(context, `Deleted ${name}. Its versions and alerts stay.`);
  return 0;
}
