// The batch that is being filled, and the requests that wait for it.
import type { AppendReceipt, EventDraft } from '../../lib/entry.ts';
import type { SealedEntry } from './seal.ts';

/** One call of `append`. */
export interface Request {
  readonly drafts: readonly EventDraft[];
  readonly receipts: AppendReceipt[];
  /** Estimated bytes, for the limit of the queue. */
  readonly bytes: number;
  resolve(receipts: AppendReceipt[]): void;
  reject(error: Error): void;
}

export interface Batch {
  first: number;
  entries: SealedEntry[];
  /** Requests whose last draft is in this batch. */
  finished: Request[];
}

export function emptyBatch(first: number): Batch {
  return { first, entries: [], finished: [] };
}

/** Rough bytes of a draft in memory: its raw text and a flat amount for the rest. */
export function bytesOf(drafts: readonly EventDraft[]): number {
  let bytes = 0;
  for (const { event } of drafts) bytes += 1024 + (event.raw?.length ?? 0);
  return bytes;
}
