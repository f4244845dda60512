import type { Context } from './context.ts';

export interface ArgumentDeclaration {
  name: string;
  summary: string;
  optional?: true;
  /** Takes all that follow. */
  many?: true;
}

export interface OptionDeclaration {
  /** `--name`, or `--name VALUE` where it takes one; `-n` may stand before. */
  flags: string;
  summary: string;
  /** May be given more than once. */
  many?: true;
  default?: string;
  choices?: string[];
}

export type OptionValues = Record<string, string | string[] | boolean | undefined>;

export interface Invocation {
  context: Context;
  args: string[];
  options: OptionValues;
}

export interface CommandDeclaration {
  name: string;
  /** Another name that works and that help does not list first. */
  alias?: string;
  /** One line, imperative. */
  summary: string;
  /** What a user needs to know beyond the options. */
  details?: string;
  arguments?: ArgumentDeclaration[];
  options?: OptionDeclaration[];
  /** Talks to a server: takes `--url` and `--token`. */
  server?: true;
  /** Prints data: takes `--json`. */
  data?: true;
  /** Options end at the first argument: the rest is another program's. */
  passthrough?: true;
  /** Everything is handed on unparsed. */
  raw?: true;
  examples?: string[];
  commands?: CommandDeclaration[];
  /** Resolves to the exit code: 0 done, 1 failed, 2 wrong use. */
  run?(invocation: Invocation): Promise<number>;
}

export const serverOptions: OptionDeclaration[] = [
  {
    flags: '--url URL',
    summary: 'address of the server (ACTA_URL, default http://127.0.0.1:8480)',
  },
  { flags: '--token TOKEN', summary: 'API key (ACTA_TOKEN)' },
];

export const dataOptions: OptionDeclaration[] = [
  { flags: '--json', summary: 'print JSON instead of a table' },
];

/** The value of an option that takes one. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of an option that may be given more than once. */
export function listOption(options: OptionValues, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
}
