#!/usr/bin/env node
import { systemContext } from './context.ts';
import { runCommandLine } from './command-line.ts';

// A reader that went away (`| head`) ends the command as it ends others: quietly, as by SIGPIPE.
const SIGPIPE_EXIT = 128 + 13;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(SIGPIPE_EXIT);
  process.stderr.write(`acta: standard output can't be written: ${error.message}\n`);
  process.exit(1);
});
// Nobody is left to be told.
process.stderr.on('error', () => {});

const code = await runCommandLine(process.argv.slice(2), systemContext());
// Output may still be on its way to a pipe: the process ends when it is out.
process.exitCode = code;
