// The requests that wait for their commit, in order, under the limits of the queue.
import { DraftAhead } from '../../lib/ahead.ts';
import type { AppendReceipt } from '../../lib/entry.ts';
import type { ActaError } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import { overloaded } from '../errors.ts';
import * as limit from '../limits.ts';
import { bytesOf } from './batch.ts';
import type { Draft, Request } from './batch.ts';
import type { LedgerMetrics } from './metrics.ts';

export class RequestQueue {
  readonly #limits: Limits;
  readonly #metrics: LedgerMetrics;
  /** Every request without an answer, also those whose drafts are sealed already. */
  readonly #waiting = new Set<Request>();
  #queue: Request[] = [];
  #next_draft = 0;
  #events = 0;
  #bytes = 0;

  constructor(limits: Limits, metrics: LedgerMetrics) {
    this.#limits = limits;
    this.#metrics = metrics;
  }

  /** Whether no draft is left to be sealed. */
  get empty(): boolean {
    return this.#queue.length === 0;
  }

  /** Resolves or rejects with the request. A request above the limits is refused as a whole. */
  add(drafts: readonly Draft[]): Promise<AppendReceipt[]> {
    const bytes = bytesOf(drafts);
    const refusal = this.#refusal(drafts.length, bytes, roomOf(drafts));
    if (refusal) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      const events = drafts.length;
      const request: Request = { drafts, events, receipts: [], bytes, resolve, reject };
      this.#waiting.add(request);
      this.#queue.push(request);
      this.#count(drafts.length, bytes);
    });
  }

  /** The next draft to be sealed with its request; undefined where there is none. */
  peek(): { request: Request; draft: Draft } | undefined {
    const request = this.#queue[0];
    return request && { request, draft: request.drafts[this.#next_draft]! };
  }

  /** Goes past the draft that `peek` gave; says whether it was its request's last one. */
  advance(receipt: AppendReceipt): boolean {
    const request = this.#queue[0]!;
    request.receipts.push(receipt);
    this.#next_draft += 1;
    if (this.#next_draft < request.events) return false;
    request.drafts = [];
    this.#dropFirst();
    return true;
  }

  /** Rejects the request that `peek` gave. */
  rejectFirst(error: Error): void {
    const request = this.#queue[0]!;
    this.#dropFirst();
    this.#settle(request);
    request.reject(error);
  }

  resolve(request: Request): void {
    if (!this.#settle(request)) return;
    request.resolve(request.receipts);
  }

  rejectAll(error: Error): void {
    this.#queue = [];
    this.#next_draft = 0;
    for (const request of this.#waiting) {
      this.#settle(request);
      request.reject(error);
    }
  }

  #dropFirst(): void {
    this.#queue.shift();
    this.#next_draft = 0;
  }

  #settle(request: Request): boolean {
    if (!this.#waiting.delete(request)) return false;
    this.#count(-request.events, -request.bytes);
    return true;
  }

  #count(events: number, bytes: number): void {
    this.#events += events;
    this.#bytes += bytes;
    this.#metrics.queued(this.#events);
  }

  /** A request alone is always taken, however large: its own limits are the door's. */
  #refusal(events: number, bytes: number, room: number): ActaError | null {
    if (this.#waiting.size === 0) return null;
    if (this.#events + events > this.#limits.value(limit.queueEvents) * room) {
      this.#limits.reached(limit.queueEvents);
      return overloaded(`${this.#events} events wait already`);
    }
    if (this.#bytes + bytes > this.#limits.value(limit.queueBytes) * room) {
      this.#limits.reached(limit.queueBytes);
      return overloaded(`events of ${this.#bytes} bytes wait already`);
    }
    return null;
  }
}

/**
 * Acta's own events, of refusals and of changes, are few and must not be lost to a flood: they have
 * room beyond the limit.
 */
export function roomOf(drafts: readonly Draft[]): number {
  return drafts.every(isOwn) ? OWN_ROOM : 1;
}

function isOwn(draft: Draft): boolean {
  return (draft instanceof DraftAhead ? draft.source : draft.event.source).type === 'acta';
}

const OWN_ROOM = 1.25;
