import { verifyLog } from '@acta/log';
import type { Client, Finding, Trust } from '@acta/sdk';
import type { Context } from '../context.ts';
import { CommandError } from '../error.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Outcome } from './outcome.ts';
import { headOf, readSeen, remember, seenFile } from './seen.ts';
import { trustFindings } from './signed-by.ts';

/**
 * Verifies another server's public tree, from its entries' bytes up, against the keys given and the
 * checkpoint seen last. What was seen is remembered when all holds.
 */
export async function verifyUrl(
  context: Context,
  client: Client,
  given: Trust | null,
): Promise<Outcome> {
  const path = seenFile(context.env, client.url);
  const seen = await readSeen(path);
  const pinned = seen !== null && seen.vkeys.length > 0 ? { vkeys: seen.vkeys } : null;
  const trust = given ?? pinned;
  const bytes = await client.logFile('checkpoint');
  if (bytes === null) {
    const next = 'Is it an Acta server, has it any event, and is log.public set or a token given?';
    throw new CommandError(`${client.url} serves no log`, next, { exit: 2 });
  }
  const checkpoint = new TextDecoder().decode(bytes);
  const progress = createProgress(context, 'Verifying');
  try {
    const report = await verifyLog({
      read: (name) => client.logFile(name),
      checkpoint,
      heads: seen === null ? [] : [headOf(seen, path)],
      onProgress: (done, total) => progress.update(done, total),
      signal: context.interrupted(),
    });
    const findings: Finding[] = [...report.findings];
    if (trust !== null) findings.push(...(await trustFindings(trust, checkpoint, 'checkpoint')));
    const failed = findings.length > 0;
    if (!failed) {
      const vkeys = given !== null && 'vkeys' in given ? [...given.vkeys] : (seen?.vkeys ?? []);
      await remember(path, { checkpoint, vkeys });
    }
    return {
      verdict: failed ? 'failed' : trust === null ? 'consistent' : 'verified',
      subject: `${report.checkpoint?.origin ?? client.url}, ${report.checked.toLocaleString('en')} entries`,
      findings,
      omitted: report.omitted,
      notes: notesOf(seen !== null, failed, trust, path),
    };
  } finally {
    progress.end();
  }
}

function notesOf(known: boolean, failed: boolean, trust: Trust | null, path: string): string[] {
  const notes = [
    known
      ? `Compared with the checkpoint seen last time (${path}).`
      : 'Seen for the first time: there was no earlier checkpoint to compare with.',
  ];
  if (!failed) notes.push(`This checkpoint is remembered in ${path}.`);
  if (trust === null)
    notes.push('Give the key that you trust with --vkey, or a policy with --policy.');
  return notes;
}
