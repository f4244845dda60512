// The files door: for each source with a path, its files are followed and handed to the intake.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Intake } from '../../ingest/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Metrics } from '../../lib/metrics.ts';
import type { Settings } from '../../sources/types.ts';
import { createFollower, type Follower } from './follower.ts';
import { FILES_POLL_MS, FILES_REMEMBERED } from './limits.ts';
import { openMemory, type CursorStore } from './memory.ts';
import { pathProblem } from './paths.ts';
import { send } from './send.ts';

export { pathProblem } from './paths.ts';

export interface FollowedSource {
  id: string;
  name: string;
  type: string;
  paused: boolean;
  settings: Settings;
}

export interface FilesContext {
  /** Folders that may be read; absolute. */
  roots: readonly string[];
  intake: Pick<Intake, 'acceptAuthenticated' | 'noteRefused'>;
  sources: () => Promise<readonly FollowedSource[]>;
  cursors: CursorStore;
  /** How many of some lines are whole records of a type. */
  wholeLines: (type: string, lines: readonly string[], settings: Settings) => number;
  clock: Clock;
  limits: Limits;
  metrics: Metrics;
  logger: Logger;
}

export interface FilesDoor {
  /** Follows the files of all sources that have a path; again after sources have changed. */
  changed(): Promise<void>;
  /** Ends after what is under way is durable. */
  close(): Promise<void>;
}

interface Run {
  key: string;
  follower: Follower | null;
  stop(): Promise<void>;
}

export function createFilesDoor(context: FilesContext): FilesDoor {
  const runs = new Map<string, Run>();
  let closed = false;
  let changing = Promise.resolve();
  context.metrics.gauge(
    'acta_files_behind_bytes',
    'Bytes of followed files that are there and not recorded yet.',
    ['source'],
    (gauge) => {
      gauge.reset();
      for (const [source, { follower }] of runs) gauge.set({ source }, follower?.behind() ?? 0);
    },
  );

  async function renew(): Promise<void> {
    const wanted = new Map<string, FollowedSource>();
    for (const source of closed ? [] : await context.sources()) {
      if (typeof source.settings['path'] === 'string' && source.settings['path'] !== '') {
        wanted.set(source.name, source);
      }
    }
    for (const [name, run] of runs) {
      const source = wanted.get(name);
      if (source !== undefined && keyOf(source) === run.key) continue;
      runs.delete(name);
      await run.stop();
    }
    for (const [name, source] of wanted) {
      if (!runs.has(name)) runs.set(name, follow(context, source));
    }
  }

  const change = (): Promise<void> => {
    changing = changing.then(renew);
    return changing;
  };
  return {
    changed: change,
    async close() {
      closed = true;
      await change();
    },
  };
}

const keyOf = ({ id, paused, settings }: FollowedSource): string =>
  JSON.stringify([id, paused, settings]);

/** Follows one source's files until it is stopped. */
function follow(context: FilesContext, source: FollowedSource): Run {
  const ending = new AbortController();
  const run: Run = { key: keyOf(source), follower: null, stop };
  const working = work(context, source, ending.signal, run);
  async function stop(): Promise<void> {
    ending.abort();
    await working;
  }
  return run;
}

async function work(
  context: FilesContext,
  source: FollowedSource,
  ending: AbortSignal,
  run: Run,
): Promise<void> {
  const { limits, logger } = context;
  const pattern = source.settings['path'] as string;
  const problem = pathProblem(pattern, context.roots);
  if (problem !== null) {
    logger.warn('a path can’t be followed', { source: source.name, path: pattern, why: problem });
    context.intake.noteRefused(source.name, 'path_refused');
    return;
  }
  if (source.paused) return;
  const pause = (time_ms: number) =>
    sleep(time_ms, undefined, { signal: ending }).catch(() => undefined);
  while (!ending.aborted) {
    try {
      run.follower ??= await followerOf(context, source, pattern, ending, pause);
      const read = await run.follower.look();
      if (!read) await pause(limits.value(FILES_POLL_MS));
    } catch (error) {
      logger.error('following files failed; it goes on', { source: source.name, error });
      await run.follower?.close();
      run.follower = null;
      await pause(5_000);
    }
  }
  await run.follower?.close();
}

async function followerOf(
  context: FilesContext,
  source: FollowedSource,
  pattern: string,
  ending: AbortSignal,
  pause: (time_ms: number) => Promise<void>,
): Promise<Follower> {
  const { limits, clock, metrics, logger, intake, roots } = context;
  const now = () => new Date(clock.now()).toISOString();
  const max = limits.value(FILES_REMEMBERED);
  const memory = await openMemory(context.cursors, source.id, max, now);
  const counters = filesCounters(metrics);
  const labels = { source: source.name };
  const stopped = () => ending.aborted;
  const told = new Set<string>();
  const sending = {
    intake,
    logger,
    pause,
    stopped,
    lost: (count: number) => counters.lost.inc(labels, count),
  };
  return createFollower({
    pattern,
    roots,
    clock,
    limits,
    memory,
    stopped,
    wholeLines: (lines) => context.wholeLines(source.type, lines, source.settings),
    async send({ id, turn }, lines) {
      const sent = await send(sending, source.name, `${id}:${turn}`, lines, clock.now());
      if (sent) counters.lines.inc(labels, lines.length);
      return sent;
    },
    save: (cursor) => memory.save(cursor),
    unreadable(path, why) {
      counters.unreadable.inc(labels);
      if (told.has(path)) return;
      told.add(path);
      logger.warn('a file can’t be followed', { source: source.name, why: messageOf(why) });
      intake.noteRefused(source.name, 'file_unreadable');
    },
  });
}

const filesCounters = (metrics: Metrics) => ({
  lines: metrics.counter('acta_files_lines_total', 'Lines of followed files that were handed in.', [
    'source',
  ]),
  lost: metrics.counter('acta_files_lost_total', 'Lines that could not be recorded.', ['source']),
  unreadable: metrics.counter(
    'acta_files_unreadable_total',
    'Looks at files that could not be followed.',
    ['source'],
  ),
});
