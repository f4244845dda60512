// Blocks on their way into the table. One insertion is under way at a time and each is one part, so
// that the table always holds a prefix of the log: what is there says where to go on, and an
// insertion whose answer was lost is looked up before it is tried again.
import type { Database } from '../database.ts';
import { EVENTS } from '../schema/tables.ts';

/** Rows of entries [from, to). */
export interface Block {
  from: number;
  to: number;
  bytes: Buffer;
}

export interface InsertionOptions {
  database: Database;
  /** Entries [0, start) are in the table. */
  start: number;
  onInserted(through: number, rows: number): void;
  /** An insertion failed; it is tried again after a pause. */
  onRetry(error: unknown): void;
}

export interface Insertions {
  /** Entries [0, through) are in the table. */
  through(): number;
  /** Bytes that wait. */
  bytes(): number;
  push(block: Block): void;
  /** Resolves once the condition holds, or all is closed. */
  when(condition: () => boolean): Promise<void>;
  /** Stops; what was not inserted comes again from the log. */
  close(): Promise<void>;
}

const RETRY_FIRST_MS = 50;
const RETRY_LONGEST_MS = 5000;

/** @param done gets the bytes of a block that nobody reads any more */
export function createInsertions(
  options: InsertionOptions,
  done: (bytes: Buffer) => void,
): Insertions {
  const blocks: Block[] = [];
  const state = { closed: false };
  const waiters = createWaiters(state);
  let through = options.start;
  let queued_bytes = 0;
  let working: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    for (let block = blocks[0]; block !== undefined && !state.closed; block = blocks[0]) {
      const attempts = await insertOnce(options, block, () => state.closed);
      if (state.closed) break;
      blocks.shift();
      // What was sent twice may still stand in a connection that is being given up.
      if (attempts === 1) done(block.bytes);
      queued_bytes -= block.bytes.length;
      through = block.to;
      options.onInserted(through, block.to - block.from);
      waiters.wake();
    }
    working = undefined;
    waiters.wake();
  };

  return {
    through: () => through,
    bytes: () => queued_bytes,
    push(block) {
      blocks.push(block);
      queued_bytes += block.bytes.length;
      working ??= work();
    },
    when: (condition) => waiters.when(condition),
    async close() {
      state.closed = true;
      waiters.wake();
      await working;
    },
  };
}

interface Waiters {
  /** Resolves once the condition holds, or all is closed. */
  when(condition: () => boolean): Promise<void>;
  /** Looks at the conditions again. */
  wake(): void;
}

function createWaiters(state: { closed: boolean }): Waiters {
  const waiting: { condition: () => boolean; resolve: () => void }[] = [];
  return {
    async when(condition) {
      if (state.closed || condition()) return;
      await new Promise<void>((resolve) => waiting.push({ condition, resolve }));
    },
    wake() {
      for (const waiter of waiting.splice(0)) {
        if (state.closed || waiter.condition()) waiter.resolve();
        else waiting.push(waiter);
      }
    },
  };
}

/**
 * Inserts a block until it is in the table, and never a second time; gives how often it was tried.
 */
async function insertOnce(
  options: InsertionOptions,
  block: Block,
  isClosed: () => boolean,
): Promise<number> {
  const { database } = options;
  // A block that starts at the same entry as one before is the same to the engine.
  const settings = {
    insert_deduplicate: 1,
    insert_deduplication_token: `acta-${block.from}`,
    max_insert_threads: 1,
  };
  let pause_ms = RETRY_FIRST_MS;
  let attempts = 1;
  for (; !isClosed(); attempts += 1) {
    try {
      if (attempts > 1 && (await countedThrough(database)) >= block.to) break;
      await database.insert(EVENTS, block.bytes, settings);
      break;
    } catch (error) {
      options.onRetry(error);
      await new Promise((resolve) => setTimeout(resolve, pause_ms));
      pause_ms = Math.min(pause_ms * 2, RETRY_LONGEST_MS);
    }
  }
  return attempts;
}

async function countedThrough(database: Database): Promise<number> {
  const rows = await database.rows<[string | number, string | number]>(
    `SELECT count(), max(\`index\`) FROM ${EVENTS}`,
  );
  const [count = 0, last = 0] = rows[0] ?? [];
  return Number(count) === 0 ? 0 : Number(last) + 1;
}
