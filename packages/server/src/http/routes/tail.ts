// Server-sent events (WHATWG HTML §9.2): an event's id is its log index, so `Last-Event-ID` resumes
// without loss. `covered` messages move the id over events that do not match.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createMatcher, join } from '@acta/query';
import type { FastifyRequest } from 'fastify';
import type { LogEntry } from '../../lib/entry.ts';
import { ActaError } from '../../lib/errors.ts';
import { can } from '../../access/index.ts';
import type { Principal } from '../../access/index.ts';
import type { App } from '../app-type.ts';
import { credentialsOf, principalOf } from '../guard.ts';
import { TAIL_HEARTBEAT_MS, TAIL_LISTENERS, TAIL_STALL_MS } from '../limits.ts';
import type { HttpContext } from '../ports.ts';
import { invalid } from '../problem.ts';
import { astOf } from '../read-query.ts';
import type { ReadLog } from '../read-log.ts';
import { readerOf, shown } from '../reader.ts';
import { requestContext } from '../request-context.ts';
import { tailParameters } from '../schemas/events.ts';
import { createTailFeed } from '../tail.ts';
import type { TailFeed } from '../tail.ts';

const full = (listeners: number) =>
  new ActaError({
    code: 'too_many_tails',
    status: 503,
    fault: 'operator',
    detail: `${listeners} live tails are open, which is the limit.`,
    next: 'Close one, or try again later.',
    retry_after_s: 10,
  });

/** `GET /v1/events/tail`. Aborting `closing` ends all tails: their readers resume elsewhere. */
export function tailRoute(
  app: App,
  context: HttpContext,
  reads: ReadLog,
  closing: AbortSignal,
): void {
  const feed = createTailFeed(context.ledger);
  app.addHook('onClose', async () => feed.close());
  const open = new Set<AbortController>();
  closing.addEventListener('abort', () => {
    for (const controller of open) controller.abort();
  });
  context.metrics.gauge('acta_http_tails', 'Live tails open.', [], (gauge) => gauge.set(open.size));

  app.get(
    '/v1/events/tail',
    {
      exposeHeadRoute: false,
      config: { access: 'events.read' },
      schema: {
        summary: 'Live events, as server-sent events',
        tags: ['events'],
        querystring: tailParameters,
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const select = selection(request.query.q, principal, context);
      const from = startOf(request, context);
      const limit = context.limits.value(TAIL_LISTENERS);
      if (open.size >= limit) {
        context.limits.reached(TAIL_LISTENERS);
        throw full(limit);
      }
      const controller = new AbortController();
      open.add(controller);
      try {
        const search = { q: request.query.q, from: null, to: null };
        await reads.searched(principal, search, requestContext(request));
      } catch (error) {
        open.delete(controller);
        throw error;
      }
      // The listener may have gone while its search was being recorded.
      if (closing.aborted || reply.raw.destroyed) controller.abort();
      const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream' };
      reply.hijack();
      reply.raw.writeHead(200, headers as Record<string, string>);
      reply.raw.on('close', () => controller.abort());
      const stall_ms = context.limits.value(TAIL_STALL_MS);
      const allowed = () => isStillAllowed(request, context);
      const heartbeat_ms = context.limits.value(TAIL_HEARTBEAT_MS);
      const times = { stall_ms, heartbeat_ms };
      void stream({ response: reply.raw, feed, from, select, controller, allowed, ...times })
        .catch((error: unknown) => context.logger.warn('tail ended', { error }))
        .finally(() => {
          open.delete(controller);
          reply.raw.end();
        });
    },
  );
}

/** A key may be revoked and a session may end while its tail is open. */
async function isStillAllowed(request: FastifyRequest, context: HttpContext): Promise<boolean> {
  const answer = await context.access.authenticate(credentialsOf(request, context));
  if (typeof answer === 'string' || 'refusal' in answer) return false;
  return can(answer, 'events.read');
}

/** The first index to send: after the last one seen, else what comes from now on. */
function startOf(request: FastifyRequest, context: HttpContext): number {
  const { last_event_id } = request.query as { last_event_id?: number };
  const header = request.headers['last-event-id'];
  const { size } = context.ledger.head();
  if (header === undefined || header === '') {
    return last_event_id === undefined ? size : Math.min(last_event_id + 1, size);
  }
  if (!/^\d{1,15}$/.test(String(header))) throw invalid('/Last-Event-ID', 'is not a log index');
  // An id that this log has not reached is of another, or of one that was set back.
  return Math.min(Number(header) + 1, size);
}

type Select = (entry: LogEntry) => string | null;

/** The message for an entry that this reader asked for and may see; null for others. */
function selection(q: string, principal: Principal, context: HttpContext): Select {
  const { scope, withheld } = readerOf(principal);
  const now = context.clock.now();
  const wanted = createMatcher(join('and', [astOf(q)]), { now, withheld });
  const inScope = scope === null ? () => true : createMatcher(scope, { now });
  return ({ event, index }) => {
    if (!inScope(event) || !wanted(event)) return null;
    const data = JSON.stringify(shown({ ...event, index }, principal));
    return `id: ${index}\ndata: ${data}\n\n`;
  };
}

interface Stream {
  response: ServerResponse;
  feed: TailFeed;
  from: number;
  select: Select;
  controller: AbortController;
  stall_ms: number;
  heartbeat_ms: number;
  /** Whether the listener may go on reading. */
  allowed(): Promise<boolean>;
}

async function stream(tail: Stream): Promise<void> {
  const { response, feed, from, select, controller, stall_ms, heartbeat_ms } = tail;
  const { signal } = controller;
  let covered = from;
  let told = from;
  const heartbeat = setInterval(() => {
    tail.allowed().then(
      (allowed) => allowed || controller.abort(),
      () => controller.abort(),
    );
    if (response.writableNeedDrain) return;
    if (covered > told) {
      told = covered;
      response.write(`event: covered\nid: ${told - 1}\ndata: {"through_index":${told}}\n\n`);
    } else response.write(': heartbeat\n\n');
  }, heartbeat_ms);
  try {
    response.write('retry: 2000\n\n');
    for await (const entries of feed.follow(from, signal)) {
      let text = '';
      for (const entry of entries) text += select(entry) ?? '';
      covered = entries.at(-1)!.index + 1;
      if (text === '') continue;
      told = covered;
      if (!response.write(text)) await drained(response, signal, stall_ms);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Waits until the listener has read; one that stalls is closed and may resume. */
async function drained(response: ServerResponse, signal: AbortSignal, stall_ms: number) {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(stall_ms)]);
  await once(response, 'drain', { signal: patience }).catch((error: unknown) => {
    response.destroy();
    throw error;
  });
}
