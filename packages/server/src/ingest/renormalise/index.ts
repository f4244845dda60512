// Mapping again what was received: a preview that records nothing, and jobs that append new events
// beside the first ones. The log is never rewritten; the same again gives the same ids.
import type { Renormalisation, RenormaliseExample, RenormalisePreview } from '@acta/sdk';
import type { Masker } from '@acta/event';
import { createHash } from 'node:crypto';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../lib/clock.ts';
import type { AppendReceipt, EventDraft } from '../../lib/entry.ts';
import { ActaError, messageOf } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Adapter, Settings } from '../../sources/types.ts';
import { refusal } from '../errors.ts';
import { RENORMALISE_PREVIEW, SKEW_MS } from '../limits.ts';
import type { Audit, Caller, LedgerAppend } from '../ports.ts';
import { shownOf, type AgainContext } from './again.ts';
import { walk, type Step, type WalkPorts } from './walk.ts';

export interface RenormaliseStore {
  revisionOf(source: string, fingerprint: string, now: string): Promise<number>;
  saveJob(job: Renormalisation): Promise<void>;
  job(id: string): Promise<Renormalisation | null>;
  jobs(source: string): Promise<Renormalisation[]>;
}

export interface RenormaliseOptions extends WalkPorts {
  ledger: WalkPorts['ledger'] & LedgerAppend;
  adapters: readonly Adapter[];
  store: RenormaliseStore;
  masker: Masker;
  audit: Audit;
  clock: Clock;
  limits: Limits;
  logger: Logger;
  /** Acta's version: another one may read records otherwise. */
  version: string;
  newId(): string;
  /** Aborted when the server stops. */
  closing: AbortSignal;
}

/** A source with the settings that it is read by. */
export interface RenormaliseSource {
  id: string;
  type: string;
  name: string;
  settings: Settings;
}

export interface Range {
  from: string | null;
  to: string | null;
}

export interface Renormaliser {
  /** What would change among the latest events of the range. */
  preview(source: RenormaliseSource, range: Range): Promise<RenormalisePreview>;
  /** @throws ActaError 409 `renormalisation_running` */
  start(source: RenormaliseSource, range: Range, by: Caller): Promise<Renormalisation>;
  get(id: string): Promise<Renormalisation | null>;
  list(source: string): Promise<Renormalisation[]>;
  /** Stops it after the page that it is at; what is recorded stays. */
  cancel(id: string, by: Caller): Promise<Renormalisation | null>;
  close(): Promise<void>;
}

const examplesMax = 10;
const noCounts = Object.freeze({ considered: 0, changed: 0, unchanged: 0, skipped: 0 });
const catchUpMs = 60_000;

interface Running {
  job: Renormalisation;
  stop: AbortController;
  done: Promise<void>;
}

/** Starts nothing by itself. A job that a stop interrupted says so and may be started again. */
export function createRenormaliser(options: RenormaliseOptions): Renormaliser {
  const { store, clock, audit } = options;
  const running = new Map<string, Running>();

  const settled = (job: Renormalisation): Renormalisation =>
    job.status === 'running' && !running.has(job.id)
      ? { ...job, status: 'failed', error: 'The server stopped meanwhile. Start it again.' }
      : job;

  return {
    preview: (source, range) => previewOf(options, source, range, contextOf(options, source, 1)),
    async start(source, range, by) {
      for (const { job } of running.values()) {
        if (job.source === source.name) throw refusal('renormalisation_running');
      }
      contextOf(options, source, 1);
      const now = new Date(clock.now()).toISOString();
      const job: Renormalisation = {
        id: options.newId(),
        source: source.name,
        status: 'running',
        ...range,
        created: now,
        finished: null,
        revision: 0,
        total: null,
        ...noCounts,
        recorded: 0,
        duplicates: 0,
      };
      const stop = new AbortController();
      const one: Running = { job, stop, done: Promise.resolve() };
      running.set(job.id, one);
      job.revision = await store.revisionOf(source.name, fingerprint(options, source), now);
      await store.saveJob(job);
      const signal = AbortSignal.any([stop.signal, options.closing]);
      const context = contextOf(options, source, job.revision);
      one.done = run(options, source, context, job, signal, by).finally(() => {
        running.delete(job.id);
      });
      return { ...job };
    },
    async get(id) {
      const live = running.get(id)?.job;
      if (live !== undefined) return { ...live };
      const kept = await store.job(id);
      return kept === null ? null : settled(kept);
    },
    async list(source) {
      const jobs = await store.jobs(source);
      return jobs.map((job) => settled(running.get(job.id)?.job ?? job));
    },
    async cancel(id, by) {
      const one = running.get(id);
      if (one === undefined) return this.get(id);
      one.stop.abort();
      await one.done;
      await audit.record(by, {
        action: 'source.renormalisation_cancelled',
        target: { type: 'source', id: `source:${one.job.source}`, name: one.job.source },
        labels: labelsOf(one.job),
      });
      return { ...one.job };
    },
    async close() {
      for (const { stop } of running.values()) stop.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

/** How records of the source are read now. @throws ActaError 404 for a type without an adapter */
function contextOf(
  { adapters, limits, masker }: RenormaliseOptions,
  { type, settings }: RenormaliseSource,
  revision: number,
): AgainContext {
  const adapter = adapters.find((one) => one.type === type);
  if (adapter === undefined) throw refusal('source_without_door');
  return { adapter, settings, masker, skew: limits.value(SKEW_MS), revision };
}

/** The same settings under the same version read every record the same way. */
function fingerprint(
  { version }: RenormaliseOptions,
  { type, settings }: RenormaliseSource,
): string {
  const text = JSON.stringify([version, type, settings]);
  return createHash('sha256').update(text).digest('base64url');
}

async function previewOf(
  options: RenormaliseOptions,
  source: RenormaliseSource,
  range: Range,
  context: AgainContext,
): Promise<RenormalisePreview> {
  const most = options.limits.value(RENORMALISE_PREVIEW);
  const counts = { ...noCounts };
  const examples: RenormaliseExample[] = [];
  let complete = true;
  for await (const { steps } of walk(options, { source, ...range, order: '-time' }, context)) {
    for (const step of steps) {
      count(counts, step);
      if (step.changed && examples.length < examplesMax) examples.push(exampleOf(step));
    }
    if (counts.considered >= most) {
      complete = steps.length === 0;
      break;
    }
    await breathe();
  }
  return { ...counts, complete, examples };
}

type Counts = Pick<Renormalisation, 'considered' | 'changed' | 'unchanged' | 'skipped'>;

function count(counts: Counts, { drafts, changed }: Step): void {
  counts.considered++;
  if (drafts === undefined) counts.skipped++;
  else if (changed) counts.changed++;
  else counts.unchanged++;
}

function exampleOf({ first, drafts }: Step): RenormaliseExample {
  const before = shownOf(first) as unknown as RenormaliseExample['before'];
  const after = shownOf(drafts?.[0]?.event ?? {}) as unknown as RenormaliseExample['after'];
  return { id: first.id, time: first.time, before, after };
}

/** Runs to the end, or until it is stopped; says in the log how it went. */
async function run(
  options: RenormaliseOptions,
  source: RenormaliseSource,
  context: AgainContext,
  job: Renormalisation,
  signal: AbortSignal,
  by: Caller,
): Promise<void> {
  const { store, clock, audit, logger } = options;
  try {
    await caughtUp(options, signal);
    const { from, to } = job;
    for await (const page of walk(options, { source, from, to, order: 'time' }, context)) {
      job.total ??= typeof page.total === 'number' ? page.total : null;
      await takePage(options, page.steps, job, signal);
      await store.saveJob(job);
      if (signal.aborted) break;
      await breathe();
    }
    job.status = signal.aborted ? 'cancelled' : 'done';
  } catch (error) {
    job.status = signal.aborted ? 'cancelled' : 'failed';
    if (!signal.aborted) job.error = messageOf(error);
  }
  job.finished = new Date(clock.now()).toISOString();
  try {
    await store.saveJob(job);
    await audit.record(by, {
      action: 'source.renormalised',
      outcome: job.status === 'failed' ? 'failure' : 'success',
      target: { type: 'source', id: source.id, name: source.name },
      labels: labelsOf(job),
    });
  } catch (error) {
    logger.error('the end of mapping again could not be recorded', { reason: messageOf(error) });
  }
}

function labelsOf(job: Renormalisation): Record<string, string> {
  const { id, status, revision, considered, recorded, duplicates, skipped } = job;
  const counts = { revision, considered, recorded, duplicates, skipped };
  const texts = Object.entries(counts).map(([name, value]) => [name, String(value)] as const);
  return { job: id, status, ...Object.fromEntries(texts) };
}

/** The index must hold what the log holds: revisions of a run before are looked up in it. */
async function caughtUp({ index, ledger, clock }: RenormaliseOptions, signal: AbortSignal) {
  const { size } = ledger.head();
  const until = clock.now() + catchUpMs;
  while (index.through() < size && !signal.aborted) {
    if (clock.now() > until) throw refusal('index_behind');
    await sleep(100, undefined, { signal }).catch(() => undefined);
  }
}

async function takePage(
  options: RenormaliseOptions,
  steps: readonly Step[],
  job: Renormalisation,
  signal: AbortSignal,
): Promise<void> {
  for (const step of steps) count(job, step);
  const drafts = steps.flatMap(({ changed, drafts: made = [] }) => (changed ? made : []));
  if (drafts.length === 0) return;
  for (const { duplicate } of await appended(options, drafts, signal)) {
    if (duplicate === true) job.duplicates++;
    else job.recorded++;
  }
}

/** Waits while the log is under pressure: senders go first. */
async function appended(
  { ledger }: RenormaliseOptions,
  drafts: readonly EventDraft[],
  signal: AbortSignal,
): Promise<AppendReceipt[]> {
  for (;;) {
    try {
      return await ledger.append(drafts);
    } catch (error) {
      if (!(error instanceof ActaError) || error.code !== 'overloaded') throw error;
      await sleep((error.retry_after_s ?? 1) * 1_000, undefined, { signal });
    }
  }
}
