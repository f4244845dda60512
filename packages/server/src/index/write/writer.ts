// Turns entries into blocks and blocks into parts. One insertion is under way at a time and each is
// one part, so that the table always holds a prefix of the log: what is there says where to go on,
// and an insertion whose answer was lost is looked up before it is tried again.
import type { LogEntry } from '../../lib/entry.ts';
import type { Database } from '../database.ts';
import { RowBinaryWriter } from '../rows/row-binary.ts';
import { writeEventRow } from '../rows/event-row.ts';
import { EVENTS } from '../schema/tables.ts';

export interface WriterLimits {
  block_rows: number;
  block_bytes: number;
  block_wait_ms: number;
  buffer_bytes: number;
}

export interface WriterOptions {
  database: Database;
  limits: WriterLimits;
  /** Entries [0, start) are in the table. */
  start: number;
  onInserted(through: number): void;
  /** An insertion failed; it is tried again after a pause. */
  onRetry(error: unknown): void;
}

export interface Writer {
  /** The index that the next entry must have. */
  next(): number;
  /** Entries [0, through) are in the table. */
  through(): number;
  /** Bytes that wait, as a part of what may wait; above 1 the writer is full. */
  pressure(): number;
  /** Takes entries; those before `next()` are passed over. @throws where one is missing */
  add(entries: readonly LogEntry[]): void;
  /** Resolves once less than half of what may wait does. */
  room(): Promise<void>;
  /** Resolves once all that was added is in the table. */
  flush(): Promise<void>;
  /** Stops; what was not inserted comes again from the log. */
  close(): Promise<void>;
}

interface Block {
  from: number;
  to: number;
  bytes: Buffer;
}

const FIRST_BYTES = 4 * 1024 * 1024;
const FEW_ROWS = 250;
const RETRY_FIRST_MS = 50;
const RETRY_LONGEST_MS = 5000;

/** A writer that goes on at `start`. */
export function createWriter(options: WriterOptions): Writer {
  const { limits } = options;
  const rows = new RowBinaryWriter(FIRST_BYTES);
  const blocks: Block[] = [];
  const state = { closed: false };
  const waiters = createWaiters(state);
  let through = options.start;
  let next = options.start;
  let open_from = options.start;
  let queued_bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  const seal = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (next === open_from) return;
    const bytes = rows.take();
    blocks.push({ from: open_from, to: next, bytes });
    queued_bytes += bytes.length;
    open_from = next;
    working ??= work();
  };

  // Few entries need not wait for others; many are worth a larger block.
  const sealIfFew = (): void => {
    if (next - open_from <= FEW_ROWS) seal();
    else timer = setTimeout(seal, (limits.block_wait_ms * 3) / 4);
  };

  const work = async (): Promise<void> => {
    for (let block = blocks[0]; block !== undefined && !state.closed; block = blocks[0]) {
      const attempts = await insertOnce(options, block, () => state.closed);
      if (state.closed) break;
      blocks.shift();
      // What was sent twice may still stand in a connection that is being given up.
      if (attempts === 1) rows.giveBack(block.bytes);
      queued_bytes -= block.bytes.length;
      through = block.to;
      options.onInserted(through);
      waiters.wake();
    }
    working = undefined;
    waiters.wake();
  };

  return {
    next: () => next,
    through: () => through,
    pressure: () => (queued_bytes + rows.length) / limits.buffer_bytes,
    add(entries) {
      for (const entry of entries) {
        if (entry.index < next) continue;
        if (entry.index > next) throw new Error(`Entry ${next} is missing before ${entry.index}.`);
        writeEventRow(rows, entry);
        next += 1;
        const full = next - open_from >= limits.block_rows || rows.length >= limits.block_bytes;
        if (full) seal();
      }
      if (next > open_from) timer ??= setTimeout(sealIfFew, limits.block_wait_ms / 4);
    },
    room: () => waiters.when(() => queued_bytes < limits.buffer_bytes / 2),
    flush() {
      seal();
      const wanted = next;
      return waiters.when(() => through >= wanted);
    },
    async close() {
      state.closed = true;
      clearTimeout(timer);
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
  options: WriterOptions,
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
