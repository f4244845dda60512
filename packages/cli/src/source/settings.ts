import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  listOption,
  type CommandDeclaration,
  type Invocation,
  type OptionDeclaration,
} from '../command.ts';
import { clientOf } from '../context.ts';
import { usageError } from '../error.ts';
import { say } from '../terminal/output.ts';

export const settingOptions: OptionDeclaration[] = [
  { flags: '--set NAME=VALUE', summary: 'a setting', many: true },
  {
    flags: '--set-file NAME=FILE',
    summary: 'a setting whose value stands in a file: tokens and keys',
    many: true,
  },
];

/** Settings as the options give them; `true` and `false` are flags. */
export async function settingsFrom({ context, options }: Invocation) {
  const settings: Record<string, string | boolean> = {};
  for (const pair of listOption(options, 'set')) {
    const [name, value] = split(pair, 'set NAME=VALUE');
    settings[name] = value === 'true' ? true : value === 'false' ? false : value;
  }
  for (const pair of listOption(options, 'setFile')) {
    const [name, file] = split(pair, 'set-file NAME=FILE');
    settings[name] = (await readFile(resolve(context.cwd, file), 'utf8')).trim();
  }
  return settings;
}

function split(pair: string, form: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw usageError(`${pair} is no setting`, `Write --${form}.`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

export const setSource: CommandDeclaration = {
  name: 'set',
  summary: 'Change settings of a source',
  details: 'An empty value takes a secret setting away.',
  arguments: [{ name: 'name', summary: 'name of the source' }],
  options: settingOptions,
  server: true,
  examples: ['acta source set acme --set organization=acme --set-file pull_token=token.txt'],
  async run(invocation) {
    const { context, args, options } = invocation;
    const settings = await settingsFrom(invocation);
    const names = Object.keys(settings);
    if (names.length === 0) throw usageError('no setting is given', 'Write --set NAME=VALUE.');
    await clientOf(context, options).sources.update(args[0] ?? '', { settings });
    say(context, `Changed ${names.join(', ')} of ${args[0]}.`);
    return 0;
  },
};
