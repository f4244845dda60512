// Who is told of entries: those that work with each one while its event is at hand, as it is
// sealed, and those that read what was committed.
import type { LogEntry } from '../../lib/entry.ts';
import { BlockEntry } from '../storage/lazy-entry.ts';
import type { Committed, Preparation } from '../types.ts';
import type { Block } from '../wal/block.ts';

export class Listeners {
  readonly #preparations = new Set<Preparation>();
  readonly #readers = new Set<(entries: LogEntry[]) => void>();

  /** @returns a function that ends it */
  prepare(preparation: Preparation): () => void {
    this.#preparations.add(preparation);
    return () => this.#preparations.delete(preparation);
  }

  /** @returns a function that ends it */
  onCommit(listener: (entries: LogEntry[]) => void): () => void {
    this.#readers.add(listener);
    return () => this.#readers.delete(listener);
  }

  sealed(entry: LogEntry): void {
    for (const preparation of this.#preparations) preparation.sealed(entry);
  }

  committed(block: Block): void {
    const committed: Committed = {
      from: block.first,
      to: block.end,
      entries: (from = block.first) => entriesOf(block, from),
    };
    for (const preparation of this.#preparations) preparation.committed(committed);
    if (this.#readers.size === 0) return;
    const entries = entriesOf(block, block.first);
    for (const reader of this.#readers) reader(entries);
  }

  dropped(from: number): void {
    for (const preparation of this.#preparations) preparation.dropped(from);
  }
}

function entriesOf(block: Block, from: number): LogEntry[] {
  return Array.from(
    { length: block.end - from },
    (_, place) => new BlockEntry(block, from + place),
  );
}
