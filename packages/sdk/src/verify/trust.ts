// Whom the caller trusts. It comes from the caller, never from what is verified: a pack's own key
// or policy file proves nothing.
import {
  evaluatePolicy,
  LogError,
  parsePolicy,
  parseVkey,
  readCheckpoint,
  type Checkpoint,
  type Policy,
  type PolicyResult,
} from '@acta/log';
import type { Check } from './result.ts';

/**
 * Verifier keys (one a string; a log's, and witnesses' if wanted), or the text of a tlog-policy.
 */
export type Trust = { vkeys: readonly string[] } | { policy: string };

/** What a signed checkpoint says and whether the caller's trust covers it. */
export interface Head {
  /** Null where it can't be read. */
  checkpoint: Checkpoint | null;
  /** Witnesses of the caller's trust that cosigned, with POSIX seconds. */
  cosigned: { name: string; time: number }[];
  checks: Check[];
}

/** Judges signed checkpoints; the same text twice is judged once. */
export type HeadJudge = (signedCheckpoint: string) => Promise<Head>;

/**
 * Makes a judge of checkpoints. Without trust, signatures are left unchecked and said to be.
 * Throws LogError where a key or the policy can't be used: the caller's mistake, not a finding.
 */
export function judgeBy(trust: Trust | null | undefined): HeadJudge {
  const policy = trust ? policyOf(trust) : null;
  const judged = new Map<string, Promise<Head>>();
  return (text) => {
    const known = judged.get(text) ?? judge(text, policy);
    if (judged.size < MAX_REMEMBERED) judged.set(text, known);
    return known;
  };
}

const MAX_REMEMBERED = 64;

function policyOf(trust: Trust): Policy {
  if ('policy' in trust) {
    const policy = parsePolicy(trust.policy);
    if (policy.logs.length > 0) return policy;
    throw new LogError('policy_malformed', 'the policy names no log: add a line "log <vkey>"');
  }
  const vkeys = trust.vkeys.map((line) => parseVkey(line));
  const logs = vkeys.filter(({ algorithm }) => algorithm === 'ed25519');
  if (logs.length === 0) {
    throw new LogError('key_malformed', 'no key of a log was given: add the line of /log/vkey');
  }
  const witnesses = vkeys.filter(({ algorithm }) => algorithm === 'cosignature/v1');
  return {
    logs: logs.map((vkey) => ({ vkey })),
    witnesses: witnesses.map((vkey) => ({ kind: 'witness', name: vkey.name, vkey })),
    quorum: null,
  };
}

async function judge(text: string, policy: Policy | null): Promise<Head> {
  try {
    const checkpoint = readCheckpoint(text);
    const { origin, size } = checkpoint;
    const readable = check('checkpoint', true, 'a C2SP checkpoint', `${origin}, ${size} entries`);
    if (!policy) return { checkpoint, cosigned: [], checks: [readable, unsigned()] };
    const result = await evaluatePolicy(policy, text);
    const checks = [readable, signature(policy, result), ...cosignatures(policy, result)];
    return { checkpoint, cosigned: result.witnesses, checks };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    const unreadable = check('checkpoint', false, 'a C2SP checkpoint', error.message);
    return { checkpoint: null, cosigned: [], checks: [unreadable] };
  }
}

const WHAT = {
  checkpoint: 'The checkpoint can be read',
  signature: 'A key that you trust signed the checkpoint',
  witnesses: 'The witnesses that your policy asks for cosigned it',
};

function unsigned(): Check {
  return check('signature', null, 'a key that you trust', 'not checked: no key was given');
}

function signature(policy: Policy, { checkpoint, log, invalid }: PolicyResult): Check {
  const expected = policy.logs.map(({ vkey }) => `${vkey.name}+${vkey.keyId}`).join(' or ');
  if (invalid.length > 0) {
    return check('signature', false, expected, `signature does not verify: ${invalid.join(', ')}`);
  }
  const found = log ? `signed by ${log}` : `no signature of these for ${checkpoint.origin}`;
  return check('signature', log !== null, expected, found);
}

function cosignatures(policy: Policy, { quorum, witnesses }: PolicyResult): Check[] {
  if (policy.witnesses.length === 0 && !policy.quorum) return [];
  const expected = policy.quorum ? `quorum ${policy.quorum.name}` : 'none needed';
  const found = witnesses.map(({ name, time }) => `${name} at ${isoTime(time)}`).join(', ');
  return [check('witnesses', quorum, expected, found || 'no cosignature')];
}

function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}

function check(
  name: keyof typeof WHAT,
  ok: boolean | null,
  expected: string,
  found: string,
): Check {
  return { name, ok, what: WHAT[name], expected, found };
}
