// Coverage: what was expected of each source against what came. Counted from the log, so that it
// is as true after a crash as before; said in the log, so that absence can be proven.
import type {
  CoverageAnswer,
  CoverageSettings,
  CoverageSummary,
  NotHeard,
  SourceCoverage,
  SourceCoverageDays,
} from '@acta/sdk';
import type { Clock } from '../../lib/clock.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { actaItself } from '../audit.ts';
import { SILENCE_MS, SKEW_MS } from '../limits.ts';
import { coverageOf, notHeardOf, summaryOf, worstFirst } from './answers.ts';
import { decide, lastHeard, type DecideContext } from './decide.ts';
import { createDownTimes, type DownTimes } from './down.ts';
import type { FoldLimits } from './facts.ts';
import { followLog, type CoverageFollower } from './follow.ts';
import { daysOf } from './judge.ts';
import * as limit from './limits.ts';
import { coverageMetrics } from './metrics.ts';
import type {
  CoverageAudit,
  CoverageLedger,
  CoverageStore,
  CoveredSource,
  HeldDay,
  SourceStep,
} from './ports.ts';
import type { PollStatus } from './polls.ts';
import { downRecord } from './records.ts';
import { parseSilence } from './silence.ts';
import { DEFAULT_SETTINGS, Source } from './source.ts';

export type { CoverageLedger, CoverageStore, CoveredSource } from './ports.ts';
export { parseSilence };

export interface CoverageOptions {
  ledger: CoverageLedger;
  origin: string;
  store: CoverageStore;
  sources: {
    list(): Promise<CoveredSource[]>;
    byName(name: string): Promise<CoveredSource | null>;
  };
  audit: CoverageAudit;
  /** When a delivery of a source last came; ms since 1970. */
  contact: (name: string) => number | null;
  /** How Acta's own polls of a source go; null where there are none. */
  polls: (name: string) => PollStatus | null;
  /** The newest deliveries of the source were refused. */
  failing: (name: string) => boolean;
  clock: Clock;
  metrics: Metrics;
  limits: Limits;
  logger: Logger;
}

export interface Coverage {
  /** Null for an unknown source. */
  summary(name: string): CoverageSummary | null;
  detail(name: string): SourceCoverage | null;
  isSilent(name: string): boolean;
  /** Something of it came, or its polls say that nothing happened. */
  isHeard(name: string): boolean;
  /** All of the log is counted. */
  isLive(): boolean;
  /** Days, UTC, from the first on, below the second. */
  days(name: string, from: string, to: string): Promise<SourceCoverageDays | null>;
  all(from: string, to: string): Promise<CoverageAnswer>;
  /** Gives what changed; `settings.silence` must be one that `parseSilence` reads. */
  configure(name: string, settings: Partial<CoverageSettings>): Promise<CoverageSettings>;
  settings(name: string): CoverageSettings;
  /** Tells that a source was added, changed or removed. */
  changed(name: string): Promise<void>;
  /** Says what is due and saves. To be called every few seconds. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

interface Engine {
  options: CoverageOptions;
  sources: Map<string, Source>;
  follower: CoverageFollower;
  down: DownTimes;
  held: DecideContext['held'];
  /** When a step was last saved: ms since 1970. */
  saved: number;
}

/** Reads what is stored and starts to follow the log. */
export async function openCoverage(options: CoverageOptions): Promise<Coverage> {
  const { store, limits, ledger, logger, clock } = options;
  const progress = await store.progress();
  const sources = new Map<string, Source>();
  for (const about of await options.sources.list()) {
    sources.set(about.name, new Source(about, await store.load(about.id)));
  }
  const foldLimits: FoldLimits = {
    kinds: limits.value(limit.KINDS),
    streams: limits.value(limit.STREAMS),
    gaps: limits.value(limit.GAPS),
    skew_ms: limits.value(SKEW_MS),
  };
  const down = createDownTimes(progress?.down ?? [], limits.value(limit.DOWN_MS));
  const size = ledger.head().size;
  const newest = size === 0 ? null : await ledger.entry(size - 1);
  const seen = newest === null ? 0 : Date.parse(newest.event.received);
  down.start(Math.max(progress?.alive ?? 0, seen), clock.now());
  const engine: Engine = {
    options,
    sources,
    down,
    held: new Map(),
    saved: 0,
    follower: followLog(
      ledger,
      progress?.through ?? 0,
      (fact) => sources.get(fact.source)?.take(fact, foldLimits),
      (error) => logger.error('coverage could not follow the log', { error: messageOf(error) }),
    ),
  };
  coverageMetrics(options.metrics, sources, clock, contextOf(engine));
  return coverageOver(engine);
}

function contextOf({ options, down, held }: Engine): DecideContext {
  const { limits, audit, contact } = options;
  return {
    audit,
    contact,
    down: down.spans(),
    held,
    partial_down_ms: limits.value(limit.PARTIAL_DOWN_MS),
    unlearned_ms: limits.value(SILENCE_MS),
    gap_grace_ms: limits.value(limit.GAP_GRACE_MS),
    day_grace_ms: limits.value(limit.DAY_GRACE_MS),
  };
}

function coverageOver(engine: Engine): Coverage {
  const { options, sources } = engine;
  const { clock, store } = options;
  const daysOfSource = (source: Source, from: string, to: string): SourceCoverageDays => ({
    source: source.about.name,
    type: source.about.type,
    since: new Date(source.since).toISOString(),
    days: daysOf(source, from, to, clock.now(), contextOf(engine)),
  });
  return {
    summary(name) {
      const source = polledSource(engine, name);
      return source === undefined ? null : summaryOf(source, clock.now(), contextOf(engine));
    },
    detail(name) {
      const source = polledSource(engine, name);
      return source === undefined ? null : coverageOf(source, clock.now(), contextOf(engine));
    },
    isSilent: (name) => (sources.get(name)?.openSilence() ?? null) !== null,
    isHeard(name) {
      const source = polledSource(engine, name);
      return source !== undefined && lastHeard(source, contextOf(engine)) !== null;
    },
    isLive: () => engine.follower.isLive(),
    async days(name, from, to) {
      const source = polledSource(engine, name);
      engine.held = heldByDay(await store.held());
      return source === undefined ? null : daysOfSource(source, from, to);
    },
    async all(from, to) {
      engine.held = heldByDay(await store.held());
      for (const name of sources.keys()) polledSource(engine, name);
      const all = [...sources.values()].toSorted((a, b) => (a.about.name < b.about.name ? -1 : 1));
      return {
        from,
        to,
        sources: all.map((source) => daysOfSource(source, from, to)),
        down: engine.down.spans().map(([began, ended]) => ({
          from: new Date(began).toISOString(),
          to: new Date(ended).toISOString(),
        })),
        not_heard: worstFirst(all.flatMap((source) => notHeard(engine, source))),
        through_index: engine.follower.through(),
      };
    },
    async configure(name, change) {
      const source = sources.get(name);
      if (source === undefined) return { ...DEFAULT_SETTINGS };
      const settings = { ...source.settings, ...change };
      await store.saveSettings(source.about.id, JSON.stringify(settings));
      source.set(source.about, settings);
      return settings;
    },
    settings: (name) => sources.get(name)?.settings ?? { ...DEFAULT_SETTINGS },
    changed: (name) => reload(engine, name),
    tick: () => tick(engine),
    async close() {
      await engine.follower.stop();
      await save(engine, true);
    },
  };
}

/** The source, which knows how its polls go now. */
function polledSource({ sources, options }: Engine, name: string): Source | undefined {
  const source = sources.get(name);
  source?.notePoll(options.polls(name));
  return source;
}

async function reload({ options, sources }: Engine, name: string): Promise<void> {
  const about = await options.sources.byName(name);
  const known = sources.get(name);
  if (about === null) sources.delete(name);
  else if (known?.about.id === about.id) known.set(about, known.settings);
  else {
    const stored = await options.store.load(about.id);
    sources.set(name, new Source(about, stored));
  }
}

function notHeard(engine: Engine, source: Source): NotHeard[] {
  const { name } = source.about;
  let held = 0;
  for (const items of engine.held.get(name)?.values() ?? []) held += items;
  return notHeardOf(source, held, engine.options.failing(name), contextOf(engine));
}

function heldByDay(rows: readonly HeldDay[]): Map<string, Map<string, number>> {
  const held = new Map<string, Map<string, number>>();
  for (const { source, day, items } of rows) {
    const days = held.get(source) ?? new Map<string, number>();
    held.set(source, days.set(day, items));
  }
  return held;
}

/** Where nothing else changed, that Acta is alive is saved no more often. */
const ALIVE_MS = 20_000;

async function tick(engine: Engine): Promise<void> {
  const { options, sources, down, follower } = engine;
  const now = options.clock.now();
  down.alive(now);
  try {
    // What the log says and is not counted yet could make silence of what was heard.
    if (follower.isLive()) {
      engine.held = heldByDay(await options.store.held());
      for (const span of down.untold()) {
        await options.audit.record(actaItself, downRecord(options.origin, span));
        down.told(span);
      }
      for (const name of sources.keys()) {
        const source = polledSource(engine, name);
        if (source !== undefined) await decide(source, now, contextOf(engine));
      }
    }
  } finally {
    await save(engine, now - engine.saved >= ALIVE_MS);
  }
}

async function save(engine: Engine, always: boolean): Promise<void> {
  const { options, sources, down, follower } = engine;
  const steps: SourceStep[] = [];
  // Nothing is awaited in between: what is saved fits to how far the log was counted.
  for (const source of sources.values()) {
    source.sweep(options.clock.now());
    const step = source.step();
    if (step !== null) steps.push(step);
  }
  const step = { through: follower.through(), ...down.step(), sources: steps };
  if (!always && steps.length === 0 && step.down.length === 0) return;
  engine.saved = options.clock.now();
  try {
    await options.store.save(step);
  } catch (error) {
    down.keepFresh(step.down);
    for (const source of sources.values()) {
      const kept = steps.find(({ id }) => id === source.about.id);
      if (kept !== undefined) source.keepFresh(kept);
    }
    throw error;
  }
}
