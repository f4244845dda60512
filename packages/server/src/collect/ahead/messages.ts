// What the server and the thread that makes entries ahead say to each other.
import type { EntriesAhead } from '../../lib/ahead.ts';
import type { Seen, Sender } from '../../ingest/index.ts';
import type { Headers } from '../request.ts';

/** With what the thread begins. */
export interface MakerData {
  /** The log's secret: 32 bytes. */
  secret: Uint8Array;
  masking_key: Uint8Array;
  /** Settings by limit name. */
  limits: Readonly<Record<string, number>>;
}

/** A request of `POST /v1/events` as it came, decompressed. */
export interface RequestAhead {
  headers: Headers;
  body: Uint8Array;
  sender: Sender;
  /** ms since 1970. */
  received: number;
  /** Begins the delivery of what has no id of its own. */
  key?: string;
}

export interface MadeAhead {
  entries: EntriesAhead;
  seen: Seen;
}

export type ToMaker =
  | { type: 'make'; request: RequestAhead }
  /** Memory of entries that the log has: fresh memory is dear. */
  | { type: 'memory'; stored: ArrayBuffer; rows: ArrayBuffer };

export type FromMaker =
  | { type: 'ready' }
  | { type: 'made'; made: MadeAhead }
  /** The intake shall take the request itself. */
  | { type: 'left' };
