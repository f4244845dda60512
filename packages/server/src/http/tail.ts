// A live tail reads the ledger from a place on: what it sends is what stands there, so nothing is
// lost between history and present, and a slow listener costs no memory. While somebody listens,
// recent entries come from a ring; intake pays nothing where nobody does.
import type { LogEntry } from '../lib/entry.ts';
import type { LedgerPort } from './ports.ts';

const RING_ENTRIES = 4_096;
const BATCH = 512;

export interface TailFeed {
  /** Entries from `from` on, as they come, until the signal aborts. Never skips one. */
  follow(from: number, signal: AbortSignal): AsyncGenerator<LogEntry[]>;
  close(): void;
}

/** One feed for all listeners of a server. */
export function createTailFeed(
  ledger: Pick<LedgerPort, 'onCommit' | 'entries' | 'head'>,
): TailFeed {
  let ring: LogEntry[] = [];
  let listeners = 0;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const listen = () =>
    ledger.onCommit((entries) => {
      for (const entry of entries) ring.push(entry);
      if (ring.length > 2 * RING_ENTRIES) ring = ring.slice(-RING_ENTRIES);
      wake();
    });
  let stop = () => {};
  const recent = (from: number): LogEntry[] => {
    const first = ring[0]?.index ?? Infinity;
    return from < first ? [] : ring.slice(from - first, from - first + BATCH);
  };

  async function* read(from: number, signal: AbortSignal): AsyncGenerator<LogEntry[]> {
    let next = from;
    while (!signal.aborted) {
      const batch = recent(next);
      if (batch.length > 0) {
        yield batch;
        next = batch.at(-1)!.index + 1;
        continue;
      }
      const size = ledger.head().size;
      if (next >= size) {
        // Checked in the same turn as the wait begins: no commit can fall between.
        await woken(waiting, signal);
        continue;
      }
      for await (const entries of ledger.entries(next, size)) {
        if (signal.aborted) return;
        yield entries;
        next = entries.at(-1)!.index + 1;
      }
    }
  }
  return {
    async *follow(from, signal) {
      listeners += 1;
      if (listeners === 1) stop = listen();
      try {
        yield* read(from, signal);
      } finally {
        listeners -= 1;
        if (listeners === 0) {
          stop();
          ring = [];
        }
      }
    },
    close() {
      stop();
      wake();
    },
  };
}

/** Resolves when those who wait are woken, or the signal aborts. */
function woken(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise<void>((resolve) => {
    const done = () => {
      waiting.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    waiting.add(done);
    signal.addEventListener('abort', done);
  });
}
