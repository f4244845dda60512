// Verifies one event's evidence: leaf → inclusion → signed checkpoint, and disclosures → leaf.
import { checkDisclosures, DisclosureError, type CheckedLeaf } from '@acta/event/disclosures';
import {
  decodeBase64,
  encodeBase64,
  leafHash,
  LogError,
  parseProof,
  rootFromInclusion,
  type TlogProof,
} from '@acta/log';
import type { ProofAnswer, Withheld } from '../api.ts';
import { sentenceOf, verdictOf, type Check, type CheckName, type Verdict } from './result.ts';
import { judgeBy, type Head, type HeadJudge, type Trust } from './trust.ts';

export interface EvidenceResult {
  verdict: Verdict;
  /** The verdict as a sentence. */
  sentence: string;
  checks: Check[];
  /** What leaf and disclosures say; null where they can't be read. Trust it as the verdict says. */
  event: CheckedLeaf['event'] | null;
  /** Groups that the leaf commits to and that are not shown. */
  withheld: number;
  index: number | null;
  /** Of the log, as the checkpoint has them. */
  origin: string | null;
  size: number | null;
  /** Base64. */
  root: string | null;
  cosigned: Head['cosigned'];
}

/**
 * Verifies an answer of `GET /v1/events/{id}/proof`. What does not hold is a failed check; it
 * throws LogError only where the trust itself can't be used.
 */
export async function verifyEvidence(
  answer: ProofAnswer,
  trust?: Trust | null,
): Promise<EvidenceResult> {
  return checkEvidence(answer, judgeBy(trust));
}

/** The same with a judge at hand, for many events under one checkpoint. */
export async function checkEvidence(answer: unknown, judge: HeadJudge): Promise<EvidenceResult> {
  const shape = shapeProblem(answer);
  if (shape !== null) {
    return conclude([failed('shape', 'an answer of /v1/events/{id}/proof', shape)], {});
  }
  const evidence = answer as ProofAnswer;
  const checks: Check[] = [];
  const leaf = readLeaf(evidence, checks);
  const opened = leaf && openDisclosures(leaf.text, evidence, checks);
  const proof = readProof(evidence, checks);
  const head = proof && (await judge(proof.checkpoint));
  if (leaf && proof && head?.checkpoint) {
    checks.push(inclusion(leaf.bytes, proof, head.checkpoint.size, head.checkpoint.root));
  }
  checks.push(...(head?.checks ?? []));
  return conclude(checks, { opened, head, index: proof?.index });
}

const WHAT: Partial<Record<CheckName, string>> = {
  shape: 'The evidence has the right shape',
  leaf: 'The leaf can be read',
  disclosures: 'What is disclosed is what the leaf commits to',
  inclusion: 'The leaf is in the log at its index',
};

function readLeaf(
  { leaf }: ProofAnswer,
  checks: Check[],
): { bytes: Uint8Array; text: string } | null {
  try {
    const bytes = decodeBase64(leaf, 'leaf');
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { bytes, text };
  } catch (error) {
    checks.push(failed('leaf', 'base64 of UTF-8 text', reasonOf(error)));
    return null;
  }
}

function openDisclosures(
  leaf: string,
  { disclosures, withheld }: ProofAnswer,
  checks: Check[],
): CheckedLeaf | null {
  const expected = 'each disclosure in the leaf, each missing one explained';
  try {
    const opened = checkDisclosures(leaf, disclosures);
    const problem = withheldProblem(opened, disclosures.length, withheld);
    const shown = Object.keys(opened.groups).length;
    const found = problem ?? `${shown} groups shown, ${opened.withheld} withheld`;
    checks.push(entry('disclosures', problem === null, expected, found));
    return opened;
  } catch (error) {
    if (!(error instanceof DisclosureError)) throw error;
    checks.push(failed('disclosures', expected, `${error.message} (${error.code})`));
    return null;
  }
}

/** What is left out must be said: a stripped disclosure is not the same as none. */
function withheldProblem(
  opened: CheckedLeaf,
  disclosed: number,
  withheld: readonly Withheld[],
): string | null {
  const both = withheld.find(({ group }) => group in opened.groups);
  if (both) return `${both.group} is shown, and said to be withheld`;
  if (disclosed === 0 || opened.withheld <= withheld.length) return null;
  return `${opened.withheld} groups are not shown, ${withheld.length} of them explained`;
}

function readProof({ proof, index }: ProofAnswer, checks: Check[]): TlogProof | null {
  try {
    const parsed = parseProof(proof);
    if (parsed.index === index) return parsed;
    checks.push(failed('inclusion', `index ${index}`, `a proof for index ${parsed.index}`));
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    checks.push(failed('inclusion', 'a C2SP tlog-proof', error.message));
  }
  return null;
}

function inclusion(leaf: Uint8Array, proof: TlogProof, size: number, root: Uint8Array): Check {
  const expected = `root ${encodeBase64(root)}`;
  try {
    const { index, path } = proof;
    const found = rootFromInclusion({ index, size, leafHash: leafHash(leaf), proof: path });
    const text = `root ${encodeBase64(found)}`;
    return entry('inclusion', text === expected, expected, text);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return failed('inclusion', expected, error.message);
  }
}

function conclude(
  checks: Check[],
  known: { opened?: CheckedLeaf | null; head?: Head | null; index?: number },
): EvidenceResult {
  const verdict = verdictOf(checks);
  const checkpoint = known.head?.checkpoint ?? null;
  return {
    verdict,
    sentence: sentenceOf(verdict, checks),
    checks,
    event: known.opened?.event ?? null,
    withheld: known.opened?.withheld ?? 0,
    index: known.index ?? null,
    origin: checkpoint?.origin ?? null,
    size: checkpoint?.size ?? null,
    root: checkpoint && encodeBase64(checkpoint.root),
    cosigned: known.head?.cosigned ?? [],
  };
}

/** Evidence comes from files of others: what is wrong with its JSON, or null. */
function shapeProblem(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return 'not a JSON object';
  const { index, leaf, disclosures, withheld, proof } = answer as Record<string, unknown>;
  if (!Number.isSafeInteger(index)) return '"index" is not an integer';
  if (typeof leaf !== 'string') return '"leaf" is not a string';
  if (typeof proof !== 'string') return '"proof" is not a string';
  if (!Array.isArray(disclosures) || disclosures.some((item) => typeof item !== 'string')) {
    return '"disclosures" is not a list of strings';
  }
  if (!Array.isArray(withheld) || !withheld.every(isWithheld)) {
    return '"withheld" is not a list of {group, why}';
  }
  return null;
}

function isWithheld(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const { group, why } = item as Record<string, unknown>;
  return typeof group === 'string' && typeof why === 'string';
}

function failed(name: CheckName, expected: string, found: string): Check {
  return entry(name, false, expected, found);
}

function entry(name: CheckName, ok: boolean, expected: string, found: string): Check {
  return { name, ok, what: WHAT[name] ?? name, expected, found };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
