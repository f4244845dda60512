// The newest entries, in memory until their bundle and disclosures are files.
import type { LogEntry } from '../../lib/entry.ts';

export interface Tail {
  /** Log index of the first entry held. */
  from(): number;
  /** Log index after the last one. */
  to(): number;
  push(entries: readonly LogEntry[]): void;
  /** Entries [from, to), both within what is held. */
  slice(from: number, to: number): LogEntry[];
  dropBelow(index: number): void;
}

export function createTail(first: number): Tail {
  let base = first;
  let entries: LogEntry[] = [];
  return {
    from: () => base,
    to: () => base + entries.length,
    push(more) {
      for (const entry of more) entries.push(entry);
    },
    slice: (from, to) => entries.slice(from - base, to - base),
    dropBelow(index) {
      if (index <= base) return;
      entries = entries.slice(index - base);
      base = index;
    },
  };
}
