// Judges every durable event once: follows the log from where it last got to, tells what it finds,
// and remembers its state from time to time. After a crash it goes on from what it remembered;
// what it finds again has the same key.
import type { CorrelationLimits, Overlay } from '@acta/sigma';
import type { Clock } from '../lib/clock.ts';
import type { LogEntry } from '../lib/entry.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { Counter, Metrics } from '../lib/metrics.ts';
import type { Detection, SavedState } from './detector.ts';
import { idleJudge, startJudge, type Judge } from './judge.ts';
import type { RuleText } from './messages.ts';

/** What the runner needs of the ledger. */
export interface JudgedLog {
  entries(from: number, to?: number): AsyncIterable<LogEntry[]>;
  head(): { size: number };
  onCommit(listener: (entries: LogEntry[]) => void): () => void;
}

/** Where the state is kept, encrypted at rest. */
export interface StateStore {
  load(): Promise<SavedRun | null>;
  save(run: SavedRun): Promise<void>;
}

export interface SavedRun {
  /** Entries before this index are judged. */
  next: number;
  /** Null where nothing was judged yet. */
  state: SavedState | null;
}

export interface RunnerOptions {
  log: JudgedLog;
  store: StateStore;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  correlations: CorrelationLimits;
  lateness_ms: number;
  /** Time between two savings of the state: ms. */
  save_ms: number;
  /** Keeps what was found; entries before `next` are done once it resolves. */
  onDetections(detections: Detection[], next: number): Promise<void>;
}

export interface Rules {
  texts: RuleText[];
  overlay: Overlay;
}

export interface Runner {
  /** Entries before this index are judged. */
  judged(): number;
  stats(): { groups: number; evictions: number; matches: number };
  /** Goes on with other rules; memory of rules that did not change is kept. */
  use(rules: Rules): Promise<void>;
  close(): Promise<void>;
}

const RETRY_MS = 1_000;
const ADVANCE_MS = 1_000;

/** Starts judging with a set of rules, from where the last run got to, else from the log's end. */
export async function startRunner(options: RunnerOptions, rules: Rules): Promise<Runner> {
  const begun = await begin(options, rules);
  const loop = new JudgingLoop(options, rules, begun);
  const running = loop.run();
  const unsubscribe = options.log.onCommit(() => loop.wake());
  return {
    judged: () => loop.next,
    stats: () => loop.judge.stats(),
    use: (changed) => loop.change(changed),
    async close() {
      unsubscribe();
      loop.stop();
      await running;
      await loop
        .save()
        .catch((error: unknown) =>
          options.logger.warn('the state of detection was not saved', { reason: messageOf(error) }),
        );
      await loop.judge.close();
    },
  };
}

interface Change {
  rules: Rules;
  done: () => void;
  failed: (error: unknown) => void;
}

/** One thing at a time: what the memory holds is always just what was judged. */
class JudgingLoop {
  judge: Judge;
  next: number;
  #rules: Rules;
  #change: Change | undefined;
  #stopped = false;
  #wake: () => void = () => {};
  #saved_at: number;
  readonly #options: RunnerOptions;
  readonly #counter: Counter;

  constructor(options: RunnerOptions, rules: Rules, begun: { judge: Judge; next: number }) {
    this.#options = options;
    this.#rules = rules;
    this.judge = begun.judge;
    this.next = begun.next;
    this.#saved_at = options.clock.now();
    this.#counter = observed(options, this);
  }

  async run(): Promise<void> {
    const { log, logger } = this.#options;
    while (!this.#stopped) {
      try {
        await this.#step();
      } catch (error) {
        if (this.#stopped) return;
        logger.error('detection failed and is tried again', { reason: messageOf(error) });
        await pause(RETRY_MS);
        if (!this.judge.isAlive()) Object.assign(this, await begin(this.#options, this.#rules));
      }
      if (this.#stopped || this.#change !== undefined || this.next < log.head().size) continue;
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      await Promise.race([pause(ADVANCE_MS), woken]);
    }
  }

  wake(): void {
    this.#wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Resolves once the rules are in use; a newer change takes the place of one that waits. */
  change(rules: Rules): Promise<void> {
    return new Promise((done, failed) => {
      this.#change?.done();
      this.#change = { rules, done, failed };
      this.#wake();
    });
  }

  async save(): Promise<void> {
    const { store, clock } = this.#options;
    this.#saved_at = clock.now();
    await store.save({ next: this.next, state: await this.judge.snapshot() });
  }

  async #step(): Promise<void> {
    const { log, clock, save_ms } = this.#options;
    for await (const entries of log.entries(this.next)) {
      if (this.#stopped) return;
      await this.#takeChange();
      await this.#keep(await this.judge.judge(entries), entries.at(-1)!.index + 1);
    }
    const isChanged = await this.#takeChange();
    await this.#keep(await this.judge.advance(clock.now()), this.next);
    // What was saved with other rules would be judged again by these.
    if (isChanged || clock.now() - this.#saved_at >= save_ms) await this.save();
  }

  async #keep(found: Detection[], through: number): Promise<void> {
    for (const { rule } of found) this.#counter.inc({ rule });
    // Tried until it is kept: judging the same entries again would count them twice.
    for (;;) {
      try {
        await this.#options.onDetections(found, through);
        break;
      } catch (error) {
        if (this.#stopped) throw error;
        this.#options.logger.error('detections could not be kept and are tried again', {
          reason: messageOf(error),
        });
        await pause(RETRY_MS);
      }
    }
    this.next = through;
  }

  async #takeChange(): Promise<boolean> {
    const wanted = this.#change;
    if (wanted === undefined) return false;
    this.#change = undefined;
    try {
      this.judge = await changed(this.#options, this.judge, wanted.rules);
      this.#rules = wanted.rules;
      wanted.done();
    } catch (error) {
      wanted.failed(error);
    }
    return true;
  }
}

/** A thread with what was last saved of its memory, and the place in the log that goes with it. */
async function begin(
  options: RunnerOptions,
  rules: Rules,
): Promise<{ judge: Judge; next: number }> {
  const { log, store, logger } = options;
  // At once: what is taken while the thread starts is judged like all that comes after.
  const { size } = log.head();
  const saved = await store.load().catch((error: unknown) => {
    logger.warn('the state of detection could not be read and begins anew', {
      reason: messageOf(error),
    });
    return null;
  });
  const next = Math.min(saved?.next ?? size, size);
  // Else a crash before the first saving would begin at the log's end once more.
  if (saved === null) await store.save({ next, state: null });
  return { judge: await judgeOf(options, rules, saved?.state ?? null), next };
}

function observed({ log, metrics }: RunnerOptions, run: { judge: Judge; next: number }): Counter {
  metrics.gauge('acta_detection_lag_entries', 'Durable entries not judged yet.', [], (gauge) =>
    gauge.set(log.head().size - run.next),
  );
  metrics.gauge('acta_detection_groups', 'Groups that correlations hold.', [], (gauge) =>
    gauge.set(run.judge.stats().groups),
  );
  metrics.gauge('acta_detection_evictions', 'Groups let go for want of room.', [], (gauge) =>
    gauge.set(run.judge.stats().evictions),
  );
  return metrics.counter('acta_detections_total', 'Rules that came true.', ['rule']);
}

/** The thread goes on with what changed; one that has nothing to do is none. */
async function changed(options: RunnerOptions, judge: Judge, rules: Rules): Promise<Judge> {
  if (judge !== idleJudge && rules.texts.length > 0) {
    await judge.use(rules.texts, rules.overlay);
    return judge;
  }
  const other = await judgeOf(options, rules, await judge.snapshot());
  await judge.close();
  return other;
}

function judgeOf(
  { correlations, lateness_ms }: RunnerOptions,
  { texts, overlay }: Rules,
  state: SavedState | null,
): Promise<Judge> {
  if (texts.length === 0) return Promise.resolve(idleJudge);
  return startJudge({ rules: texts, overlay, correlations, lateness_ms, state });
}

const pause = (time_ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, time_ms).unref());
