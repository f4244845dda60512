import { resolve } from 'node:path';
import { textOption, type OptionDeclaration, type OptionValues } from './command.ts';
import type { Context } from './context.ts';

export const dataDirectoryOption: OptionDeclaration = {
  flags: '--data DIR',
  summary: 'data directory (ACTA_DATA, default ./data)',
};

/** The data directory of the options or the environment, absolute. */
export function dataDirectory(context: Context, options: OptionValues): string {
  const given = textOption(options, 'data') ?? context.env['ACTA_DATA'] ?? 'data';
  return resolve(context.cwd, given);
}
