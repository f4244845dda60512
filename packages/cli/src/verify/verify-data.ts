import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trust } from '@acta/sdk';
import type { Context } from '../context.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Outcome } from './outcome.ts';
import { trustFindings } from './signed-by.ts';

/** Verifies a data directory: tree, disclosures, write-ahead log, signed and remembered heads. */
export async function verifyDataDirectory(
  context: Context,
  dir: string,
  trust: Trust | null,
): Promise<Outcome> {
  const { verifyData } = await import('@acta/server/verify');
  const progress = createProgress(context, 'Verifying');
  const started = context.now();
  try {
    const result = await verifyData({
      dir,
      env: context.env,
      onProgress: ({ done, total }) => progress.update(done, total),
    });
    const findings = [...result.findings];
    if (trust !== null) {
      const checkpoint = await readFile(join(dir, 'log', 'checkpoint'), 'utf8');
      findings.push(...(await trustFindings(trust, checkpoint, 'log/checkpoint')));
    }
    const seconds = ((context.now() - started) / 1000).toFixed(1);
    const key = trust === null ? `the key in ${join(dir, 'keys')}` : 'the keys that you gave';
    return {
      verdict: findings.length === 0 ? 'verified' : 'failed',
      subject: `${result.origin}, ${result.checked.toLocaleString('en')} entries in ${seconds} s`,
      findings,
      omitted: 0,
      notes: [`Checked against ${key}.`],
    };
  } finally {
    progress.end();
  }
}
