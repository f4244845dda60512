import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Context } from '../context.ts';

export interface Ended {
  /** What the shell would report: the exit code, 128 + signal, 126 or 127. */
  code: number;
  signal: NodeJS.Signals | null;
  /** Why it did not start, where it did not. */
  failed: string | null;
}

const FORWARDED: NodeJS.Signals[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
];

/** Runs a command with this process's own stdio; signals that we get go to it. */
export function runChild(
  command: string[],
  context: Pick<Context, 'cwd' | 'env' | 'stdin'>,
): Promise<Ended> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    // Before the child is there: a signal that came in between would end us and not it.
    const handlers = FORWARDED.map((signal) => {
      const handler = () => {
        // A terminal gives its interrupt to the whole group; the child has it already.
        const fromTerminal = context.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT');
        if (!fromTerminal) child.kill(signal);
      };
      process.on(signal, handler);
      return () => process.off(signal, handler);
    });
    const child = spawn(program, args, {
      stdio: 'inherit',
      cwd: context.cwd,
      env: context.env,
    });
    const end = (ended: Ended) => {
      for (const off of handlers) off();
      resolve(ended);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === 'ENOENT' ? 127 : 126;
      const reason = error.code === 'ENOENT' ? 'command not found' : error.message;
      end({ code, signal: null, failed: `${program}: ${reason}` });
    });
    child.once('exit', (code, signal) => {
      const exit = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
      end({ code: exit, signal, failed: null });
    });
  });
}
