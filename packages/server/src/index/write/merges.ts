// When the embedded engine merges. A merge costs as much as the insertion before it, and parts that
// wait are merged wider and so fewer times: while much comes in, merging waits, within bounds.
import type { Logger } from '../../lib/logger.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Database } from '../database.ts';
import { EVENTS } from '../schema/tables.ts';

export interface MergeBounds {
  /** Rows of an insertion from which on much comes in. */
  many_rows: number;
  /** Parts at which merging waits no longer: questions read each of them. */
  most_parts: number;
  /** Parts from which on it may wait again. */
  few_parts: number;
  /** How long nothing large has to come until merging goes on: ms. */
  calm_ms: number;
}

export const MERGE_BOUNDS: MergeBounds = {
  many_rows: 2_000,
  most_parts: 100,
  few_parts: 20,
  calm_ms: 2_000,
};

export interface Merges {
  /** An insertion is in the table. */
  inserted(rows: number): void;
  /** Resolves once merging is as it should be. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Merges as the engine likes, where it is not ours to hold up. */
export const freeMerges: Merges = {
  inserted: () => undefined,
  settled: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

export function createMerges(
  database: Database,
  logger: Logger | undefined,
  bounds: MergeBounds = MERGE_BOUNDS,
): Merges {
  let isWaiting = false;
  let calm: NodeJS.Timeout | undefined;
  let working = Promise.resolve();

  const set = async (wait: boolean): Promise<void> => {
    if (wait === isWaiting) return;
    await database.command(`SYSTEM ${wait ? 'STOP' : 'START'} MERGES ${EVENTS}`);
    isWaiting = wait;
  };

  const look = async (): Promise<void> => {
    const [row] = await database.rows<[string | number]>(
      'SELECT count() FROM system.parts WHERE active AND table = {table:String}',
      { table: EVENTS },
    );
    const parts = Number(row?.[0] ?? 0);
    await set(parts < (isWaiting ? bounds.most_parts : bounds.few_parts));
  };

  /** One after the other; an engine that is starting again merges by itself. */
  const next = (work: () => Promise<void>): void => {
    working = working.then(work).catch((error: unknown) => {
      isWaiting = false;
      logger?.warn('Merging could not be held up', { error: messageOf(error) });
    });
  };

  return {
    inserted(rows) {
      if (rows < bounds.many_rows) return;
      clearTimeout(calm);
      calm = setTimeout(() => next(() => set(false)), bounds.calm_ms).unref();
      next(look);
    },
    settled: () => working,
    async close() {
      clearTimeout(calm);
      await working;
    },
  };
}
