// What a verification says: named checks, and one verdict made of them.

/** Names of what is checked; stable. */
export type CheckName =
  | 'shape'
  | 'leaf'
  | 'disclosures'
  | 'inclusion'
  | 'checkpoint'
  | 'signature'
  | 'witnesses'
  | 'manifest'
  | 'files'
  | 'events'
  | 'counts'
  | 'consistency'
  | 'population'
  | 'selection';

export interface Check {
  name: CheckName;
  /** Null: not checked, `found` says why. */
  ok: boolean | null;
  /** What is checked, as a sentence without its full stop. */
  what: string;
  expected: string;
  found: string;
}

/**
 * `verified`: all holds, under a key that the caller trusts. `consistent`: all holds, but no such
 * key was given, so it proves nothing about who made it. `failed`: something does not hold.
 */
export type Verdict = 'verified' | 'consistent' | 'failed';

/** What a verification without a trusted key amounts to. */
export const CONSISTENT_ONLY = 'consistent in itself, not checked against a key that you trust';

/** The verdict of a list of checks: verified needs a signature that holds. */
export function verdictOf(checks: readonly Check[]): Verdict {
  if (checks.some(({ ok }) => ok === false)) return 'failed';
  return checks.some(({ name, ok }) => name === 'signature' && ok) ? 'verified' : 'consistent';
}

/** One sentence for a verdict. */
export function sentenceOf(verdict: Verdict, checks: readonly Check[]): string {
  if (verdict === 'consistent') return CONSISTENT_ONLY;
  if (verdict === 'verified') return 'verified against a key that you trust';
  const failed = checks.filter(({ ok }) => ok === false);
  return `does not verify: ${failed.map(({ what }) => what).join('; ')}`;
}
