// A rule over what is already in the log, before it is trusted: one job at a time, judged in a
// thread of its own. What it found is kept in the control store; one that the server's end stopped
// says so.
import type { RuleReplay, RuleReplayExample } from '@acta/sdk';
import type { CorrelationLimits, Overlay } from '@acta/sigma';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { AlertEvent } from '@acta/sdk';
import { startJudge, type Detection, type Judge, type RuleText } from '../detect/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { LogEntry } from '../lib/entry.ts';
import { ActaError, messageOf } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import type { RuleReplaysRepository } from '../store/index.ts';
import { REPLAYS } from './limits.ts';

export interface ReplayedLog {
  entries(from: number, to?: number): AsyncIterable<LogEntry[]>;
  entry(index: number): Promise<LogEntry | null>;
  head(): { size: number };
}

export interface ReplayOptions {
  store: RuleReplaysRepository;
  log: ReplayedLog;
  clock: Clock;
  limits: Limits;
  correlations: CorrelationLimits;
  lateness_ms: number;
  newId: () => string;
  idsOf: (indexes: readonly number[]) => Promise<AlertEvent[]>;
}

/** What is run. */
export interface ReplayedRules {
  texts: RuleText[];
  overlay: Overlay;
  /** Names of the rules whose findings count, with their titles. */
  titles: ReadonlyMap<string, string>;
  /** The rule that was asked for; null for a text. */
  rule: string | null;
}

export interface ReplayRange {
  /** ms since 1970, by the events: inclusive. */
  from: number;
  /** Exclusive. */
  to: number;
}

export interface Replays {
  /** @throws ActaError `replay_running` (409) */
  start(rules: ReplayedRules, range: ReplayRange, by: { name: string }): Promise<RuleReplay>;
  /** Newest first. */
  list(): RuleReplay[];
  get(id: string): RuleReplay | null;
  /** Stops it where it still runs. */
  cancel(id: string): RuleReplay | null;
  close(): Promise<void>;
}

const EXAMPLES = 20;

interface Job {
  replay: RuleReplay;
  /** As what it ends before its time. */
  stopped: 'cancelled' | 'interrupted' | null;
  done: Promise<void>;
}

/** Replays with those of earlier runs of the server. */
export async function openReplays(options: ReplayOptions): Promise<Replays> {
  const { store, clock } = options;
  const jobs = new Map<string, Job>();
  for (const replay of await store.list()) {
    if (replay.status === 'running') {
      Object.assign(replay, { status: 'interrupted', finished: timeText(clock.now()) });
      await store.save(replay);
    }
    jobs.set(replay.id, { replay, stopped: null, done: Promise.resolve() });
  }
  const running = (): Job | undefined =>
    [...jobs.values()].find(({ replay }) => replay.status === 'running');
  return {
    async start(rules, range, by) {
      const busy = running();
      if (busy !== undefined) throw alreadyRunning(busy.replay.id);
      const replay = newReplay(options, rules, range, by.name);
      const job: Job = { replay, stopped: null, done: Promise.resolve() };
      jobs.set(replay.id, job);
      // One whose end could not be kept is called interrupted by the next start.
      job.done = run(options, rules, range, job).catch(() => undefined);
      const [oldest] = jobs.keys();
      if (jobs.size > options.limits.value(REPLAYS)) {
        jobs.delete(oldest!);
        await store.remove(oldest!);
      }
      return replay;
    },
    list: () => [...jobs.values()].map(({ replay }) => replay).toReversed(),
    get: (id) => jobs.get(id)?.replay ?? null,
    cancel(id) {
      const job = jobs.get(id);
      if (job === undefined) return null;
      job.stopped ??= 'cancelled';
      return job.replay;
    },
    async close() {
      const job = running();
      if (job === undefined) return;
      job.stopped ??= 'interrupted';
      await job.done;
    },
  };
}

const timeText = (time_ms: number): string => new Date(time_ms).toISOString();

function newReplay(
  { clock, newId }: ReplayOptions,
  { titles, rule }: ReplayedRules,
  { from, to }: ReplayRange,
  created_by: string,
): RuleReplay {
  return {
    id: newId(),
    rule,
    title: (rule === null ? undefined : titles.get(rule)) ?? [...titles.values()].at(-1) ?? '',
    status: 'running',
    created: timeText(clock.now()),
    created_by,
    finished: null,
    from: timeText(from),
    to: timeText(to),
    progress: { done: 0, total: 0 },
    events: 0,
    findings: 0,
    alerts: 0,
    days: [],
    examples: [],
    problem: null,
  };
}

async function run(
  options: ReplayOptions,
  rules: ReplayedRules,
  range: ReplayRange,
  job: Job,
): Promise<void> {
  const { replay } = job;
  const { texts, overlay } = rules;
  let judge: Judge | undefined;
  let status: RuleReplay['status'] = 'failed';
  try {
    await options.store.save(replay);
    const { correlations, lateness_ms } = options;
    const data = { rules: texts, overlay, correlations, lateness_ms, state: null, range };
    judge = await startJudge(data);
    const found = await judgeAll(options, rules, range, job, judge);
    replay.examples = await examplesOf(options, rules, found);
    status = job.stopped ?? 'done';
  } catch (error) {
    replay.problem = messageOf(error);
  } finally {
    await judge?.close();
    const end = { status, finished: timeText(options.clock.now()) };
    // Kept first: who sees that it ended may start the next, which may let this one go.
    await options.store.save({ ...replay, ...end });
    Object.assign(replay, end);
  }
}

/** Tells progress in the job as it goes; gives the newest findings. */
async function judgeAll(
  { log, lateness_ms }: ReplayOptions,
  { titles }: ReplayedRules,
  range: ReplayRange,
  job: Job,
  judge: Judge,
): Promise<Detection[]> {
  const { replay } = job;
  const { size } = log.head();
  const first = await firstReceived(log, range.from, size);
  replay.progress.total = size - first;
  const tally = createTally(replay, titles);
  for await (const entries of log.entries(first, size)) {
    if (job.stopped !== null) return tally.newest;
    tally.add(await judge.judge(entries));
    replay.progress.done += entries.length;
    replay.events = judge.stats().events;
    // Others of the server go first.
    await yieldToOthers();
  }
  tally.add(await judge.advance(range.to + lateness_ms));
  return tally.newest;
}

function createTally(replay: RuleReplay, titles: ReadonlyMap<string, string>) {
  const groups = new Set<string>();
  const days = new Map<string, number>();
  const newest: Detection[] = [];
  return {
    newest,
    add(found: readonly Detection[]) {
      for (const each of found) {
        if (!titles.has(each.rule)) continue;
        const day = timeText(each.time).slice(0, 10);
        days.set(day, (days.get(day) ?? 0) + 1);
        groups.add(JSON.stringify([each.rule, each.group]));
        newest.push(each);
        if (newest.length > EXAMPLES) newest.shift();
        replay.findings += 1;
      }
      replay.alerts = groups.size;
      replay.days = [...days]
        .map(([day, findings]) => ({ day, findings }))
        .toSorted((a, b) => (a.day < b.day ? -1 : 1));
    },
  };
}

function examplesOf(
  { idsOf }: ReplayOptions,
  { titles }: ReplayedRules,
  found: readonly Detection[],
): Promise<RuleReplayExample[]> {
  return Promise.all(
    found.toReversed().map(async (each) => ({
      rule: each.rule,
      title: titles.get(each.rule) ?? each.rule,
      time: timeText(each.time),
      count: each.count,
      group: each.group,
      actor: each.actor ?? null,
      target: each.target ?? null,
      because: each.because ?? null,
      events: await idsOf(each.entries),
    })),
  );
}

/** The first entry received at or after a time: entries stand in the order they came in. */
async function firstReceived(log: ReplayedLog, time: number, size: number): Promise<number> {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = await log.entry(middle);
    if (entry !== null && Date.parse(entry.event.received) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function alreadyRunning(id: string): ActaError {
  return new ActaError({
    code: 'replay_running',
    status: 409,
    fault: 'caller',
    detail: `The replay ${id} still runs.`,
    next: 'Wait for it, or cancel it.',
  });
}
