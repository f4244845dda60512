import { openRecord } from '@acta/event';
import type { ActaEvent } from '@acta/event';
import type { LogEntry } from '../../lib/entry.ts';
import type { Block } from '../wal/block.ts';

/** An entry whose event is put together when it is first asked for. */
export function lazyEntry(index: number, leaf: string, record: string): LogEntry {
  let event: ActaEvent | undefined;
  return {
    index,
    leaf,
    record,
    get event() {
      event ??= openRecord(leaf, record).event as ActaEvent;
      return event;
    },
  };
}

/** An entry of a block, whose texts too are made when they are first asked for. */
export function entryOfBlock(block: Block, index: number): LogEntry {
  let leaf: string | undefined;
  let record: string | undefined;
  let event: ActaEvent | undefined;
  return {
    index,
    get leaf() {
      return (leaf ??= block.leafText(index));
    },
    get record() {
      return (record ??= block.recordText(index));
    },
    get event() {
      return (event ??= openRecord(this.leaf, this.record).event as ActaEvent);
    },
  };
}
