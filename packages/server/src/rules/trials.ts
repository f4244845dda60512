// Texts of users are tried in threads of their own: each has a time and a memory, and few run at
// once, since a rule may be written to be slow.
import { Worker } from 'node:worker_threads';
import { ActaError } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import { TRIAL_MB, TRIAL_MS, TRIALS } from './limits.ts';
import type { Checked, CheckTrial, Explained, ExplainTrial, Trial } from './trial-messages.ts';

export interface Trials {
  /** A text that takes too long or too much comes back with that as its problem. */
  check(trial: Omit<CheckTrial, 'type'>): Promise<Checked>;
  explain(trial: Omit<ExplainTrial, 'type'>): Promise<Explained>;
}

const WAITING = 8;

/** @throws (later) ActaError `trials_busy` (503) where too many wait already */
export function createTrials(limits: Limits): Trials {
  const most = limits.value(TRIALS);
  let running = 0;
  const waiting: (() => void)[] = [];

  const turn = async (): Promise<void> => {
    if (running < most) {
      running += 1;
      return;
    }
    if (waiting.length >= most * WAITING) {
      limits.reached(TRIALS);
      throw busy();
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  const run = async (trial: Trial): Promise<unknown> => {
    await turn();
    try {
      return await inThread(trial, limits);
    } finally {
      leave();
    }
  };
  const problem = (error: unknown) => {
    if (!(error instanceof TrialError)) throw error;
    limits.reached(error.limit);
    return { message: error.message, code: 'limit', line: null, column: null };
  };

  return {
    check: (trial) =>
      run({ type: 'check', ...trial }).then(
        (checked) => checked as Checked,
        (error: unknown) => ({ problems: [problem(error)], fixtures: [], rules: [] }),
      ),
    explain: (trial) =>
      run({ type: 'explain', ...trial }).then(
        (explained) => explained as Explained,
        (error: unknown) => ({ problems: [problem(error)], rules: [] }),
      ),
  };
}

class TrialError extends Error {
  readonly limit: typeof TRIAL_MS;

  constructor(message: string, limit: typeof TRIAL_MS) {
    super(message);
    this.limit = limit;
  }
}

function inThread(trial: Trial, limits: Limits): Promise<unknown> {
  const time_ms = limits.value(TRIAL_MS);
  const maxOldGenerationSizeMb = limits.value(TRIAL_MB);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const worker = new Worker(new URL('./trial-thread.ts', import.meta.url), {
    workerData: trial,
    resourceLimits: { maxOldGenerationSizeMb, stackSizeMb: 4 },
    env: {},
  });
  const timer = setTimeout(() => {
    const message = `It took more than rules.trial_ms (${time_ms} ms) and was stopped.`;
    reject(new TrialError(message, TRIAL_MS));
    void worker.terminate();
  }, time_ms);
  worker.once('message', resolve);
  worker.once('error', (error: Error & { code?: string }) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const message = `It took more than rules.trial_mb (${maxOldGenerationSizeMb} MB).`;
    reject(isMemory ? new TrialError(message, TRIAL_MB) : error);
  });
  worker.once('exit', (code) => reject(new Error(`a trial ended with ${code}`)));
  return promise.finally(() => clearTimeout(timer));
}

function busy(): ActaError {
  return new ActaError({
    code: 'trials_busy',
    status: 503,
    fault: 'operator',
    detail: 'Too many rules are being tried.',
    next: 'Try again in a moment.',
    retry_after_s: 1,
  });
}
