import { z } from 'zod';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import type { HttpContext } from '../ports.ts';
import { notFound } from '../problem.ts';
import { nothing, pageOf, problems } from '../schemas/parts.ts';
import {
  opaqueId,
  quarantineDetail,
  quarantineItem,
  quarantineParameters,
} from '../schemas/resources.ts';

const correction = z.strictObject({ text: z.string().min(1).max(1_048_576).optional() }).nullish();

/** Deliveries that were authentic and could not be taken: seen, replayed or discarded. */
export function quarantineRoutes(app: App, context: HttpContext): void {
  const { quarantine } = context;
  app.get(
    '/v1/quarantine',
    {
      config: { access: 'quarantine.read' },
      schema: {
        summary: 'List what is held in quarantine, newest first',
        tags: ['quarantine'],
        querystring: quarantineParameters,
        response: { 200: pageOf(quarantineItem), ...problems },
      },
    },
    (request) => quarantine.list(request.query),
  );
  app.get(
    '/v1/quarantine/:id',
    {
      config: { access: 'quarantine.read' },
      schema: {
        summary: 'One delivery in quarantine, secrets masked',
        tags: ['quarantine'],
        params: opaqueId,
        response: { 200: quarantineDetail, ...problems },
      },
    },
    async (request) => {
      const item = await quarantine.get(request.params.id);
      if (item === null) throw notFound('delivery with this id in quarantine');
      return item;
    },
  );
  app.post(
    '/v1/quarantine/:id/replay',
    {
      config: { access: 'quarantine.write' },
      schema: {
        summary: 'Try a delivery again, as it came or with a corrected text',
        description:
          'Events of a corrected text have `via` corrected and the assurance claimed: it is not what the source sent.',
        tags: ['quarantine'],
        params: opaqueId,
        body: correction,
        response: { 200: z.looseObject({}), ...problems },
      },
    },
    async (request) => {
      const { text } = request.body ?? {};
      const answer = await quarantine.replay(request.params.id, principalOf(request), text);
      return answer as Record<string, unknown>;
    },
  );
  app.delete(
    '/v1/quarantine/:id',
    {
      config: { access: 'quarantine.write' },
      schema: {
        summary: 'Discard a delivery',
        tags: ['quarantine'],
        params: opaqueId,
        response: { 204: nothing, ...problems },
      },
    },
    async (request, reply) => {
      await quarantine.discard(request.params.id, principalOf(request));
      return reply.code(204).send();
    },
  );
}
