// That a source can't be asked, and that it can again, are events: what is missing meanwhile is
// known to be missing.
import { actaItself } from '../../ingest/index.ts';
import type { PullsOptions } from './ports.ts';
import type { PullState } from './state.ts';

/** Failures in a row that are no hiccup any more. */
const FAILURES_TOLD = 3;

const targetOf = ({ source: { id, name } }: PullState) => ({ type: 'source', id, name });

/** Once, after some failures in a row. */
export async function tellFailing({ audit }: PullsOptions, state: PullState): Promise<void> {
  if (state.told || state.failures < FAILURES_TOLD) return;
  state.told = true;
  await audit.record(actaItself, {
    action: 'source.pull_failed',
    target: targetOf(state),
    outcome: 'failure',
    why: { reason: state.error?.detail ?? '' },
    labels: { code: state.error?.code ?? '' },
  });
}

/** Once, after that. */
export async function tellRecovered({ audit }: PullsOptions, state: PullState): Promise<void> {
  if (!state.told) return;
  state.told = false;
  await audit.record(actaItself, { action: 'source.pull_recovered', target: targetOf(state) });
}
