// One poll of all streams of a source, recorded by the intake.
import type { Audit } from '../../ingest/index.ts';
import { actaItself } from '../../ingest/index.ts';
import { ActaError } from '../../lib/errors.ts';
import type { PullFinding } from '../../sources/pull.ts';
import { PULL_REQUESTS } from './limits.ts';
import type { PullMetrics } from './metrics.ts';
import { pollStream, type StreamCursor } from './poll.ts';
import type { PullsOptions } from './ports.ts';
import { beginOf } from './settings.ts';
import { asPulled, type PulledSource, type PullState } from './state.ts';

/** Reads all streams; false where there is more to read at once. */
export async function pollSource(
  options: PullsOptions,
  metrics: PullMetrics,
  state: PullState,
  signal: AbortSignal,
): Promise<boolean> {
  const { source, pull, session } = state;
  const { clock, cursors, limits } = options;
  const asked = asPulled(source);
  const budget = { requests: limits.value(PULL_REQUESTS) };
  let all = true;
  for (const stream of pull.streams(asked)) {
    const name = `pull:${stream}`;
    all =
      (await pollStream(
        {
          pull,
          source: asked,
          session,
          budget,
          signal,
          now: () => clock.now(),
          begin: beginOf(pull, asked, clock.now()),
          async load() {
            const cursor = ((await cursors.get(source.id, name)) ?? null) as StreamCursor | null;
            if (cursor !== null) state.through.set(stream, cursor.through);
            return cursor;
          },
          async save(_stream, cursor) {
            await cursors.set(source.id, name, cursor, new Date(clock.now()).toISOString());
            state.through.set(stream, cursor.through);
            metrics.pages.inc({ source: source.name });
          },
          async take(bodies) {
            for (const body of bodies) {
              state.records += (await takeBody(options, source.name, body)).accepted;
            }
          },
          tell: (finding) => tellFinding(options.audit, source, finding),
        },
        stream,
      )) && all;
    if (budget.requests <= 0) limits.reached(PULL_REQUESTS);
  }
  return all;
}

/** Records one body; gives how many of its records were new, and how many known. */
export async function takeBody(
  { intake, clock }: Pick<PullsOptions, 'intake' | 'clock'>,
  source: string,
  body: Buffer,
): Promise<{ accepted: number; duplicates: number }> {
  const delivery = { headers: {}, body, received: clock.now() };
  const by = { via: 'pull', assurance: 'source_authenticated', again: true } as const;
  try {
    return await intake.acceptAuthenticated(source, delivery, by);
  } catch (error) {
    // What can't be read is in quarantine: asking for it again would stop here for ever.
    if (error instanceof ActaError && error.status === 400) {
      return { accepted: 0, duplicates: 0 };
    }
    throw error;
  }
}

async function tellFinding(
  audit: Audit,
  source: PulledSource,
  { action, target, reason }: PullFinding,
): Promise<void> {
  await audit.record(actaItself, {
    action,
    target: { type: 'file', id: target, parent: { type: 'source', id: source.id } },
    why: { reason },
    labels: { source: source.name },
  });
}
