import { openRecord } from '@acta/event';
import type { ActaEvent } from '@acta/event';
import type { LogEntry } from '../../lib/entry.ts';

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
