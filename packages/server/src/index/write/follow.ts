// Keeps the writer fed: from the log's files while it is behind, from commits as they happen once
// it has caught up. What does not fit into memory is read again from the log, so nothing is ever
// dropped.
import type { LogEntry } from '../../lib/entry.ts';
import { keepUp } from '../../lib/keep-up.ts';
import type { Writer } from './writer.ts';

/** Entries [from, to) were committed. */
export interface Committed {
  from: number;
  to: number;
  entries: (from?: number) => LogEntry[];
}

/** What the index needs of the ledger. */
export interface FollowedLog {
  /** Entries from an index on, up to those committed by now. */
  entries(from: number): AsyncIterable<LogEntry[]>;
  /**
   * Shows each entry as it is sealed, then says up to where they were committed, in the order of
   * the log; `dropped` ones were not.
   */
  prepare(preparation: {
    sealed(entry: LogEntry): void;
    committed(committed: Committed): void;
    dropped(from: number): void;
  }): () => void;
  head(): { size: number };
}

export interface Follower {
  stop(): Promise<void>;
}

/** Starts following; the writer must be at or before the log's size. */
export function followLog(
  log: FollowedLog,
  writer: Writer,
  onError: (error: unknown) => void,
): Follower {
  const isBehind = (): boolean => writer.next() < log.head().size;
  const following = keepUp({
    isBehind,
    onError,
    async catchUp(isStopped) {
      while (!isStopped() && isBehind()) {
        const before = writer.next();
        for await (const entries of log.entries(before)) {
          if (isStopped()) return;
          writer.add(entries);
          await writer.room();
        }
        if (writer.next() === before) throw new Error(`The log gave no entry ${before}.`);
      }
    },
  });

  const readAgain = (): void => {
    writer.unstage(0);
    following.fallBehind();
  };

  const unsubscribe = log.prepare({
    sealed(entry) {
      if (following.isLive()) writer.stage(entry);
    },
    committed(committed) {
      if (!following.isLive() || committed.to <= writer.next()) return;
      if (committed.from > writer.next() || writer.pressure() > 1) {
        readAgain();
        return;
      }
      try {
        writer.confirm(committed);
      } catch (error) {
        onError(error);
        readAgain();
      }
    },
    dropped: (from) => writer.unstage(from),
  });

  return {
    async stop() {
      unsubscribe();
      await following.stop();
    },
  };
}
