import type { Readable, Writable } from 'node:stream';
import { createClient, type Client } from '@acta/sdk';
import { textOption, type OptionValues } from './command.ts';
import { usageError } from './error.ts';

/** What a command may touch of the outside: handed in, so that tests hand in their own. */
export interface Context {
  env: Record<string, string | undefined>;
  cwd: string;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  now(): number;
  /** Aborted on the first SIGINT or SIGTERM, for commands that ask for it. */
  interrupted(): AbortSignal;
}

export const DEFAULT_URL = 'http://127.0.0.1:8480';

/** The context of this process. */
export function systemContext(): Context {
  let signal: AbortSignal | null = null;
  return {
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => Date.now(),
    interrupted() {
      signal ??= signalOf(['SIGINT', 'SIGTERM']);
      return signal;
    },
  };
}

function signalOf(names: NodeJS.Signals[]): AbortSignal {
  const controller = new AbortController();
  for (const name of names) process.once(name, () => controller.abort(new Error(name)));
  return controller.signal;
}

/** Where the server is: `--url`, ACTA_URL, or the default address. */
export function serverUrl(context: Context, options: OptionValues): string {
  const url = textOption(options, 'url') ?? context.env['ACTA_URL'] ?? DEFAULT_URL;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw usageError(`${url} is no address`, 'Give one like http://127.0.0.1:8480 with --url.');
  }
  return url;
}

/** A client of the server that the options and the environment name. */
export function clientOf(
  context: Context,
  options: OptionValues,
  more: { retries?: number; timeout_ms?: number } = {},
): Client {
  return createClient({
    url: serverUrl(context, options),
    token: textOption(options, 'token') ?? context.env['ACTA_TOKEN'],
    user_agent: 'acta-cli',
    ...more,
  });
}
