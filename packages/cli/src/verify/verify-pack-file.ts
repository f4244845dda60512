import { openAsBlob } from 'node:fs';
import { resolve } from 'node:path';
import {
  openPack,
  verifyPack,
  ZipError,
  type PackFiles,
  type PackResult,
  type Trust,
} from '@acta/sdk';
import type { Context } from '../context.ts';
import { CommandError } from '../error.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Outcome } from './outcome.ts';

/** Verifies an evidence pack. Throws with exit code 2 where it is no pack that can be opened. */
export async function verifyPackFile(
  context: Context,
  file: string,
  trust: Trust | null,
): Promise<Outcome> {
  const pack = await open(context, file);
  const progress = createProgress(context, 'Verifying');
  const onProgress = (done: number, total: number) => progress.update(done, total);
  try {
    const result = await verifyPack(pack, trust, { onProgress, signal: context.interrupted() });
    return outcomeOf(file, result, trust);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    // The archive opens and a file in it does not: it was changed after it was made
    return damaged(file, error);
  } finally {
    progress.end();
  }
}

async function open(context: Context, file: string): Promise<PackFiles> {
  try {
    return await openPack(await openAsBlob(resolve(context.cwd, file)));
  } catch (error) {
    if (error instanceof ZipError) return unreadable(file, error);
    return unreadable(file, new Error('it is not there, or it may not be read', { cause: error }));
  }
}

function damaged(file: string, error: ZipError): Outcome {
  const expected = 'the bytes that were packed';
  const finding = { what: 'file damaged', where: file, expected, found: error.message };
  return { verdict: 'failed', subject: file, findings: [finding], omitted: 0, notes: [] };
}

function unreadable(file: string, cause: Error): never {
  const next = 'Get the pack again: it may have been cut off on its way.';
  throw new CommandError(`${file} can't be read: ${cause.message}`, next, { exit: 2, cause });
}

function outcomeOf(file: string, result: PackResult, trust: Trust | null): Outcome {
  const { verdict, findings, omitted, manifest, events, complete, checks, cosigned } = result;
  const notes: string[] = [];
  if (manifest !== null) {
    const { q, from, to } = manifest.query;
    const range = `${from ?? 'the beginning'} to ${to ?? 'now'}`;
    notes.push(
      `Log ${manifest.origin} at ${manifest.checkpoint.size} entries · ${q || 'all events'} · ${range}`,
    );
  }
  const told = !checks.some(({ name, ok }) => name === 'selection' && ok === null);
  if (complete) {
    const all = 'Every leaf of the range is in the pack';
    notes.push(told ? `${all}: nothing matching can have been left out.` : `${all}.`);
  } else {
    notes.push(
      'The pack holds no whole population: whether something was left out can not be told.',
    );
  }
  for (const { ok, what, found } of checks)
    if (ok === null) notes.push(`Not checked: ${what} (${found})`);
  if (cosigned.length > 0)
    notes.push(`Cosigned by ${cosigned.map(({ name }) => name).join(', ')}.`);
  if (trust === null)
    notes.push('Give the key that you trust with --vkey, or a policy with --policy.');
  const subject = `${file}, ${events.toLocaleString('en')} events`;
  return { verdict, subject, findings, omitted, notes };
}
