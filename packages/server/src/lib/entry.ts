// What the ledger, the index and the doors say to each other: a draft goes in, an entry comes out.
import type { ActaEvent } from '@acta/event';
import type { RowAhead } from './ahead.ts';

/**
 * An event before the ledger took it: all of it but `v`, `id` and `received`, which are the
 * ledger's.
 */
export type UnsealedEvent = Omit<ActaEvent, 'v' | 'id' | 'received' | 'time'> & {
  /** Absent where the source gave none: `received` stands in, marked `time_missing`. */
  time?: string;
};

export interface EventDraft {
  event: UnsealedEvent;
  /**
   * Delivery id, unique within the source. Absent: the draft can't be told from a repeat and is
   * new.
   */
  delivery?: string;
  /** Zero-based place in the delivery. */
  item: number;
  /** Higher where an event is mapped again; 0 the first time. */
  revision?: number;
  /**
   * SHA-256 (base64url) of the item's bytes as received: tells a duplicate from a conflict. Empty
   * where there is no delivery id.
   */
  digest: string;
  /** A known id makes it a duplicate even with other bytes (`differs` in the receipt). */
  again?: true;
}

export interface AppendReceipt {
  id: string;
  index: number;
  duplicate?: true;
  /** The duplicate of a draft sent `again` has other bytes than the first. */
  differs?: true;
  conflict?: true;
}

/** One entry of the log, once durable, sequenced and under a signed durable checkpoint. */
export interface LogEntry {
  index: number;
  /** The leaf's bytes as text (compact JSON, UTF-8). */
  leaf: string;
  /** The seed and the groups' values, as `@acta/event` seals them. */
  record: string;
  event: ActaEvent;
  /**
   * A view of both as they are stored, where they are at hand: the bytes' count as u32 LE and the
   * UTF-8 of the leaf, then the same of the record.
   */
  stored?: Uint8Array;
  /** Of an entry that was made ahead: what can be known of its event without opening it. */
  outline?: EventOutline;
  /** Its row in the index, but for the index and the time of receipt. */
  row?: RowAhead;
}

/** The parts of an event that stand outside of its groups, or that every follower counts by. */
export type EventOutline = Pick<
  ActaEvent,
  'id' | 'time' | 'received' | 'source' | 'action' | 'native'
>;
