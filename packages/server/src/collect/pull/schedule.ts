// Polls every source that has a pull and its settings: some at a time, each by its own rhythm,
// later after failures. What it knows of a source beyond the cursors is in memory: a restart polls
// anew.
import type { PullHealth } from '@acta/sdk';
import { ActaError } from '../../lib/errors.ts';
import { backoffMs } from './backoff.ts';
import { PULLS_AT_ONCE, PULL_BACKOFF_MS, PULL_INTERVAL_MS } from './limits.ts';
import { pullMetrics, type PullMetrics } from './metrics.ts';
import { pollSource } from './poll-source.ts';
import { reasonOf } from './poll.ts';
import type { PullsOptions } from './ports.ts';
import { createSession } from './session.ts';
import { intervalOf, isConfigured } from './settings.ts';
import {
  asPulled,
  freshState,
  healthOf,
  progressOf,
  type PulledSource,
  type PullState,
} from './state.ts';
import { tellFailing, tellRecovered } from './tell.ts';

export interface Pulls {
  /** Starts what is due. To be called every second or so. */
  tick(): void;
  /** Polls now; resolves when the poll ended, well or not. @throws ActaError 404, 409 */
  poll(name: string): Promise<void>;
  /** Null for a source that has no pull or not its settings. */
  health(name: string): PullHealth | null;
  /** Up to when all of its streams were read, and how often they are; null as in `health`. */
  progress(name: string): { through: number | null; interval_ms: number } | null;
  changed(name: string): Promise<void>;
  /** The state of a source that can be asked. @throws ActaError 404, 409 */
  stateOf(name: string): PullState;
  close(): Promise<void>;
}

/** Sources begin one after the other. */
const SPREAD_MS = 5_000;

export async function createPulls(options: PullsOptions): Promise<Pulls> {
  const { clock, limits, random, logger } = options;
  const pulls = new Map(options.adapters.map(({ type, pull }) => [type, pull]));
  const states = new Map<string, PullState>();
  const metrics = pullMetrics(options.metrics, () => [...states.values()], clock);
  const closing = new AbortController();
  const share = () => Buffer.from(random(4)).readUInt32LE() / 2 ** 32;
  const context: RunContext = { options, metrics, share, signal: closing.signal };

  function remember(source: PulledSource): void {
    const pull = pulls.get(source.type);
    const asked = asPulled(source);
    if (pull === undefined || !isConfigured(pull, asked)) {
      states.delete(source.name);
      return;
    }
    const before = states.get(source.name);
    const kept = before?.source.id === source.id ? before : undefined;
    states.set(source.name, {
      ...(kept ?? freshState()),
      source,
      pull,
      session: createSession(options, pull, asked),
      next: clock.now() + (kept === undefined ? share() * SPREAD_MS : 0),
      failures: 0,
    });
  }

  function start(state: PullState): Promise<void> {
    state.running ??= run(context, state)
      .catch((error: unknown) => logger.error('a poll could not be told of', { error }))
      .finally(() => {
        state.running = null;
      });
    return state.running;
  }

  function stateOf(name: string): PullState {
    const state = states.get(name);
    if (state === undefined) throw notPulled();
    if (state.source.paused) throw paused();
    return state;
  }

  for (const source of await options.sources.list()) remember(source);

  return {
    stateOf,
    tick() {
      const busy = [...states.values()].filter(({ running }) => running !== null).length;
      const free = limits.value(PULLS_AT_ONCE) - busy;
      const due = dueAt(clock.now(), [...states.values()]);
      if (due.length > free) limits.reached(PULLS_AT_ONCE);
      for (const state of due.slice(0, Math.max(0, free))) void start(state);
    },
    poll: async (name) => start(stateOf(name)),
    health(name) {
      const state = states.get(name);
      return state === undefined ? null : healthOf(state, clock.now());
    },
    progress: (name) => progressOf(states.get(name), limits.value(PULL_INTERVAL_MS)),
    async changed(name) {
      await states.get(name)?.running;
      const source = await options.sources.byName(name);
      if (source === null) states.delete(name);
      else remember(source);
    },
    async close() {
      closing.abort();
      for (const { running } of states.values()) await running;
    },
  };
}

/** What is to be polled now, the longest due first. */
function dueAt(now: number, states: readonly PullState[]): PullState[] {
  return states
    .filter(({ running, source, next }) => running === null && !source.paused && next <= now)
    .sort((a, b) => a.next - b.next);
}

interface RunContext {
  options: PullsOptions;
  metrics: PullMetrics;
  /** A random part of one. */
  share: () => number;
  signal: AbortSignal;
}

/** One poll, and when the next one is due. */
async function run(context: RunContext, state: PullState): Promise<void> {
  const { options, metrics, signal } = context;
  const { clock, limits } = options;
  try {
    const all = await pollSource(options, metrics, state, signal);
    const asked = asPulled(state.source);
    const interval = intervalOf(state.pull, asked, limits.value(PULL_INTERVAL_MS));
    Object.assign(state, { failures: 0, error: null, next: clock.now() + (all ? interval : 0) });
    await tellRecovered(options, state);
  } catch (error) {
    if (!signal.aborted) await failed(context, state, error);
  } finally {
    state.last = clock.now();
  }
}

async function failed(context: RunContext, state: PullState, error: unknown): Promise<void> {
  const { options, metrics, share } = context;
  const { clock, limits, logger } = options;
  const source = state.source.name;
  const { code, detail, retry_at } = reasonOf(error);
  if (code === 'failed') logger.error('a poll failed', { source, error });
  metrics.failures.inc({ source, reason: code });
  state.failures++;
  state.error = { code, detail };
  const wait = backoffMs(state.failures, code, share(), limits.value(PULL_BACKOFF_MS));
  state.next = retry_at === undefined ? clock.now() + wait : retry_at + share() * 1000;
  await tellFailing(options, state);
}

const notPulled = () =>
  new ActaError({
    code: 'source_not_pulled',
    status: 409,
    fault: 'caller',
    detail: 'This source is not polled: its type has no pull, or a setting of it is missing.',
    next: 'See the settings of the type in GET /v1/source-types.',
  });

const paused = () =>
  new ActaError({
    code: 'source_paused',
    status: 409,
    fault: 'caller',
    detail: 'This source is paused and takes nothing.',
    next: 'Resume it on its page.',
  });
