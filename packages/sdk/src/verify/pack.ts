// Verifies an evidence pack offline: files against the manifest, every event under one signed
// checkpoint, checkpoints against each other, counts against counts, and that nothing was left out.
import { encodeBase64 } from '@acta/log';
import type { Finding } from '../api.ts';
import type { PackFiles } from '../pack/open-pack.ts';
import { MANIFEST, readManifest, type PackManifest } from './manifest.ts';
import { checkDigests } from './pack-digests.ts';
import { checkEvents } from './pack-events.ts';
import { checkHistory } from './pack-history.ts';
import { checkPopulation } from './pack-population.ts';
import { filesOf, PackReport, type PackRun } from './pack-run.ts';
import { sentenceOf, verdictOf, type Check, type Verdict } from './result.ts';
import { judgeBy, type Head, type HeadJudge, type Trust } from './trust.ts';

export interface PackResult {
  verdict: Verdict;
  /** The verdict as a sentence. */
  sentence: string;
  checks: Check[];
  /** Each single thing that does not hold. */
  findings: Finding[];
  /** Findings beyond those listed. */
  omitted: number;
  /** Null where it can't be read. */
  manifest: PackManifest | null;
  /** Events that were read. */
  events: number;
  /**
   * Whether the pack has every leaf of its index range. That no leaf which the query asks for was
   * left out of the events is the check `selection`.
   */
  complete: boolean;
  checkpoint: Head['checkpoint'];
  cosigned: Head['cosigned'];
}

export interface VerifyPackOptions {
  /** Events done, and in all by the manifest. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Verifies a pack. What does not hold is a finding; it throws where the trust can't be used
 * (LogError), the files can't be read, or the signal aborts.
 */
export async function verifyPack(
  files: PackFiles | ReadonlyMap<string, Uint8Array>,
  trust?: Trust | null,
  options: VerifyPackOptions = {},
): Promise<PackResult> {
  const pack = 'names' in files ? files : filesOf(files);
  const judge = judgeBy(trust);
  const report = new PackReport();
  const manifest = await readManifest(pack);
  if (typeof manifest === 'string') {
    report.finding('manifest', 'manifest', MANIFEST, 'a manifest of an evidence pack', manifest);
    report.close('manifest', 'The manifest can be read', 'an evidence pack', manifest);
    return conclude(report, null, null, 0, false);
  }
  await checkDigests(pack, manifest, report);
  const opened = await openHead(pack, manifest, judge, report);
  if (!opened) return conclude(report, manifest, null, 0, false);
  const run: PackRun = { files: pack, manifest, judge, report, ...opened, ...options };
  await checkHistory(run);
  const { events, listed } = await checkEvents(run);
  const complete = await checkPopulation(run, listed);
  return conclude(report, manifest, opened.head, events, complete);
}

/** The pack's checkpoint, judged; its checks come first, as all else hangs on it. */
async function openHead(
  files: PackFiles,
  manifest: PackManifest,
  judge: HeadJudge,
  report: PackReport,
): Promise<{ head: Head; checkpointText: string } | null> {
  const where = 'checkpoint';
  const what = 'The checkpoint is that of the manifest';
  const bytes = await files.read(where);
  const expected = `${manifest.origin}, size ${manifest.checkpoint.size}`;
  if (!bytes) {
    report.finding('checkpoint', 'missing file', where, expected, 'nothing');
    report.close('checkpoint', what, expected, '');
    return null;
  }
  const checkpointText = new TextDecoder().decode(bytes);
  const head = await judge(checkpointText);
  report.checks.push(...head.checks);
  for (const { ok, what: failed, expected: wanted, found } of head.checks) {
    if (ok === false) report.finding('signature', failed, where, wanted, found);
  }
  if (!head.checkpoint) return null;
  const { origin, size, root } = head.checkpoint;
  const found = `${origin}, size ${size}`;
  if (found !== expected || encodeBase64(root) !== manifest.checkpoint.root) {
    report.finding('checkpoint', 'another checkpoint', where, expected, found);
    report.close('checkpoint', what, expected, found);
  }
  return { head, checkpointText };
}

function conclude(
  { checks, findings, omitted }: PackReport,
  manifest: PackManifest | null,
  head: Head | null,
  events: number,
  complete: boolean,
): PackResult {
  const verdict = verdictOf(checks);
  return {
    verdict,
    sentence: sentenceOf(verdict, checks),
    checks,
    findings,
    omitted,
    manifest,
    events,
    complete,
    checkpoint: head?.checkpoint ?? null,
    cosigned: head?.cosigned ?? [],
  };
}
