// Takes what each entry says from the log: from its files while behind, as entries are sealed once
// it has caught up. What was taken is counted once it is committed, in the order of the log.
import type { ActaEvent } from '@acta/event';
import type { EventOutline } from '../../lib/entry.ts';
import { keepUp } from '../../lib/keep-up.ts';
import { factOf, type Fact } from './facts.ts';

interface Entry {
  index: number;
  event: ActaEvent;
  outline?: EventOutline;
}

/** What coverage needs of the ledger. */
export interface CoveredLog {
  entries(from: number, to?: number): AsyncIterable<Entry[]>;
  entry(index: number): Promise<Entry | null>;
  prepare(preparation: {
    sealed(entry: Entry): void;
    committed(committed: { from: number; to: number; entries: (from?: number) => Entry[] }): void;
    dropped(from: number): void;
  }): () => void;
  head(): { size: number };
}

export interface CoverageFollower {
  /** Entries [0, through) are counted. */
  through(): number;
  isLive(): boolean;
  stop(): Promise<void>;
}

/** @param take counts the fact of one entry; must not throw */
export function followLog(
  log: CoveredLog,
  start: number,
  take: (fact: Fact) => void,
  onError: (error: unknown) => void,
): CoverageFollower {
  // A log that was rolled back has fewer entries than were counted.
  let next = Math.min(start, log.head().size);
  const staged = stagedFacts();
  const isBehind = (): boolean => next < log.head().size;
  const following = keepUp({
    isBehind,
    onError,
    async catchUp(isStopped) {
      while (!isStopped() && isBehind()) {
        for await (const entries of log.entries(next)) {
          if (isStopped()) return;
          for (const { index, event } of entries) {
            const fact = factOf(event);
            if (fact !== null) take(fact);
            next = index + 1;
          }
        }
      }
    },
  });

  const unsubscribe = log.prepare({
    sealed(entry) {
      if (following.isLive()) staged.add(entry.index, factOf(entry.outline ?? entry.event));
    },
    committed({ from, to, entries }) {
      if (!following.isLive() || to <= next) return;
      if (from > next) {
        following.fallBehind();
        return;
      }
      const facts = staged.between(next, to) ?? entries(next).map(({ event }) => factOf(event));
      for (const fact of facts) if (fact !== null) take(fact);
      staged.pass(to);
      next = to;
    },
    dropped: (from) => staged.drop(from),
  });

  return {
    through: () => next,
    isLive: () => following.isLive(),
    async stop() {
      unsubscribe();
      await following.stop();
    },
  };
}

/** Facts of entries that are sealed and not committed: a run without holes. */
function stagedFacts() {
  let facts: (Fact | null)[] = [];
  let first = 0;
  return {
    add(index: number, fact: Fact | null): void {
      if (index !== first + facts.length) facts = [];
      if (facts.length === 0) first = index;
      facts.push(fact);
    },
    /** Those of entries [from, to); null where not all of them are here. */
    between(from: number, to: number): (Fact | null)[] | null {
      return first === from && first + facts.length >= to ? facts.slice(0, to - from) : null;
    },
    /** Lets those below an index go. */
    pass(to: number): void {
      facts.splice(0, Math.max(0, to - first));
      first = Math.max(first, to);
    },
    /** Lets those from an index on go. */
    drop(from: number): void {
      facts.length = Math.min(facts.length, Math.max(0, from - first));
    },
  };
}
