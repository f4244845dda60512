// C2SP tlog-policy: whether a signed checkpoint satisfies a policy.
import { parseCheckpoint, type Checkpoint } from '../checkpoint/checkpoint.ts';
import { parseNote, type Note } from '../note/note.ts';
import { verifierOf, verifyLine, type Verifier } from '../note/verify.ts';
import type { Vkey } from '../note/vkey.ts';
import type { Policy, PolicyNode } from './parse.ts';

export interface PolicyResult {
  /** Signed by a log of the policy, and cosigned by its quorum. */
  ok: boolean;
  checkpoint: Checkpoint;
  /** Name of the policy's log that signed it; null where none did. */
  log: string | null;
  /** The policy's witnesses that cosigned, by their names in the policy. */
  witnesses: { name: string; time: number }[];
  quorum: boolean;
  /** Lines of the policy's keys that do not verify: never ignored, `ok` is false. */
  invalid: string[];
}

/** Evaluates a signed checkpoint. Throws `note_malformed`, `checkpoint_malformed` and the like. */
export async function evaluatePolicy(policy: Policy, note: string | Note): Promise<PolicyResult> {
  const parsed = typeof note === 'string' ? parseNote(note) : note;
  const checkpoint = parseCheckpoint(parsed.text);
  const invalid: string[] = [];
  let log: string | null = null;
  // A log's key counts for the log's own origin only.
  for (const { vkey } of policy.logs.filter(({ vkey }) => vkey.name === checkpoint.origin)) {
    const found = await lineOf(verifierOf(vkey), parsed);
    if (found === 'invalid') invalid.push(nameOf(vkey));
    else if (found) log ??= vkey.name;
  }
  const times = new Map<string, number>();
  for (const { name, vkey } of policy.witnesses) {
    const found = await lineOf(verifierOf(vkey), parsed);
    if (found === 'invalid') invalid.push(nameOf(vkey));
    else if (found?.time) times.set(name, found.time);
  }
  const quorum = policy.quorum === null || isMet(policy.quorum, times);
  const witnesses = [...times].map(([name, time]) => ({ name, time }));
  const ok = log !== null && quorum && invalid.length === 0;
  return { ok, checkpoint, log, witnesses, quorum, invalid };
}

/**
 * How many dishonest witnesses a quorum bears before a log could show two histories: 2k − n − 1, or
 * less than 0 where even honest witnesses do not prevent it. Only for a group of plain witnesses.
 */
export function splitViewMargin(node: PolicyNode): number | null {
  if (node.kind === 'witness') return 0;
  if (node.members.some((member) => member.kind === 'group')) return null;
  return 2 * node.threshold - node.members.length - 1;
}

function isMet(node: PolicyNode, times: ReadonlyMap<string, number>): boolean {
  if (node.kind === 'witness') return times.has(node.name);
  return node.members.filter((member) => isMet(member, times)).length >= node.threshold;
}

async function lineOf(verifier: Verifier, note: Note) {
  const line = note.signatures.find(
    ({ name, keyId }) => name === verifier.name && keyId === verifier.keyId,
  );
  if (!line) return null;
  return (await verifyLine(verifier, note.text, line)) ?? 'invalid';
}

function nameOf(vkey: Vkey): string {
  return `${vkey.name}+${vkey.keyId}`;
}
