import { ActaApiError, ActaConnectionError, type Problem } from '@acta/sdk';

/** Ends the command with a sentence on standard error and what to do next. */
export class CommandError extends Error {
  readonly exit: number;
  readonly next: string | undefined;

  constructor(message: string, next?: string, options: { exit?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CommandError';
    this.exit = options.exit ?? 1;
    this.next = next;
  }
}

/** The command line itself is wrong: exit code 2. */
export function usageError(message: string, next?: string): CommandError {
  return new CommandError(message, next, { exit: 2 });
}

export interface Explanation {
  message: string;
  next?: string | undefined;
  exit: number;
}

/** What to print for anything that a command throws. */
export function explain(error: unknown): Explanation {
  if (error instanceof CommandError) return error;
  if (error instanceof ActaConnectionError) {
    const next = 'Is the server running? Start it with: acta serve. Name another with --url.';
    return { message: error.message, next, exit: 1 };
  }
  if (error instanceof ActaApiError) return explainProblem(error.problem);
  const code = (error as { code?: unknown } | null)?.code;
  const message = error instanceof Error ? error.message : String(error);
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
    return explainSystem(error, code, message);
  const fault = error as { fault?: string; detail?: string; next?: string } | null;
  if (typeof fault?.detail === 'string') {
    return { message: fault.detail, next: fault.next, exit: 1 };
  }
  return { message, exit: 1 };
}

const nextByCode: Record<string, string> = {
  ENOENT: 'Check the path.',
  EISDIR: 'Name a file: this is a folder.',
  ENOTDIR: 'Check the path: a part of it is no folder.',
  EACCES: 'Check the permissions, or run as a user that may.',
  EPERM: 'Check the permissions, or run as a user that may.',
  ENOSPC: 'Free some space, or write to another disk.',
};

function explainSystem(error: unknown, code: string, message: string): Explanation {
  const { path } = error as { path?: unknown };
  const next = nextByCode[code];
  if (typeof path !== 'string' || next === undefined) return { message, next, exit: 1 };
  const why = message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*)?$/s, '');
  return { message: `${path}: ${why}`, next, exit: 1 };
}

const nextByStatus: Record<number, string> = {
  401: 'Give an API key with --token or ACTA_TOKEN. Make one with: acta key create.',
  403: 'Ask an administrator for a key of a role that may do this.',
  404: 'Check the name or id, and that --url names the right server.',
  429: 'Wait a moment and try again.',
  503: 'The server is starting, stopping or under pressure: try again in a moment.',
};

function explainProblem(problem: Problem): Explanation {
  if (problem.errors !== undefined && problem.errors.length > 0) {
    return { message: problem.errors.map(partWords).join('; '), exit: 1 };
  }
  const request = problem.request_id === undefined ? '' : ` (request ${problem.request_id})`;
  const detail = problem.detail.replace(/\/settings\/(\w+)/g, 'the setting $1');
  const message = `${detail || problem.title}${request}`;
  if (problem.column !== undefined) {
    return { message, exit: 2 };
  }
  return { message, next: nextByStatus[problem.status], exit: 1 };
}

/** A part of a request that is wrong, as people name it: `/settings/organization`. */
function partWords({ path, message }: { path: string; message: string }): string {
  const [first = '', ...rest] = path.split('/').slice(1);
  const isSetting = first === 'settings' && rest.length === 1;
  const name = isSetting ? `the setting ${rest[0]}` : [first, ...rest].join('.');
  return `${name} ${message}`.trim();
}
