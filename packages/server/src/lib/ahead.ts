// Entries made ahead of the log by another thread: whole but for what only the log can say, which
// is their index and their time of receipt. Events stay bytes on their way through this one.
import { type ActaEvent, openRecord, receivedInLeaf } from '@acta/event';
import type { EventDraft, EventOutline, LogEntry } from './entry.ts';

/** The entries of one request, in columns: what two threads hand over costs by the object. */
export interface EntriesAhead {
  source: { type: string; name: string; via: string };
  ids: string[];
  times: string[];
  actions: string[];
  /** Empty where the event has none. */
  natives: string[];
  /** As `EventDraft` has them: empty where there is no delivery id. */
  digests: string[];
  /** Zero-based place in the delivery. */
  items: number[];
  /** Leaf, record and digest of each as the write-ahead log keeps them, one behind the other. */
  stored: Buffer;
  /** Where each ends there. */
  stored_ends: number[];
  /** Their rows in the index, one behind the other. */
  rows: Buffer;
  row_ends: number[];
  /** Where in the rows the text of each body begins. */
  body_at: number[];
}

/** One row within those of its request. */
export interface RowAhead {
  rows: Buffer;
  from: number;
  to: number;
  body_at: number;
}

const LENGTH_BYTES = 4;

/** What a draft is to the ledger, for an entry that is made already. */
export class DraftAhead {
  readonly #all: EntriesAhead;
  readonly #place: number;

  constructor(all: EntriesAhead, place: number) {
    this.#all = all;
    this.#place = place;
  }

  get id(): string {
    return this.#all.ids[this.#place]!;
  }

  /** Empty where there is no delivery id. */
  get digest(): string {
    return this.#all.digests[this.#place]!;
  }

  get time(): string {
    return this.#all.times[this.#place]!;
  }

  get source(): EntriesAhead['source'] {
    return this.#all.source;
  }

  /** Bytes in memory, its row's too. */
  get bytes(): number {
    const { row } = this;
    return this.#to - this.#from + row.to - row.from;
  }

  get #from(): number {
    return this.#place === 0 ? 0 : this.#all.stored_ends[this.#place - 1]!;
  }

  get #to(): number {
    return this.#all.stored_ends[this.#place]!;
  }

  get row(): RowAhead {
    const { rows, row_ends, body_at } = this.#all;
    const from = this.#place === 0 ? 0 : row_ends[this.#place - 1]!;
    return { rows, from, to: row_ends[this.#place]!, body_at: body_at[this.#place]! };
  }

  /** Writes the time of receipt into the leaf, where it has its own place. */
  receive(received: string): void {
    const at = this.#from + LENGTH_BYTES + receivedInLeaf.from;
    this.#all.stored.write(received, at, receivedInLeaf.length, 'latin1');
  }

  /** Copies the entry as the write-ahead log keeps it; gives how many bytes that is. */
  copyInto(memory: Buffer, at: number): number {
    return this.#all.stored.copy(memory, at, this.#from, this.#to);
  }

  /** Bytes that `copyInto` writes. */
  get stored_bytes(): number {
    return this.#to - this.#from;
  }

  /** The entry with its index, after `receive`. */
  entry(index: number, received: string): LogEntry {
    return new EntryAhead(this, index, received);
  }

  /** What stands in the leaf, or in the record, as text. */
  text(which: 'leaf' | 'record'): string {
    const { stored } = this.#all;
    const leaf = this.#from + LENGTH_BYTES;
    const leafEnd = leaf + stored.readUInt32LE(this.#from);
    if (which === 'leaf') return stored.toString('utf8', leaf, leafEnd);
    const record = leafEnd + LENGTH_BYTES;
    return stored.toString('utf8', record, record + stored.readUInt32LE(leafEnd));
  }

  /** The parts of the event that stand outside of its groups. */
  outline(received: string): EventOutline {
    const { ids, times, actions, natives, source } = this.#all;
    const at = this.#place;
    const native = natives[at]!;
    return {
      id: ids[at]!,
      time: times[at]!,
      received,
      source,
      action: actions[at]!,
      ...(native === '' ? {} : { native }),
    };
  }

  /** The draft as it would be, had nothing been made of it yet. */
  draft(): EventDraft {
    const { v: _v, id: _id, received: _received, ...event } = this.event();
    const { delivery } = event.source;
    const draft: EventDraft = { event, item: this.#all.items[this.#place]!, digest: this.digest };
    return this.digest === '' || delivery === undefined ? draft : { ...draft, delivery };
  }

  /** The event, opened anew each time. */
  event(): ActaEvent {
    return openRecord(this.text('leaf'), this.text('record')).event as ActaEvent;
  }
}

/** The drafts of a request. */
export function draftsAhead(all: EntriesAhead): DraftAhead[] {
  return all.ids.map((_, place) => new DraftAhead(all, place));
}

class EntryAhead implements LogEntry {
  readonly index: number;
  readonly received: string;
  readonly #draft: DraftAhead;

  constructor(draft: DraftAhead, index: number, received: string) {
    this.#draft = draft;
    this.index = index;
    this.received = received;
  }

  get leaf(): string {
    return this.#draft.text('leaf');
  }

  get record(): string {
    return this.#draft.text('record');
  }

  get event(): ActaEvent {
    return this.#draft.event();
  }

  get outline(): EventOutline {
    return this.#draft.outline(this.received);
  }

  get row(): RowAhead {
    return this.#draft.row;
  }
}
