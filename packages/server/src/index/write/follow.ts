// Keeps the writer fed: from the log's files while it is behind, from commits as they happen once
// it has caught up. What does not fit into memory is read again from the log, so nothing is ever
// dropped.
import type { LogEntry } from '../../lib/entry.ts';
import type { Writer } from './writer.ts';

/** What the index needs of the ledger. */
export interface FollowedLog {
  /** Entries from an index on, up to those committed by now. */
  entries(from: number): AsyncIterable<LogEntry[]>;
  /** Called in the order of the log, after entries are durable. */
  onCommit(listener: (entries: LogEntry[]) => void): () => void;
  head(): { size: number };
}

export interface Follower {
  stop(): Promise<void>;
}

const RETRY_MS = 500;

/** Starts following; the writer must be at or before the log's size. */
export function followLog(
  log: FollowedLog,
  writer: Writer,
  onError: (error: unknown) => void,
): Follower {
  const state = { stopped: false, live: false };
  let fallBehind: () => void = () => {};

  const unsubscribe = log.onCommit((entries) => {
    const last = entries.at(-1);
    if (!state.live || last === undefined || last.index < writer.next()) return;
    if (entries[0]!.index > writer.next() || writer.pressure() > 1) {
      state.live = false;
      fallBehind();
    } else {
      writer.add(entries);
    }
  });

  const catchUp = async (): Promise<void> => {
    while (!state.stopped && writer.next() < log.head().size) {
      const before = writer.next();
      for await (const entries of log.entries(writer.next())) {
        if (state.stopped) return;
        writer.add(entries);
        await writer.room();
      }
      if (writer.next() === before) throw new Error(`The log gave no entry ${before}.`);
    }
  };

  const run = async (): Promise<void> => {
    while (!state.stopped) {
      try {
        await catchUp();
        const behind = new Promise<void>((resolve) => (fallBehind = resolve));
        // No await since the last look at the head: no commit can slip between.
        state.live = !state.stopped && writer.next() >= log.head().size;
        if (state.live) await behind;
      } catch (error) {
        onError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };

  const running = run();
  return {
    async stop() {
      state.stopped = true;
      state.live = false;
      unsubscribe();
      fallBehind();
      await running;
    },
  };
}
