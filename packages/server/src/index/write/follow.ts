// Keeps the writer fed: from the log's files while it is behind, from commits as they happen once it
// has caught up. What does not fit into memory is read again from the log, so nothing is ever dropped.
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
  let stopped = false;
  let live = false;
  let fallBehind: () => void = () => {};

  const unsubscribe = log.onCommit((entries) => {
    const last = entries.at(-1);
    if (!live || last === undefined || last.index < writer.next()) return;
    if (entries[0]!.index > writer.next() || writer.pressure() > 1) {
      live = false;
      fallBehind();
    } else {
      writer.add(entries);
    }
  });

  const catchUp = async (): Promise<void> => {
    while (!stopped && writer.next() < log.head().size) {
      for await (const entries of log.entries(writer.next())) {
        if (stopped) return;
        writer.add(entries);
        await writer.room();
      }
    }
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await catchUp();
        const behind = new Promise<void>((resolve) => (fallBehind = resolve));
        // No await since the last look at the head: no commit can slip between.
        live = writer.next() >= log.head().size;
        if (live) await behind;
        else if (!stopped) await writer.room();
      } catch (error) {
        onError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };

  const running = run();
  return {
    async stop() {
      stopped = true;
      live = false;
      unsubscribe();
      fallBehind();
      await running;
    },
  };
}
