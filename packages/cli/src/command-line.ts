import { Command, CommanderError, Option } from 'commander';
import { dataOptions, serverOptions, type CommandDeclaration } from './command.ts';
import { commands, type LazyCommand } from './commands/all.ts';
import type { Context } from './context.ts';
import { explain } from './error.ts';
import { paint } from './terminal/paint.ts';
import { version } from './version.ts';

/** Runs `acta ARGS` and resolves to its exit code: 0 done, 1 failed, 2 wrong use. */
export async function runCommandLine(args: string[], context: Context): Promise<number> {
  let code = 0;
  const program = programOf(context);
  for (const lazy of commands) {
    const chosen = args.find((arg) => !arg.startsWith('-')) === lazy.name;
    const command = chosen
      ? commandOf(await lazy.load(), context, (exit) => (code = exit))
      : stub(lazy);
    program.addCommand(configure(command, context, `acta ${lazy.name}`));
  }
  try {
    if (args.length === 0) {
      context.stderr.write(program.helpInformation());
      return 2;
    }
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return report(error, context);
  }
}

function programOf(context: Context): Command {
  const program = new Command('acta')
    .description('The audit log of a delivery pipeline: append-only, provable, searchable.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .enablePositionalOptions()
    .showSuggestionAfterError();
  program.addHelpText(
    'after',
    '\nACTA_URL and ACTA_TOKEN name the server. acta COMMAND --help tells more.',
  );
  return configure(program, context);
}

/** Writes to the context's streams; throws instead of ending the process. */
function configure(command: Command, context: Context, name = 'acta'): Command {
  command.exitOverride();
  command.showHelpAfterError(`      ${name} --help says what there is.`);
  command.configureOutput({
    writeOut: (text) => void context.stdout.write(text),
    writeErr: (text) => void context.stderr.write(text),
    outputError: (text, write) => write(text.replace(/^error: /, 'acta: ')),
    getOutHelpWidth: () => context.stdout.columns ?? 100,
    getErrHelpWidth: () => context.stderr.columns ?? 100,
  });
  for (const child of command.commands) configure(child, context, `${name} ${child.name()}`);
  return command;
}

/** A command that is only listed: its file is not loaded. */
function stub(lazy: LazyCommand): Command {
  return new Command(lazy.name).description(lazy.summary);
}

/** A commander command of a declaration, with its subcommands. */
export function commandOf(
  declaration: CommandDeclaration,
  context: Context,
  finish: (exit: number) => void,
): Command {
  const command = new Command(declaration.name).description(
    [declaration.summary, declaration.details].filter(Boolean).join('\n\n'),
  );
  command.summary(declaration.summary);
  if (declaration.alias) command.alias(declaration.alias);
  for (const argument of declaration.arguments ?? []) {
    const dots = argument.many ? '...' : '';
    const name = `${argument.name}${dots}`;
    command.argument(argument.optional ? `[${name}]` : `<${name}>`, argument.summary);
  }
  addOptions(command, declaration);
  if (declaration.passthrough) command.passThroughOptions();
  if (declaration.raw) command.allowUnknownOption().allowExcessArguments().helpOption(false);
  if (declaration.examples) {
    const lines = declaration.examples.map((example) => `  ${example}`);
    command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
  for (const child of declaration.commands ?? []) {
    command.addCommand(commandOf(child, context, finish));
  }
  if (declaration.run) {
    command.action(async () => {
      finish(
        (await declaration.run?.({ context, args: command.args, options: command.opts() })) ?? 0,
      );
    });
  }
  return command;
}

function addOptions(command: Command, declaration: CommandDeclaration): void {
  const all = [
    ...(declaration.options ?? []),
    ...(declaration.data ? dataOptions : []),
    ...(declaration.server ? serverOptions : []),
  ];
  for (const each of all) {
    const option = new Option(each.flags.replace(/ ([A-Z=]+)$/, ' <$1>'), each.summary);
    if (each.choices) option.choices(each.choices);
    if (each.default !== undefined) option.default(each.default);
    if (each.many) option.argParser((value, before?: string[]) => [...(before ?? []), value]);
    command.addOption(option);
  }
}

function report(error: unknown, context: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { message, next, exit } = explain(error);
  const { red, dim } = paint(context.stderr, context.env);
  context.stderr.write(`${red('acta:')} ${message}\n`);
  if (next !== undefined) context.stderr.write(`${dim(`      ${next}`)}\n`);
  return exit;
}
