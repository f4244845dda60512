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
  database: Pick<Database, 'rows' | 'command'>,
  logger: Logger | undefined,
  bounds: MergeBounds = MERGE_BOUNDS,
): Merges {
  /** From before the engine is told to wait until it said that it goes on. */
  let isWaiting = false;
  let isClosed = false;
  let calm: NodeJS.Timeout | undefined;
  let working = Promise.resolve();

  const set = async (wait: boolean): Promise<void> => {
    if (wait === isWaiting) return;
    isWaiting = true;
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

  /** One after the other. What failed may have been done: it is always told to go on in the end. */
  const next = (work: () => Promise<void>): void => {
    working = working.then(work).catch((error: unknown) => {
      logger?.warn('The engine could not be told when to merge', { error: messageOf(error) });
      if (!isClosed) goOnSoon();
    });
  };

  const goOnSoon = (): void => {
    clearTimeout(calm);
    calm = setTimeout(() => next(() => set(false)), bounds.calm_ms).unref();
  };

  return {
    inserted(rows) {
      if (rows < bounds.many_rows) return;
      goOnSoon();
      next(look);
    },
    settled: () => working,
    async close() {
      isClosed = true;
      clearTimeout(calm);
      await working;
    },
  };
}
