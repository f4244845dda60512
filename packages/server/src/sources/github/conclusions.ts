import type { ActaEvent } from '@acta/event';

type Outcome = ActaEvent['outcome'];

const outcomes: Readonly<Record<string, Outcome>> = {
  success: 'success',
  neutral: 'success',
  skipped: 'success',
  failure: 'failure',
  error: 'failure',
  timed_out: 'failure',
  startup_failure: 'failure',
};

/**
 * How a run, job, check or deployment ended; cancelled, stale and what is yet to be decided stay
 * unknown.
 */
export function conclusionOutcome(conclusion: string): Outcome {
  return Object.hasOwn(outcomes, conclusion) ? (outcomes[conclusion] as Outcome) : 'unknown';
}
