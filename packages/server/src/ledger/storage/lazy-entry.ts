// Entries whose parts are made when they are first asked for. Classes: an object with getters of
// its own has a hidden class of its own, which keeps all they see alive until a full collection.
import { openRecord } from '@acta/event';
import type { ActaEvent } from '@acta/event';
import type { LogEntry } from '../../lib/entry.ts';
import type { Block } from '../wal/block.ts';

/** An entry whose event is put together when it is first asked for. */
export class KeptEntry implements LogEntry {
  readonly index: number;
  readonly leaf: string;
  readonly record: string;
  #event: ActaEvent | undefined;

  constructor(index: number, leaf: string, record: string) {
    this.index = index;
    this.leaf = leaf;
    this.record = record;
  }

  get event(): ActaEvent {
    return (this.#event ??= eventOf(this));
  }
}

/** An entry of a block, whose texts too are made when they are first asked for. */
export class BlockEntry implements LogEntry {
  readonly index: number;
  readonly #block: Block;
  #leaf: string | undefined;
  #record: string | undefined;
  #event: ActaEvent | undefined;

  constructor(block: Block, index: number) {
    this.index = index;
    this.#block = block;
  }

  get leaf(): string {
    return (this.#leaf ??= this.#block.leafText(this.index));
  }

  get record(): string {
    return (this.#record ??= this.#block.recordText(this.index));
  }

  get event(): ActaEvent {
    return (this.#event ??= eventOf(this));
  }

  get stored(): Uint8Array {
    return this.#block.stored(this.index);
  }
}

const eventOf = ({ leaf, record }: Pick<LogEntry, 'leaf' | 'record'>): ActaEvent =>
  openRecord(leaf, record).event as ActaEvent;
