import type { Search } from '@acta/sdk';
import { textOption, type Invocation, type OptionDeclaration } from './command.ts';
import { parseWhen } from './when.ts';

export const rangeOptions: OptionDeclaration[] = [
  { flags: '--from TIME', summary: 'from this time on: 2026-11-01, 24h, 7d, RFC 3339' },
  { flags: '--to TIME', summary: 'up to this time, exclusive' },
];

/** The query that the arguments and range options make; bare words are joined. */
export function queryOf({ args, options, context }: Invocation): Search {
  const from = textOption(options, 'from');
  const to = textOption(options, 'to');
  return {
    ...(args.length > 0 ? { q: args.join(' ') } : {}),
    ...(from === undefined ? {} : { from: parseWhen(from, context.now()) }),
    ...(to === undefined ? {} : { to: parseWhen(to, context.now()) }),
  };
}
