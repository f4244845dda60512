import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Trust } from '@acta/sdk';
import { listOption, textOption, type OptionDeclaration, type OptionValues } from '../command.ts';
import type { Context } from '../context.ts';
import { CommandError, usageError } from '../error.ts';

export const trustOptions: OptionDeclaration[] = [
  {
    flags: '--vkey KEY',
    summary: 'verifier key that you trust: the log’s line, a witness’s',
    many: true,
  },
  { flags: '--policy FILE', summary: 'C2SP tlog-policy that names whom you trust' },
];

/** Whom the user trusts; null where neither a key nor a policy was given. */
export async function trustOf(context: Context, options: OptionValues): Promise<Trust | null> {
  const vkeys = listOption(options, 'vkey');
  const policy = textOption(options, 'policy');
  if (policy === undefined) return vkeys.length > 0 ? { vkeys } : null;
  if (vkeys.length > 0)
    throw usageError('--policy and --vkey exclude each other', 'A policy names the keys.');
  try {
    return { policy: await readFile(resolve(context.cwd, policy), 'utf8') };
  } catch (cause) {
    throw new CommandError(`${policy} can't be read`, undefined, { exit: 2, cause });
  }
}
