// The pack's checkpoints: that at its start is a prefix of that at its end, both under the trust.
import {
  decodeBase64,
  EMPTY_ROOT,
  equalBytes,
  LogError,
  verifyConsistency,
  type Checkpoint,
} from '@acta/log';
import { isCount, isObject, isTexts, parseJson } from './manifest.ts';
import type { PackRun } from './pack-run.ts';

const WHAT = 'The log at the start of the pack is a prefix of the log at its end';

export async function checkHistory(run: PackRun): Promise<void> {
  const { manifest, files, report } = run;
  const { start, end } = manifest.checkpoints;
  const last = await readAt(run, end);
  const first = start === end ? last : await readAt(run, start);
  const bytes = await files.read('consistency.json');
  const claim = bytes ? parseJson(bytes) : undefined;
  const where = 'consistency.json';
  if (!isClaim(claim) || claim.from !== start || claim.to !== end) {
    const expected = `a proof from ${start} to ${end}`;
    report.finding(
      'consistency',
      'malformed proof',
      where,
      expected,
      bytes ? 'another' : 'nothing',
    );
  } else if (first && last && !holds(first, last, claim.proof)) {
    const expected = `size ${start} in size ${end}`;
    report.finding('consistency', 'history rewritten', where, expected, 'the proof does not hold');
  }
  report.close('consistency', WHAT, `size ${start} in size ${end}`, 'the proof holds');
}

/**
 * The checkpoint of a size; findings where it is missing, unsigned, another, or not the pack's own.
 */
async function readAt(run: PackRun, size: number): Promise<Checkpoint | null> {
  const { files, judge, manifest, report, checkpointText } = run;
  const where = `checkpoints/${size}`;
  const bytes = await files.read(where);
  if (!bytes) {
    report.finding('consistency', 'missing file', where, 'a signed checkpoint', 'nothing');
    return null;
  }
  const text = new TextDecoder().decode(bytes);
  const { checkpoint, checks } = await judge(text);
  for (const { ok, what, expected, found } of checks) {
    if (ok === false) report.finding('consistency', what, where, expected, found);
  }
  if (!checkpoint) return null;
  const same = checkpoint.origin === manifest.origin && checkpoint.size === size;
  if (!same) {
    const found = `${checkpoint.origin}, size ${checkpoint.size}`;
    const expected = `${manifest.origin}, size ${size}`;
    report.finding('consistency', 'another checkpoint', where, expected, found);
  }
  if (size === manifest.checkpoint.size && text !== checkpointText) {
    report.finding('consistency', 'another checkpoint', where, 'that of `checkpoint`', 'another');
  }
  return same ? checkpoint : null;
}

function holds(first: Checkpoint, last: Checkpoint, proof: string[]): boolean {
  // The empty log is a prefix of every log; a proof of that says nothing (RFC 6962 §2.1.2).
  if (first.size === 0) return proof.length === 0 && equalBytes(first.root, EMPTY_ROOT);
  try {
    return verifyConsistency({
      size1: first.size,
      size2: last.size,
      root1: first.root,
      root2: last.root,
      proof: proof.map((hash) => decodeBase64(hash, 'proof')),
    });
  } catch (error) {
    if (error instanceof LogError) return false;
    throw error;
  }
}

function isClaim(value: unknown): value is { from: number; to: number; proof: string[] } {
  return isObject(value) && isCount(value.from) && isCount(value.to) && isTexts(value.proof);
}
