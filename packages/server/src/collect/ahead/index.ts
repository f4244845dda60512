// Large requests are made into entries by threads of their own, as long as these keep up: the
// server's own one is left with what must happen in order.
import { availableParallelism } from 'node:os';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { AHEAD_BYTES } from '../limits.ts';
import { createMakerThread } from './maker-thread.ts';
import type { MadeAhead, MakerData, RequestAhead } from './messages.ts';

export type { MadeAhead } from './messages.ts';

/** Below this, the way there and back costs more than the work. */
export const WORTH_A_THREAD_BYTES = 32_768;
const MOST_THREADS = 4;

export interface AheadOptions extends MakerData {
  known: Limits;
  logger: Logger;
  metrics: Metrics;
  /** Default: one fewer than the machine has processors, four at most. */
  threads?: number;
}

/** What was made, to be given back once the log has it. */
export interface Loan extends MadeAhead {
  giveBack(): void;
}

export interface Ahead {
  /** Null where the intake must take the request itself. */
  make(request: RequestAhead): Promise<Loan | null>;
  close(): Promise<void>;
}

/** Starts nothing before the first request, and a further thread only when all others are busy. */
export function createAhead(options: AheadOptions): Ahead {
  const { known, logger, metrics, secret, masking_key, limits } = options;
  const counter = metrics.counter(
    'acta_intake_ahead_total',
    'Large requests whose entries a thread made, or left to the intake.',
    ['by'],
  );
  const count = options.threads ?? Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1));
  const threads = Array.from({ length: count }, () =>
    createMakerThread({ secret, masking_key, limits }, logger),
  );

  /** The first that has nothing to do, else the one with the least. */
  const ask = (request: RequestAhead): Promise<Loan | null> | null => {
    const least = threads.toSorted((one, other) => one.waiting() - other.waiting());
    for (const thread of least) {
      if (thread.waiting() + request.body.length > known.value(AHEAD_BYTES)) {
        known.reached(AHEAD_BYTES);
        return null;
      }
      const answered = thread.make(request);
      if (answered === null) continue;
      return answered.then((made) => made && { ...made, giveBack: () => thread.giveBack(made) });
    }
    return null;
  };

  return {
    async make(request) {
      const made = await ask(request);
      counter.inc({ by: made === null ? 'intake' : 'thread' });
      return made;
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
