// The batch that is being filled, and the requests that wait for it.
import { hash } from 'node:crypto';
import type { AppendReceipt, EventDraft } from '../../lib/entry.ts';
import { BatchBody } from '../wal/batch.ts';
import type { SealedEntry } from './seal.ts';

/** One call of `append`. */
export interface Request {
  /** Let go once all are sealed: they are much, and nothing asks for them any more. */
  drafts: readonly EventDraft[];
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
    const at = this.body.count * HASH_BYTES;
    if (at === this.#hashes.length) {
      this.#hashes = Buffer.concat([this.#hashes, Buffer.allocUnsafeSlow(at)]);
    }
    this.#hashes.write(hash('sha256', `\0${entry.leaf}`, 'latin1'), at, 'latin1');
    this.body.add(entry);
  }

  /** Leaf hashes as they were when the entries were sealed, 32 bytes each. */
  hashes(): Uint8Array {
    return this.#hashes.subarray(0, this.body.count * HASH_BYTES);
  }

  memory(): BatchMemory {
    return { body: this.body.memory, hashes: this.#hashes };
  }
}

/** Rough bytes of a draft in memory: its raw text and a flat amount for the rest. */
export function bytesOf(drafts: readonly EventDraft[]): number {
  let bytes = 0;
  for (const { event } of drafts) bytes += 1024 + (event.raw?.length ?? 0);
  return bytes;
}
