#!/usr/bin/env node
import { systemContext } from './context.ts';
import { runCommandLine } from './command-line.ts';

const code = await runCommandLine(process.argv.slice(2), systemContext());
// Output may still be on its way to a pipe: the process ends when it is out.
process.exitCode = code;
