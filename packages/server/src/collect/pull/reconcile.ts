// Asking a product again what happened in a time: what it has and we had not is recorded, counted,
// and told in the log. Runs beside the polls and leaves their cursors alone.
import type { Reconciliation } from '@acta/sdk';
import type { Audit, Caller } from '../../ingest/index.ts';
import { ActaError } from '../../lib/errors.ts';
import type { PullStep } from '../../sources/pull.ts';
import type { Json } from '../../sources/reader.ts';
import { backoffMs } from './backoff.ts';
import { PULL_BACKOFF_MS, RECONCILE_MS } from './limits.ts';
import { reasonOf } from './poll.ts';
import { readPages } from './read-pages.ts';
import { takeBody } from './poll-source.ts';
import type { PullsOptions } from './ports.ts';
import type { Pulls } from './schedule.ts';
import { asPulled, type PullState } from './state.ts';

export interface ReconcilerOptions extends Pick<
  PullsOptions,
  'intake' | 'clock' | 'limits' | 'logger'
> {
  audit: Audit;
  pulls: Pick<Pulls, 'stateOf'>;
  jobs: {
    insert(source: string, job: Reconciliation): Promise<void>;
    update(job: Reconciliation): Promise<void>;
    get(id: string): Promise<Reconciliation | null>;
    list(source: string, limit: number): Promise<Reconciliation[]>;
    running(): Promise<Reconciliation[]>;
  };
  newId(): string;
  /** Rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Reconciler {
  /** @throws ActaError 400 `range_invalid`, 404, 409 `reconcile_running`, `source_not_pulled` */
  start(name: string, from: number, to: number, by: Caller): Promise<Reconciliation>;
  get(name: string, id: string): Promise<Reconciliation | null>;
  /** Newest first; by the id of the source. */
  list(source: string, limit: number): Promise<Reconciliation[]>;
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Failures in a row after which a run gives up. */
const TRIES = 5;

interface Run {
  state: PullState;
  job: Reconciliation;
  signal: AbortSignal;
}

/** Runs that a stop interrupted are told to have failed. */
export async function createReconciler(options: ReconcilerOptions): Promise<Reconciler> {
  const { clock, jobs, pulls, limits, logger } = options;
  const closing = new AbortController();
  const running = new Map<string, Promise<void>>();
  for (const job of await jobs.running()) {
    await jobs.update({ ...job, ...ended(clock.now()), error: 'The server stopped.' });
  }

  async function start(name: string, from: number, to: number, by: Caller) {
    const state = pulls.stateOf(name);
    const last = Math.min(to, clock.now());
    if (!(from < last) || last - from > limits.value(RECONCILE_MS)) throw badRange();
    if (running.has(name)) throw alreadyRunning();
    const job: Reconciliation = {
      id: options.newId(),
      source: name,
      status: 'running',
      created: timeText(clock.now()),
      finished: null,
      from: timeText(from),
      to: timeText(last),
      progress: { requests: 0, share: 0 },
      records: 0,
      known: 0,
      lost: 0,
    };
    await jobs.insert(state.source.id, job);
    const work = reconcile(options, { state, job, signal: closing.signal }, by)
      .catch((error: unknown) => logger.error('a comparison ended badly', { source: name, error }))
      .finally(() => running.delete(name));
    running.set(name, work);
    return { ...job };
  }

  const settled = async () => {
    await Promise.all(running.values());
  };
  return {
    start,
    settled,
    async get(name, id) {
      const job = await jobs.get(id);
      return job?.source === name ? job : null;
    },
    list: (source, limit) => jobs.list(source, limit),
    async close() {
      closing.abort();
      await settled();
    },
  };
}

async function reconcile(options: ReconcilerOptions, run: Run, by: Caller): Promise<void> {
  const { job } = run;
  const { clock, jobs, audit } = options;
  try {
    await readAll(options, run);
  } catch (error) {
    const { code, detail } = reasonOf(error);
    if (code === 'failed' && !run.signal.aborted) {
      options.logger.error('a comparison failed', { source: job.source, error });
    }
    const why = run.signal.aborted ? 'The server stopped.' : detail;
    await jobs.update({ ...job, ...ended(clock.now()), error: why });
    return;
  }
  const { id, name } = run.state.source;
  await audit.record(by, {
    action: job.lost > 0 ? 'source.reconciled' : 'source.compared',
    target: { type: 'source', id, name },
    labels: {
      from: job.from,
      to: job.to,
      records: String(job.records),
      known: String(job.known),
      lost: String(job.lost),
    },
  });
  const progress = { ...job.progress, share: 1 };
  await jobs.update({ ...job, status: 'done', finished: timeText(clock.now()), progress });
}

async function readAll(options: ReconcilerOptions, run: Run): Promise<void> {
  const { job, state } = run;
  const { source, pull } = state;
  const [begin, end] = [Date.parse(job.from), Date.parse(job.to)];
  const asked = asPulled(source);
  const streams = pull.streams(asked);
  for (const [place, stream] of streams.entries()) {
    for (let from = begin; from < end;) {
      const to = Math.min(end, from + pull.window_ms);
      await readWindow(options, run, { stream, from, to });
      const share = (place + (to - begin) / (end - begin)) / streams.length;
      job.progress.share = Math.round(share * 1000) / 1000;
      await options.jobs.update(job);
      from = to;
    }
  }
}

/** Reads one window, again and again after failures, from where it stood. */
async function readWindow(
  options: ReconcilerOptions,
  run: Run,
  window: { stream: string; from: number; to: number },
): Promise<void> {
  const { job, state, signal } = run;
  const { source, pull, session } = state;
  const asked = asPulled(source);
  let resume: Json = null;
  for (let failures = 0; ;) {
    const step: PullStep = { ...window, resume, bounded: true };
    try {
      for await (const page of readPages(session, { pull, source: asked }, step, signal)) {
        failures = 0;
        job.progress.requests++;
        for (const body of page.bodies) {
          const { accepted, duplicates } = await takeBody(options, source.name, body);
          job.records += accepted + duplicates;
          job.known += duplicates;
          job.lost += accepted;
        }
        ({ resume } = page);
      }
      return;
    } catch (error) {
      const { code, retry_at } = reasonOf(error);
      failures++;
      if (signal.aborted || failures >= TRIES || lasting.has(code)) throw error;
      const most = options.limits.value(PULL_BACKOFF_MS);
      const wait =
        retry_at === undefined
          ? backoffMs(failures, code, 0, most)
          : Math.min(most, Math.max(0, retry_at - options.clock.now()));
      await options.sleep(wait, signal);
    }
  }
}

/** What waiting does not mend. */
const lasting = new Set(['unauthorized', 'settings_invalid', 'settings_incomplete', 'strayed']);

const timeText = (time: number) => new Date(time).toISOString();

const ended = (now: number) => ({ status: 'failed' as const, finished: timeText(now) });

const badRange = () =>
  new ActaError({
    code: 'range_invalid',
    status: 400,
    fault: 'caller',
    detail: 'from does not lie before to and now, or the range is longer than pull.reconcile_ms.',
    next: 'Ask for a past range, piece by piece.',
  });

const alreadyRunning = () =>
  new ActaError({
    code: 'reconcile_running',
    status: 409,
    fault: 'caller',
    detail: 'This source is being compared with its product already.',
    next: 'Wait until that is done.',
  });
