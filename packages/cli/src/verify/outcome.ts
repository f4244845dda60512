import { CONSISTENT_ONLY, type Finding, type Verdict } from '@acta/sdk';
import type { Context } from '../context.ts';
import { print, printJson, say } from '../terminal/output.ts';
import { paint } from '../terminal/paint.ts';
import { printable } from '../terminal/width.ts';

export interface Outcome {
  verdict: Verdict;
  /** What was checked, in one line. */
  subject: string;
  findings: Finding[];
  /** Findings beyond those listed. */
  omitted: number;
  /** What the reader should know beside: how far it reaches, what was not checked. */
  notes: string[];
}

/** Prints an outcome and answers the exit code: 0 all holds, 1 something does not. */
export async function printOutcome(
  context: Context,
  outcome: Outcome,
  json: boolean,
): Promise<number> {
  const { verdict, subject, findings, omitted, notes } = outcome;
  const code = verdict === 'verified' ? 0 : 1;
  if (json) {
    await printJson(context, { ok: code === 0, ...outcome });
    return code;
  }
  for (const finding of findings) await print(context, `${findingLine(finding)}\n`);
  if (omitted > 0) await print(context, `and ${omitted} more findings\n`);
  const brush = paint(context.stderr, context.env);
  const words = {
    verified: brush.green('verified'),
    consistent: brush.yellow(CONSISTENT_ONLY),
    failed: brush.red('does not verify'),
  };
  say(context, `${subject}: ${words[verdict]}`);
  for (const note of notes) say(context, brush.dim(note));
  return code;
}

/** One finding on one line: what, where, expected, found. */
export function findingLine({ what, where, expected, found }: Finding): string {
  return printable(`${what} · ${where} · expected ${expected} · found ${found}`);
}
