// The doors of compatible senders: bytes as they came, answers and refusals in the sender's own
// protocol.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { COMPRESSED_BYTES, PLAIN_BYTES } from '../../collect/index.ts';
import type { Caller } from '../../ingest/index.ts';
import type { App } from '../app-type.ts';
import type { Scheme } from '../door-credentials.ts';
import { noteProblem } from '../errors.ts';
import { principalOf } from '../guard.ts';
import { bodyTooLarge } from '../problem.ts';
import { withWorkload } from '../workload.ts';
import type { DoorAnswer, DoorRequest, HttpContext, RefusingDoor } from '../ports.ts';

const NO_BODY = Buffer.alloc(0);

/** A request as the doors get it. */
export function doorRequest(request: FastifyRequest): DoorRequest {
  return {
    headers: request.headers,
    body: (request.body as Buffer | undefined) ?? NO_BODY,
    remoteAddress: request.ip,
    id: request.id,
    query: request.query as Record<string, string>,
  };
}

export function answerWith(reply: FastifyReply, answer: DoorAnswer): FastifyReply {
  return reply
    .code(answer.status)
    .headers(answer.headers)
    .send(answer.bytes ?? answer.body);
}

/** Bodies of any type come as bytes; the size is that of the larger of both limits. */
export function takeBytes(app: App, { limits }: HttpContext): number {
  const bodyLimit = Math.max(limits.value(COMPRESSED_BYTES), limits.value(PLAIN_BYTES));
  app.addHook('onRequest', async ({ headers }) => {
    if (Number(headers['content-length'] ?? 0) <= bodyLimit) return;
    const limit = headers['content-encoding'] === undefined ? PLAIN_BYTES : COMPRESSED_BYTES;
    limits.reached(limit);
    throw bodyTooLarge(limit.name);
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => {
    done(null, body);
  });
  return bodyLimit;
}

export interface DoorRoute {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  summary: string;
  /** Open: the answer says nothing of what is kept. */
  open?: true;
  answer: (
    caller: Caller,
    request: DoorRequest,
    params: Record<string, string>,
  ) => Promise<DoorAnswer> | DoorAnswer;
}

const nobody: Caller = { id: '', name: '', kind: 'none' };

/** Adds a door's routes, with its own forms of credentials and refusals. */
export function addDoor(
  app: App,
  context: HttpContext,
  door: RefusingDoor,
  schemes: readonly Scheme[],
  routes: readonly DoorRoute[],
): void {
  const bodyLimit = takeBytes(app, context);
  app.setErrorHandler(async (error, request, reply) => {
    const known = await noteProblem(error, request, reply, context.logger);
    return answerWith(reply, door.refused(known, request.headers));
  });
  for (const { method, url, summary, open, answer } of routes) {
    app.route<{ Params: Record<string, string> }>({
      method,
      url,
      bodyLimit,
      config: open ? { access: 'open' } : { access: 'events.write', schemes },
      schema: { summary, tags: ['compatible senders'] },
      handler: async (request, reply) => {
        const caller = open ? nobody : await withWorkload(principalOf(request), request, context);
        if ('nonce' in caller) reply.header('dpop-nonce', caller.nonce);
        return answerWith(reply, await answer(caller, doorRequest(request), request.params));
      },
    });
  }
}
