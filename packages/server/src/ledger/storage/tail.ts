// The newest entries, in memory until their bundle and disclosures are files.
import type { LogEntry } from '../../lib/entry.ts';
import type { Block } from '../wal/block.ts';
import { BlockEntry } from './lazy-entry.ts';

export class Tail {
  #from: number;
  #blocks: Block[] = [];

  /** @param from log index of the first entry that will be held */
  constructor(from: number) {
    this.#from = from;
  }

  /** Log index of the first entry held. */
  get from(): number {
    return this.#from;
  }

  /** Log index after the last one. */
  get to(): number {
    return this.#blocks.at(-1)?.end ?? this.#from;
  }

  /** Blocks come in order, without a hole; the first may begin below `from`. */
  push(block: Block): void {
    this.#blocks.push(block);
  }

  /** Entries [from, to), both within what is held. */
  slice(from: number, to: number): LogEntry[] {
    return this.#each(from, to, (block, index) => new BlockEntry(block, index));
  }

  /** Leaves of [from, to) as they were stored. */
  leaves(from: number, to: number): Uint8Array[] {
    return this.#each(from, to, (block, index) => block.leaf(index));
  }

  records(from: number, to: number): Uint8Array[] {
    return this.#each(from, to, (block, index) => block.record(index));
  }

  dropBelow(index: number): void {
    this.#from = Math.max(this.#from, index);
    const keep = this.#blocks.findIndex(({ end }) => end > this.#from);
    this.#blocks = keep < 0 ? [] : this.#blocks.slice(keep);
  }

  #each<T>(from: number, to: number, make: (block: Block, index: number) => T): T[] {
    const made: T[] = [];
    for (const block of this.#blocks) {
      if (block.first >= to) break;
      const end = Math.min(block.end, to);
      for (let index = Math.max(block.first, from); index < end; index += 1) {
        made.push(make(block, index));
      }
    }
    return made;
  }
}
