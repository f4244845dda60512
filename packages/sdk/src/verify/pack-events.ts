// Every line of events.ndjson: evidence under the pack's one checkpoint; and the manifest's counts.
import { LogError, parseProof } from '@acta/log';
import type { ProofAnswer } from '../api.ts';
import { checkEvidence } from './evidence.ts';
import type { PackRun } from './pack-run.ts';
import type { CheckName } from './result.ts';

const FILE = 'events.ndjson';
/** Checked once for the pack, as all events have to be under its one checkpoint. */
const OF_THE_HEAD: ReadonlySet<CheckName> = new Set(['checkpoint', 'signature', 'witnesses']);

/** Verifies the events; answers how many there are, and the log indexes of those that hold. */
export async function checkEvents(run: PackRun): Promise<{ events: number; listed: Set<number> }> {
  const { files, manifest, report } = run;
  const seen = new Set<number>();
  const redactions = new Map<string, number>();
  let line = 0;
  if (!files.names().includes(FILE)) {
    report.finding('events', 'missing file', FILE, `${manifest.counts.events} events`, 'nothing');
  } else {
    for await (const text of files.lines(FILE)) {
      run.signal?.throwIfAborted();
      line++;
      const answer = await checkLine(run, text, `${FILE}:${line}`);
      if (answer) take(run, answer, `${FILE}:${line}`, seen, redactions);
      if (line % 256 === 0) run.onProgress?.(line, manifest.counts.events);
    }
  }
  run.onProgress?.(line, manifest.counts.events);
  if (line === 0 && !manifest.population) {
    report.finding('events', 'nothing to verify', FILE, 'events or a population', 'neither');
  }
  const what = 'Every event is in the log, and says what the log committed to';
  report.close('events', what, 'evidence that holds for each', `${line} events`);
  checkCounts(run, line, redactions);
  return { events: line, listed: seen };
}

async function checkLine(run: PackRun, text: string, where: string): Promise<ProofAnswer | null> {
  const { report, judge } = run;
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    report.finding('events', 'malformed line', where, 'a JSON object', 'something else');
    return null;
  }
  const { checks } = await checkEvidence(answer, judge);
  const failures = checks.filter(({ ok, name }) => ok === false && !OF_THE_HEAD.has(name));
  for (const { what, expected, found } of failures) {
    report.finding('events', what, where, expected, found);
  }
  return failures.length === 0 ? (answer as ProofAnswer) : null;
}

/**
 * What must hold between the events: one checkpoint, no event twice, none outside the population.
 */
function take(
  { report, manifest, checkpointText }: PackRun,
  { index, proof, withheld }: ProofAnswer,
  where: string,
  seen: Set<number>,
  redactions: Map<string, number>,
): void {
  if (checkpointOf(proof) !== checkpointText) {
    report.finding('events', 'another checkpoint', where, 'that of `checkpoint`', 'another');
  }
  if (seen.has(index)) {
    report.finding('events', 'event twice', where, 'each index once', `index ${index} again`);
  }
  seen.add(index);
  const { population } = manifest;
  if (population && (index < population.from || index >= population.to)) {
    const expected = `an index in ${population.from} … ${population.to - 1}`;
    report.finding('population', 'event outside of the population', where, expected, `${index}`);
  }
  for (const { group, why } of withheld) {
    const key = JSON.stringify([group, why]);
    redactions.set(key, (redactions.get(key) ?? 0) + 1);
  }
}

function checkpointOf(proof: string): string | null {
  try {
    return parseProof(proof).checkpoint;
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}

function checkCounts(
  { manifest, report }: PackRun,
  events: number,
  redactions: ReadonlyMap<string, number>,
): void {
  const where = 'manifest.json';
  if (events !== manifest.counts.events) {
    report.finding('counts', 'events', where, `${manifest.counts.events}`, `${events}`);
  }
  const claimed = new Map(
    manifest.redactions.map(({ group, why, count }) => [JSON.stringify([group, why]), count]),
  );
  for (const key of new Set([...claimed.keys(), ...redactions.keys()])) {
    const [expected, found] = [claimed.get(key) ?? 0, redactions.get(key) ?? 0];
    if (expected === found) continue;
    const [group, why] = JSON.parse(key) as [string, string];
    report.finding('counts', `redactions of ${group}: ${why}`, where, `${expected}`, `${found}`);
  }
  const what = 'The manifest’s counts are those of the events';
  report.close('counts', what, `${manifest.counts.events} events`, `${events} events`);
}
