// The doors of intake get the bytes as they came: signatures are over bytes. Nothing of a body is
// parsed, checked or serialised here; this is the hot path.
import type { App } from '../app-type.ts';
import { createHeldBodies } from '../held-bodies.ts';
import { principalOf } from '../guard.ts';
import type { HttpContext } from '../ports.ts';
import { eventAnswers, eventBodies } from '../schemas/intake.ts';
import { problems } from '../schemas/parts.ts';
import { withWorkload } from '../workload.ts';
import { answerWith, doorRequest, takeBytes } from './compatible.ts';

const bodies = 'One event, an array, NDJSON, or CloudEvents; see the guide on sending events.';

/** `POST /v1/events` and `POST /intake/{source}`. */
export function doorRoutes(app: App, context: HttpContext): void {
  const { limits } = context;
  const counted = createHeldBodies(limits);
  const bodyLimit = takeBytes(app, context);
  app.post(
    '/v1/events',
    {
      bodyLimit,
      config: { access: 'events.write', takes: eventBodies },
      schema: {
        summary: 'Send events',
        description: bodies,
        tags: ['intake'],
        response: { ...eventAnswers, ...problems },
      },
    },
    async (request, reply) => {
      const principal = await withWorkload(principalOf(request), request, context);
      if (principal.nonce !== undefined) reply.header('dpop-nonce', principal.nonce);
      const answer = await context.doors.events(principal, doorRequest(request));
      return answerWith(reply, answer);
    },
  );
  app.post<{ Params: { source: string } }>(
    '/intake/:source',
    {
      bodyLimit,
      preParsing: async (_request, reply, payload) => counted(payload, reply),
      config: { access: 'source' },
      schema: {
        summary: "Deliveries of a source, authenticated the product's own way",
        tags: ['intake'],
      },
    },
    async (request, reply) => {
      const answer = await context.doors.delivery(request.params.source, doorRequest(request));
      return answerWith(reply, answer);
    },
  );
  app.get<{ Params: { source: string } }>(
    '/intake/:source',
    {
      config: { access: 'source' },
      schema: { summary: "A product's one-time check of the address", tags: ['intake'] },
    },
    async (request, reply) => {
      const answer = await context.doors.challenge(request.params.source, doorRequest(request));
      return answerWith(reply, answer);
    },
  );
}
