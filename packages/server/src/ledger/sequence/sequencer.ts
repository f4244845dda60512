// The one writer of the log: requests are sealed in order into a batch, which is committed as soon
// as the commit before it is done. Sealing the next batch overlaps with the disk's work on this
// one.
import { setImmediate as turn } from 'node:timers/promises';
import { SyncError } from '../../lib/durable.ts';
import { DraftAhead } from '../../lib/ahead.ts';
import type { AppendReceipt } from '../../lib/entry.ts';
import { ActaError, systemCode } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import { diskFull, overloaded, stopped, unsealable } from '../errors.ts';
import * as limit from '../limits.ts';
import type { Ids } from '../ids/ids.ts';
import type { Block } from '../wal/block.ts';
import { createAdmission } from './admission.ts';
import type { Admit } from './admission.ts';
import { Batch } from './batch.ts';
import type { BatchMemory, Draft } from './batch.ts';
import { Listeners } from './listeners.ts';
import type { LedgerMetrics } from './metrics.ts';
import { RequestQueue, roomOf } from './request-queue.ts';
import type { Sealer } from './seal.ts';

/**
 * Drafts sealed, or characters of raw text, before the event loop gets its turn: below 1 ms. The
 * steps of a commit and of the writer wait for such turns, so that longer slices make both slower.
 */
const SLICE_DRAFTS = 32;
const SLICE_CHARACTERS = 131_072;
/** Entries made ahead, and their bytes: they are only copied and hashed. */
const SLICE_AHEAD = 512;
const SLICE_AHEAD_BYTES = 4_194_304;

function shareOfSlice(draft: Draft): number {
  if (draft instanceof DraftAhead) return 1 / SLICE_AHEAD + draft.bytes / SLICE_AHEAD_BYTES;
  return 1 / SLICE_DRAFTS + (draft.event.raw?.length ?? 0) / SLICE_CHARACTERS;
}

/**
 * A batch of so many goes once nothing is being committed, though more wait: sealing all first
 * would leave the disk idle meanwhile, and answer everybody at once and late.
 */
const WORTH_A_COMMIT = 128;
const FULL_DISK = new Set(['ENOSPC', 'EDQUOT']);

export interface SequencerContext {
  sealer: Sealer;
  ids: Ids;
  limits: Limits;
  metrics: LedgerMetrics;
  /** Size of the log: the index of the next entry. */
  size: number;
  /** Events in memory whose bundles are not files yet. */
  unwritten(): number;
  /** Makes the batch durable and signs; see commit.ts for what its errors mean. */
  commit(batch: Batch): Promise<Block>;
  fatal(error: Error): void;
}

export class Sequencer {
  readonly #context: SequencerContext;
  readonly #queue: RequestQueue;
  readonly #admit: Admit;
  readonly #max_batch: number;
  readonly #max_unwritten: number;
  /** Who is told of entries. */
  readonly listeners = new Listeners();
  #open: Batch;
  #spare: BatchMemory | undefined;
  #committing: Promise<void> | null = null;
  #running: Promise<void> | null = null;
  #wake: (() => void) | null = null;
  #refused: ActaError | null = null;
  #failed = false;
  #failure: { batch: Batch; error: unknown } | null = null;

  constructor(context: SequencerContext) {
    this.#context = context;
    this.#queue = new RequestQueue(context.limits, context.metrics);
    const sealed = this.listeners.sealed.bind(this.listeners);
    this.#admit = createAdmission({ ...context, sealed });
    this.#max_batch = context.limits.value(limit.batchEvents);
    this.#max_unwritten = context.limits.value(limit.unwrittenEvents);
    this.#open = new Batch(context.size);
  }

  /** Resolves once every draft is durable under a durable signed checkpoint. */
  append(drafts: readonly Draft[]): Promise<AppendReceipt[]> {
    if (this.#refused) return Promise.reject(this.#refused);
    if (drafts.length === 0) return Promise.resolve([]);
    if (this.#context.unwritten() > this.#max_unwritten * roomOf(drafts)) {
      this.#context.limits.reached(limit.unwrittenEvents);
      return Promise.reject(overloaded('the disk is behind with writing the tree'));
    }
    const answer = this.#queue.add(drafts);
    this.#start();
    return answer;
  }

  /** The process is about to end: nothing may be written any more. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Takes nothing more; resolves once what was taken is answered. */
  async drain(): Promise<void> {
    this.#refused ??= stopped();
    while (this.#running) await this.#running;
  }

  #start(): void {
    this.#wake?.();
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (!this.#queue.empty) this.#start();
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#fill();
      if (this.#failure) this.#fail(this.#failure);
      else if (this.#committing) await this.#committingOrArrival();
      else if (this.#open.body.count > 0 || this.#open.finished.length > 0) {
        this.#committing = this.#commitOpen().finally(() => {
          this.#committing = null;
        });
      } else if (this.#queue.empty) return;
    }
  }

  async #committingOrArrival(): Promise<void> {
    if (this.#open.body.count >= this.#max_batch) await this.#committing;
    else if (this.#queue.empty) {
      const arrival = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([this.#committing, arrival]);
      this.#wake = null;
    }
  }

  /** Seals what waits until the batch is full, may go, or nothing waits. */
  async #fill(): Promise<void> {
    let slice = 0;
    while (this.#open.body.count < this.#max_batch && !this.#failure) {
      const next = this.#queue.peek();
      if (!next) return;
      const { request, draft } = next;
      try {
        const admitted = this.#admit(draft, this.#open);
        const receipt = admitted instanceof Promise ? await admitted : admitted;
        if (this.#queue.advance(receipt)) this.#open.finished.push(request);
        if (this.#mayGo()) return;
      } catch (error) {
        this.#queue.rejectFirst(error instanceof ActaError ? error : unsealable(error));
      }
      slice += shareOfSlice(draft);
      if (slice >= 1) {
        slice = 0;
        await turn();
      }
    }
  }

  /** Whether it is time to commit, though the batch is not full: its last request is whole. */
  #mayGo(): boolean {
    const { body, finished } = this.#open;
    return finished.length > 0 && body.count >= WORTH_A_COMMIT && this.#committing === null;
  }

  async #commitOpen(): Promise<void> {
    const batch = this.#open;
    this.#open = new Batch(batch.next, this.#spare);
    this.#spare = undefined;
    const { count } = batch.body;
    if (count > 0) {
      const done = this.#context.metrics.commit(count);
      let block: Block;
      try {
        block = await this.#context.commit(batch);
      } catch (error) {
        this.#failure = { batch, error };
        return;
      }
      done();
      this.listeners.committed(block);
    }
    this.#spare = batch.memory();
    for (const request of batch.finished) this.#queue.resolve(request);
  }

  /** A full disk loses what was not answered and no more; anything else ends the process. */
  #fail({ batch, error }: { batch: Batch; error: unknown }): void {
    this.#failure = null;
    const { ids } = this.#context;
    for (const { ids: known } of [batch, this.#open]) ids.remove(known);
    this.listeners.dropped(batch.body.first);
    this.#open = new Batch(batch.body.first);
    if (!(error instanceof SyncError) && FULL_DISK.has(systemCode(error) ?? '')) {
      this.#queue.rejectAll(diskFull(error));
      return;
    }
    this.#failed = true;
    this.#refused = stopped(error);
    this.#queue.rejectAll(this.#refused);
    this.#context.fatal(error instanceof Error ? error : new Error(String(error)));
  }
}
