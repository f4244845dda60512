// `acta rule check` and `acta rule test`: both work without a server.
import {
  checkFiles as checkTexts,
  parseFixtures,
  runFixtures,
  SigmaError,
  type FixtureResult,
  type Overlay,
  type ParsedFile,
  type Rule,
} from '@acta/sigma';
import { textOption, type CommandDeclaration, type Invocation } from '../command.ts';
import { print, printJson, say } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';
import { namedBy, placed, readOverlay, readRuleFiles, type RuleFile } from './files.ts';

const files = { name: 'files', summary: 'rule files, or folders of them', many: true as const };
const overlay = { flags: '--overlay FILE', summary: 'aliases, placeholders and levels, as YAML' };

export const checkFiles: CommandDeclaration = {
  name: 'check',
  summary: 'Check rule files, without a server',
  details:
    'Each problem is a line, file:line:column: what is wrong. Files given together may name\n' +
    "each other's rules. Exit code 1 where a rule would not run.",
  arguments: [files],
  options: [overlay],
  data: true,
  examples: ['acta rule check rules/', 'acta rule check *.yml --overlay ours.yml'],
  run: runCheck,
};

export const testFiles: CommandDeclaration = {
  name: 'test',
  summary: 'Run the fixtures beside rule files, without a server',
  details:
    'Fixtures of NAME.yml stand in NAME.test.yml: events on which it must fire, and on which\n' +
    'it must not. Exit code 1 where a rule does otherwise, or is wrong.',
  arguments: [files],
  options: [overlay],
  data: true,
  examples: ['acta rule test my-rule.yml', 'acta rule test rules/'],
  run: runTest,
};

async function readAll({ context, args, options }: Invocation) {
  const [read, changes] = await Promise.all([
    readRuleFiles(args, context.cwd),
    readOverlay(textOption(options, 'overlay'), context.cwd),
  ]);
  return { read, changes };
}

async function runCheck(invocation: Invocation): Promise<number> {
  const { context, options } = invocation;
  const { read, changes } = await readAll(invocation);
  const checked = check(read, changes);
  const problems = checked.flatMap(({ file, errors }) =>
    errors.map((error) => ({ file: file.name, error })),
  );
  const rules = checked.reduce((sum, each) => sum + each.rules.length, 0);
  if (options['json'] === true) {
    const list = problems.map(({ file, error: { code, message, position } }) => ({
      file,
      line: position?.line ?? null,
      column: position?.column ?? null,
      code,
      message,
    }));
    await printJson(context, { files: read.length, rules, problems: list });
  } else {
    for (const { file, error } of problems) await print(context, `${placed(file, error)}\n`);
    const wrong = problems.length === 0 ? 'nothing wrong' : `${problems.length} problems`;
    say(context, `${rules} rules in ${read.length} files: ${wrong}.`);
  }
  return problems.length === 0 ? 0 : 1;
}

interface Checked extends ParsedFile {
  file: RuleFile;
}

function check(files: readonly RuleFile[], overlay: Overlay): Checked[] {
  const texts = files.map(({ name, text }) => ({ file: name, text }));
  const checked = checkTexts(texts, { overlay });
  return files.map((file, at) => ({ file, ...checked[at]! }));
}

/** Of several files only those are shown that want looking at. */
const isOdd = ({ problem, fixtures }: Tested): boolean =>
  problem !== null || fixtures.some(({ wanted, fired }) => wanted !== fired);

interface Tested {
  file: string;
  problem: string | null;
  fixtures: FixtureResult[];
}

async function runTest(invocation: Invocation): Promise<number> {
  const { context, options } = invocation;
  const { read, changes } = await readAll(invocation);
  const checked = check(read, changes);
  const all = checked.flatMap(({ rules }) => rules);
  const tested = checked.map((each) => testOne(each, all, changes));
  const results = tested.flatMap(({ fixtures }) => fixtures);
  const failed = results.filter(({ wanted, fired }) => wanted !== fired).length;
  const broken = tested.filter(({ problem }) => problem !== null).length;
  if (options['json'] === true) await printJson(context, tested);
  else {
    for (const each of tested.length === 1 ? tested : tested.filter(isOdd)) {
      await print(context, linesOf(invocation, each));
    }
    const passed = `${tested.length} files: ${results.length - failed} of ${results.length} fixtures as wanted`;
    say(context, broken === 0 ? `${passed}.` : `${passed}; ${broken} files could not be tried.`);
  }
  return failed === 0 && broken === 0 ? 0 : 1;
}

function testOne({ file, rules, errors }: Checked, all: readonly Rule[], changes: Overlay): Tested {
  const { name, fixtures } = file;
  const problem = (text: string): Tested => ({ file: name, problem: text, fixtures: [] });
  if (errors[0] !== undefined) return problem(placed(name, errors[0]));
  if (fixtures === null) return problem(`${name}: there are no fixtures beside it.`);
  try {
    const stories = parseFixtures(fixtures.text);
    const results = runFixtures(rules, stories, changes, namedBy(rules, all));
    return { file: name, problem: null, fixtures: results };
  } catch (error) {
    if (!(error instanceof SigmaError)) throw error;
    return problem(placed(fixtures.name, error));
  }
}

function linesOf({ context }: Invocation, { file, problem, fixtures }: Tested): string {
  const brush = paint(context.stdout, context.env);
  if (problem !== null) return `${brush.red('✗')} ${problem}\n`;
  const lines = fixtures.map(({ title, wanted, fired }) => {
    const said = fired ? 'fired' : 'did not fire';
    return wanted === fired
      ? `  ${brush.green('✓')} ${title}`
      : `  ${brush.red('✗')} ${title}: ${said}`;
  });
  return `${[brush.bold(file), ...lines].join('\n')}\n`;
}
