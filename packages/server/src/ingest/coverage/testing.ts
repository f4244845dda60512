// A log, a control store and coverage over them, with a clock that a test moves.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { ActaEvent } from '@acta/event';
import { openLedger, type Ledger } from '../../ledger/index.ts';
import { draftOf, optionsFor } from '../../ledger/testing.ts';
import { createCipher } from '../../lib/cipher.ts';
import { manualClock } from '../../lib/clock.ts';
import { createLimits } from '../../lib/limits.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { createRandom } from '../../lib/random.ts';
import { openStore, type Store } from '../../store/index.ts';
import { createAudit } from '../audit.ts';
import { openCoverage, type Coverage } from './index.ts';
import type { PollStatus } from './polls.ts';

const HOUR_MS = 3_600_000;
const SLOT_MS = 300_000;
/** The test's clock goes by hours, which is not to look like Acta being down. */
const LIMITS = { 'coverage.down_ms': 2 * HOUR_MS };

interface Parts {
  ledger: Ledger;
  store: Store;
  coverage: Coverage;
}

type Clock = ReturnType<typeof manualClock>;

async function openParts(
  dir: string,
  clock: Clock,
  isLosing: () => boolean,
  polls: (name: string) => PollStatus | null,
): Promise<Parts> {
  const cipher = createCipher(new Uint8Array(32), createRandom());
  const ledger = await openLedger(optionsFor(dir, { clock }));
  const now = new Date(clock.now()).toISOString();
  const store = openStore({ file: join(dir, 'control.db'), cipher, now });
  const metrics = createMetrics();
  const kept = store.coverage;
  const coverage = await openCoverage({
    ledger,
    origin: ledger.origin,
    store: { ...kept, save: async (step) => (isLosing() ? undefined : kept.save(step)) },
    sources: store.sources,
    audit: createAudit(ledger, clock),
    contact: () => null,
    polls,
    failing: () => false,
    clock,
    metrics,
    limits: createLimits(LIMITS, metrics),
    logger: silentLogger(),
  });
  while (!coverage.isLive()) await turn();
  return { ledger, store, coverage };
}

async function closeParts({ ledger, store, coverage }: Parts): Promise<void> {
  await coverage.close();
  await store.close();
  await ledger.close();
}

class CoverageWorld {
  readonly clock: Clock;
  readonly #dir: string;
  #parts: Parts | null = null;
  #losing = false;
  #number = 0;
  readonly #polls = new Map<string, PollStatus>();

  constructor(dir: string, start: number) {
    this.#dir = dir;
    this.clock = manualClock(start);
  }

  async open(): Promise<void> {
    this.#losing = false;
    const polls = (name: string) => this.#polls.get(name) ?? null;
    this.#parts = await openParts(this.#dir, this.clock, () => this.#losing, polls);
  }

  async close(): Promise<void> {
    const parts = this.parts;
    this.#parts = null;
    await closeParts(parts);
  }

  get parts(): Parts {
    if (this.#parts === null) throw new Error('closed');
    return this.#parts;
  }

  get coverage(): Coverage {
    return this.parts.coverage;
  }

  async addSource(name: string): Promise<void> {
    const created = new Date(this.clock.now()).toISOString();
    const parts = { type: 'github', created, paused: false, settings: {}, secrets: ['s'] };
    await this.parts.store.sources.insert({ ...parts, id: `src_${name}`, name });
    await this.coverage.changed(name);
  }

  /** One event of the source; `change` goes over the usual parts. */
  async send(source: string, change: Partial<ActaEvent> = {}): Promise<void> {
    const draft = draftOf(++this.#number);
    const time = new Date(this.clock.now()).toISOString();
    const event = { ...draft.event, time, source: { type: 'github', name: source }, ...change };
    await this.parts.ledger.append([{ ...draft, event }]);
    while (!this.coverage.isLive()) await turn();
  }

  /** Weeks of history up to now, sent at once: an event in each hour that `speaks`. */
  async history(source: string, weeks: number, speaks: (hour: number) => boolean): Promise<void> {
    const begin = this.clock.now() - weeks * 168 * HOUR_MS;
    await this.coverage.configure(source, { since: new Date(begin).toISOString() });
    const drafts = Array.from({ length: weeks * 168 }, (_, hour) => hour)
      .filter(speaks)
      .map((hour) => {
        const draft = draftOf(++this.#number);
        const time = new Date(begin + (hour + 0.5) * HOUR_MS).toISOString();
        const event = { ...draft.event, time, source: { type: 'github', name: source } };
        return Object.assign(draft, { event });
      });
    await this.parts.ledger.append(drafts);
    while (!this.coverage.isLive()) await turn();
  }

  /** A poll of the source succeeds now, or has not yet; `every`: ms between two of them. */
  poll(source: string, every: number, isGood = true): void {
    const through = isGood ? this.clock.now() : (this.#polls.get(source)?.through ?? null);
    this.#polls.set(source, { through, interval_ms: every });
  }

  tick(): Promise<void> {
    return this.coverage.tick();
  }

  /** Hour after hour: what happens in its middle, and a tick. `hour` counts from 0. */
  async pass(hours: number, each: (hour: number) => Promise<unknown> | void = () => {}) {
    for (let hour = 0; hour < hours; hour++) {
      this.clock.add(HOUR_MS / 2);
      await each(hour);
      this.clock.add(HOUR_MS / 2);
      await this.tick();
    }
  }

  /** Five minutes after five minutes: what happens in the middle, and a tick every `ticks`. */
  async passSlots(
    slots: number,
    each: (slot: number) => Promise<unknown> | void = () => {},
    ticks = 1,
  ) {
    for (let slot = 0; slot < slots; slot++) {
      this.clock.add(SLOT_MS / 2);
      await each(slot);
      this.clock.add(SLOT_MS / 2);
      if (slot % ticks === ticks - 1) await this.tick();
    }
  }

  /** From now on nothing is saved any more, until the next start: the power will fail. */
  loseWrites(): void {
    this.#losing = true;
  }

  /** Stops for so long. */
  async restart(hours: number): Promise<void> {
    await this.close();
    this.clock.add(hours * HOUR_MS);
    await this.open();
  }

  /** The events in which Acta said so. */
  async said(action: string): Promise<ActaEvent[]> {
    const found: ActaEvent[] = [];
    for await (const entries of this.parts.ledger.entries(0)) {
      for (const { event } of entries) if (event.action === action) found.push(event);
    }
    return found;
  }
}

/** @param start ms since 1970 */
export async function coverageWorld(
  t: { after(done: () => Promise<void>): void },
  start: number,
): Promise<CoverageWorld> {
  const dir = await mkdtemp(join(tmpdir(), 'acta-coverage-'));
  const world = new CoverageWorld(dir, start);
  await world.open();
  t.after(async () => {
    await world.close();
    await rm(dir, { recursive: true, force: true });
  });
  return world;
}
