// Turns entries into rows and rows into blocks: as many entries as come within a while, so that the
// engine gets few and large ones.
import type { LogEntry } from '../../lib/entry.ts';
import { RowBinaryWriter } from '../rows/row-binary.ts';
import type { Committed } from './follow.ts';
import { createInsertions } from './insertions.ts';
import type { InsertionOptions } from './insertions.ts';
import { StagedRows } from './staged-rows.ts';

export interface WriterLimits {
  block_rows: number;
  block_bytes: number;
  block_wait_ms: number;
  buffer_bytes: number;
}

export interface WriterOptions extends InsertionOptions {
  limits: WriterLimits;
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
  /** Makes the row of an entry that is not committed yet, behind the others; never throws. */
  stage(entry: LogEntry): void;
  /** Takes what was committed: rows that were staged, all others made now. @throws as `add` */
  confirm(committed: Committed): void;
  /** Forgets rows that were staged, from an index on. */
  unstage(from: number): void;
  /** Resolves once less than half of what may wait does. */
  room(): Promise<void>;
  /** Resolves once all that was added is in the table. */
  flush(): Promise<void>;
  /** Stops; what was not inserted comes again from the log. */
  close(): Promise<void>;
}

const FIRST_BYTES = 4 * 1024 * 1024;
const FEW_ROWS = 250;

/** A writer that goes on at `start`. */
export function createWriter(options: WriterOptions): Writer {
  const { limits } = options;
  const rows = new RowBinaryWriter(FIRST_BYTES);
  const staged = new StagedRows(rows);
  const insertions = createInsertions(options, (bytes) => rows.giveBack(bytes));
  let next = options.start;
  let open_from = options.start;
  let timer: NodeJS.Timeout | undefined;

  const seal = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (next === open_from) return;
    insertions.push({ from: open_from, to: next, bytes: staged.takeCommitted() });
    open_from = next;
  };

  // Few entries need not wait for others; many are worth a larger block.
  const sealIfFew = (): void => {
    if (next - open_from <= FEW_ROWS) seal();
    else timer = setTimeout(seal, (limits.block_wait_ms * 3) / 4);
  };

  const advance = (to: number): void => {
    next = to;
    const full = next - open_from >= limits.block_rows || staged.bytesBefore >= limits.block_bytes;
    if (full) seal();
    else timer ??= setTimeout(sealIfFew, limits.block_wait_ms / 4);
  };

  const add = (entries: readonly LogEntry[]): void => {
    for (const entry of entries) {
      if (entry.index < next) continue;
      if (entry.index > next) throw new Error(`Entry ${next} is missing before ${entry.index}.`);
      staged.insert(entry);
      advance(next + 1);
    }
  };

  return {
    next: () => next,
    through: () => insertions.through(),
    pressure: () => (insertions.bytes() + rows.length) / limits.buffer_bytes,
    add,
    stage: (entry) => staged.stage(entry),
    confirm(committed) {
      if (staged.confirm(next, committed.to)) {
        advance(committed.to);
        return;
      }
      const aside = staged.setAside(committed.to);
      add(committed.entries(next));
      staged.putBack(aside);
    },
    unstage: (from) => staged.unstage(from),
    room: () => insertions.when(() => insertions.bytes() < limits.buffer_bytes / 2),
    flush() {
      seal();
      const wanted = next;
      return insertions.when(() => insertions.through() >= wanted);
    },
    close() {
      clearTimeout(timer);
      return insertions.close();
    },
  };
}
