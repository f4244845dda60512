// One poll of one source. Each stream has a cursor: how far everything is recorded (`through`), and
// inside of an unfinished window where the next page stands. A page is recorded before the cursor
// moves past it, so that a stop at any point loses nothing; what is read twice is a duplicate.
import { ActaError } from '../../lib/errors.ts';
import { PullFailed, type Pull, type PullFinding, type PullSource } from '../../sources/pull.ts';
import type { Json } from '../../sources/reader.ts';
import { readPages } from './read-pages.ts';
import type { Session } from './session.ts';

export interface StreamCursor {
  /** ms since 1970: everything before it was read. */
  through: number;
  /** The window that is being read, if any. */
  window: { from: number; to: number } | null;
  /** Where to go on inside of it, or from window to window for chained pulls. */
  resume: Json;
}

export interface PollContext {
  pull: Pull;
  source: PullSource;
  session: Session;
  now(): number;
  /** Where the first poll begins. */
  begin: number;
  load(stream: string): Promise<StreamCursor | null>;
  save(stream: string, cursor: StreamCursor): Promise<void>;
  /** Records the bodies of a page; resolves when they are durable. */
  take(bodies: readonly Buffer[]): Promise<void>;
  /** Tells of something wrong with the product's record; resolves when that is durable. */
  tell(finding: PullFinding): Promise<void>;
  /** Requests that are left. */
  budget: { requests: number };
  signal: AbortSignal;
}

/** @returns whether everything up to now was read; false where the budget ended first */
export async function pollStream(context: PollContext, stream: string): Promise<boolean> {
  const { begin: through } = context;
  let cursor = (await context.load(stream)) ?? { through, window: null, resume: null };
  const end = context.now();
  while (cursor.window !== null || cursor.through < end) {
    const done = await readWindow(context, stream, opened(context.pull, cursor, end));
    if (done === null) return false;
    cursor = done;
  }
  return true;
}

/** The cursor with a window: the one that it has, or the next. */
function opened(pull: Pull, cursor: StreamCursor, end: number): StreamCursor {
  if (cursor.window !== null) return cursor;
  const from = Math.max(0, cursor.through - pull.overlap_ms);
  const to = Math.min(end, cursor.through + pull.window_ms);
  return { ...cursor, window: { from, to } };
}

/** Reads a window to its end; null where the budget ended first. */
async function readWindow(
  context: PollContext,
  stream: string,
  cursor: StreamCursor,
): Promise<StreamCursor | null> {
  const { budget, pull, source, session, signal } = context;
  const window = cursor.window!;
  const step = { stream, ...window, resume: cursor.resume, bounded: false };
  let { resume } = cursor;
  try {
    for await (const page of readPages(session, { pull, source }, step, signal)) {
      budget.requests--;
      if (page.bodies.length > 0) await context.take(page.bodies);
      for (const finding of page.findings ?? []) await context.tell(finding);
      ({ resume } = page);
      if (page.next.length === 0 && resume === null) continue;
      await context.save(stream, { ...cursor, resume });
      if (budget.requests <= 0) return null;
    }
  } catch (error) {
    await forgetBadPlace(context, stream, cursor, error);
    throw error;
  }
  const kept = pull.chained === true ? resume : null;
  const done: StreamCursor = { through: window.to, window: null, resume: kept };
  await context.save(stream, done);
  return done;
}

/** Page tokens end some time: then the window begins anew, and what was read is a duplicate. */
async function forgetBadPlace(
  context: PollContext,
  stream: string,
  cursor: StreamCursor,
  error: unknown,
): Promise<void> {
  const isPlace = error instanceof PullFailed && ['refused', 'strayed'].includes(error.code);
  const held = await context.load(stream);
  if (!isPlace || held === null || held.resume === null) return;
  await context.save(stream, { through: cursor.through, window: null, resume: null });
}

/** What went wrong, in a code and a sentence without secrets. */
export function reasonOf(error: unknown): { code: string; detail: string; retry_at?: number } {
  if (error instanceof PullFailed) {
    const { code, message, retry_at } = error;
    return { code, detail: message, ...(retry_at === undefined ? {} : { retry_at }) };
  }
  if (error instanceof ActaError) return { code: error.code, detail: error.detail };
  return { code: 'failed', detail: 'The poll failed; the server’s log says where.' };
}
