// When the writer works: as soon as a bundle is complete, and to publish at most once an interval.
// What fails is tried again after a pause, the write-ahead log keeps it; a failed fsync ends the
// process.
import type { Clock } from '../../lib/clock.ts';
import { SyncError } from '../../lib/durable.ts';
import { messageOf, systemCode } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { LedgerMetrics } from '../sequence/metrics.ts';
import type { Head } from '../types.ts';
import type { Writer } from './writer.ts';

const RETRY_MS = 1000;

export interface WriterLoopContext {
  writer: Writer;
  head(): Head;
  clock: Clock;
  logger: Logger;
  metrics: LedgerMetrics;
  publish_interval_ms: number;
  /** Is told of each checkpoint that was published. */
  published(checkpoint: string): Promise<void>;
  fatal(error: Error): void;
}

export class WriterLoop {
  readonly #context: WriterLoopContext;
  #work: Promise<void> = Promise.resolve();
  #busy = false;
  #timer: NodeJS.Timeout | null = null;
  #published_at_ms = -Infinity;
  #closed = false;

  constructor(context: WriterLoopContext) {
    this.#context = context;
  }

  /** To be called after each commit. */
  kick(): void {
    if (this.#busy || this.#closed) return;
    const { writer } = this.#context;
    const wait_ms = this.#publishDelay();
    if (writer.behind || wait_ms === 0) void this.#enqueue(() => this.#step());
    else if (wait_ms !== null) this.#wakeIn(wait_ms);
  }

  /** Writes and publishes the head. @throws what the files throw */
  async flush(): Promise<void> {
    let failure: unknown = null;
    await this.#enqueue(async () => {
      try {
        await this.#publish();
      } catch (error) {
        failure = error;
      }
    });
    if (failure === null) return;
    this.#judge(failure);
    throw failure;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#work;
    await this.#context.writer.settled();
  }

  #enqueue(job: () => Promise<void>): Promise<void> {
    this.#busy = true;
    const done = this.#work.then(job);
    this.#work = done;
    return done.finally(() => {
      if (this.#work !== done) return;
      this.#busy = false;
      this.kick();
    });
  }

  async #step(): Promise<void> {
    const { writer } = this.#context;
    try {
      if (this.#publishDelay() === 0) await this.#publish();
      else if (writer.behind) await writer.writeFull();
    } catch (error) {
      this.#judge(error);
      await new Promise((resolve) => {
        this.#timer = setTimeout(resolve, RETRY_MS).unref();
      });
    }
  }

  async #publish(): Promise<void> {
    const { writer, clock, metrics } = this.#context;
    await this.#context.published(await writer.publish());
    this.#published_at_ms = clock.now();
    metrics.published(writer.published);
  }

  #judge(error: unknown): void {
    const { logger, metrics } = this.#context;
    metrics.tileError();
    const is_system = systemCode(error) !== undefined && !(error instanceof SyncError);
    logger.error('tiles could not be written', { error, again_in_ms: is_system ? RETRY_MS : null });
    if (is_system) return;
    this.#closed = true;
    this.#context.fatal(error instanceof Error ? error : new Error(messageOf(error)));
  }

  /** Milliseconds until a checkpoint may be published; null where there is nothing to publish. */
  #publishDelay(): number | null {
    const { writer, clock, publish_interval_ms } = this.#context;
    if (!writer.stale) return null;
    return Math.max(0, this.#published_at_ms + publish_interval_ms - clock.now());
  }

  #wakeIn(ms: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.kick(), ms).unref();
  }
}
