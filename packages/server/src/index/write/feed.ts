// The writing half of the index: a writer, what feeds it, and starting both anew.
import { messageOf } from '../../lib/errors.ts';
import type { LogEntry } from '../../lib/entry.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Database } from '../database.ts';
import { recreate } from '../schema/prepare.ts';
import { followLog, type FollowedLog, type Follower } from './follow.ts';
import type { Merges } from './merges.ts';
import { createWriter, type Writer, type WriterLimits } from './writer.ts';

export interface FeedOptions {
  database: Database;
  limits: WriterLimits;
  origin: string | null;
  /** Entries [0, start) are in the table. */
  start: number;
  logger: Logger | undefined;
  merges: Merges;
}

export interface Feed {
  /** Entries [0, through) are searchable. */
  through(): number;
  /** Bytes waiting for the engine, as a part of what may wait. */
  pressure(): number;
  /** Takes entries in the order of the log; those it has are passed over. */
  write(entries: readonly LogEntry[]): void;
  /** Resolves once what was written is searchable. */
  flush(): Promise<void>;
  /** Catches up with a log and stays with it, until `close`. */
  follow(log: FollowedLog): void;
  /** Told of each step forward, with the new `through`. Gives a function that ends it. */
  onIndexed(listener: (through: number) => void): () => void;
  /** Empties the index and builds it again from the log that it follows. */
  rebuild(): Promise<void>;
  close(): Promise<void>;
}

const RETRY_MS = 1000;

export function createFeed(options: FeedOptions): Feed {
  const { database, logger } = options;
  const state = { emptying: false, closed: false };
  const listeners = new Set<(through: number) => void>();
  let log: FollowedLog | undefined;
  let follower: Follower | undefined;
  let writer = startWriter(options.start);

  function startWriter(start: number): Writer {
    return createWriter({
      database,
      limits: options.limits,
      start,
      onInserted(through, rows) {
        options.merges.inserted(rows);
        for (const listener of listeners) listener(through);
      },
      onRetry(error) {
        logger?.warn('An insertion is tried again', { error: messageOf(error) });
      },
    });
  }

  const startFollowing = (followed: FollowedLog): void => {
    follower = followLog(followed, writer, (error) => {
      logger?.error('The index could not follow the log', { error: messageOf(error) });
    });
  };

  const empty = async (): Promise<void> => {
    while (!state.closed) {
      try {
        await recreate(database, options.origin);
        return;
      } catch (error) {
        logger?.error('The index could not be emptied', { error: messageOf(error) });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };

  const rebuild = async (): Promise<void> => {
    state.emptying = true;
    await follower?.stop();
    await writer.close();
    await empty();
    if (state.closed) return;
    writer = startWriter(0);
    state.emptying = false;
    if (log !== undefined) startFollowing(log);
  };

  return {
    through: () => (state.emptying ? 0 : writer.through()),
    pressure: () => writer.pressure(),
    write: (entries) => writer.add(entries),
    flush: () => writer.flush(),
    follow(followed) {
      log = followed;
      // An index that knows more than the log belongs to a log that was rolled back.
      if (writer.next() > followed.head().size) void rebuild();
      else startFollowing(followed);
    },
    onIndexed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    rebuild,
    async close() {
      state.closed = true;
      await follower?.stop();
      await writer.close();
      await options.merges.close();
    },
  };
}
