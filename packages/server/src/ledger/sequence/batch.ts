// The batch that is being filled, and the requests that wait for it.
import { hash } from 'node:crypto';
import { DraftAhead } from '../../lib/ahead.ts';
import type { AppendReceipt, EventDraft } from '../../lib/entry.ts';
import { BatchBody } from '../wal/batch.ts';
import type { SealedEntry } from './seal.ts';

/** What can be appended: an event to be sealed, or an entry that was made ahead. */
export type Draft = EventDraft | DraftAhead;

/** One call of `append`. */
export interface Request {
  /** Let go once all are sealed: they are much, and nothing asks for them any more. */
  drafts: readonly Draft[];
  readonly events: number;
  readonly receipts: AppendReceipt[];
  /** Estimated bytes, for the limit of the queue. */
  readonly bytes: number;
  resolve(receipts: AppendReceipt[]): void;
  reject(error: Error): void;
}

const HASH_BYTES = 32;
const INITIAL_ENTRIES = 256;

/** Memory of a batch that is done with. */
export interface BatchMemory {
  body: Buffer;
  hashes: Buffer;
}

export class Batch {
  readonly body: BatchBody;
  /** Requests whose last draft is in this batch. */
  readonly finished: Request[] = [];
  /** Ids that came to be known with it. */
  readonly ids: string[] = [];
  #hashes: Buffer;

  constructor(first: number, memory?: BatchMemory) {
    this.body = new BatchBody(first, memory?.body);
    this.#hashes = memory?.hashes ?? Buffer.allocUnsafeSlow(INITIAL_ENTRIES * HASH_BYTES);
  }

  /** Log index of the next entry. */
  get next(): number {
    return this.body.first + this.body.count;
  }

  add(entry: SealedEntry): void {
    this.#hash(`\0${entry.leaf}`);
    this.body.add(entry);
  }

  /** Adds an entry that was made ahead and has its time of receipt. */
  addAhead(draft: DraftAhead): void {
    const at = this.body.count;
    const prefixed = this.body.addAhead(draft);
    // A leaf has less than 2^24 bytes, so that the highest byte of its length is the 0x00 that RFC
    // 6962 puts before a leaf.
    if (prefixed[0] !== 0) throw new RangeError(`The leaf of ${draft.id} is too long.`);
    this.#hash(prefixed, at);
  }

  #hash(prefixed: string | Uint8Array, place = this.body.count): void {
    const at = place * HASH_BYTES;
    if (at === this.#hashes.length) {
      this.#hashes = Buffer.concat([this.#hashes, Buffer.allocUnsafeSlow(at)]);
    }
    this.#hashes.write(hash('sha256', prefixed, 'latin1'), at, 'latin1');
  }

  /** Leaf hashes as they were when the entries were sealed, 32 bytes each. */
  hashes(): Uint8Array {
    return this.#hashes.subarray(0, this.body.count * HASH_BYTES);
  }

  memory(): BatchMemory {
    return { body: this.body.memory, hashes: this.#hashes };
  }
}

/** Rough bytes of drafts in memory: of one to be sealed, its raw text and a flat amount. */
export function bytesOf(drafts: readonly Draft[]): number {
  let bytes = 0;
  for (const draft of drafts) {
    bytes += draft instanceof DraftAhead ? draft.bytes : 1024 + (draft.event.raw?.length ?? 0);
  }
  return bytes;
}
