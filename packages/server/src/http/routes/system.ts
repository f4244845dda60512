import { catalogue as actions, eventInputJsonSchema, eventJsonSchema } from '@acta/event';
import { z } from 'zod';
import { mappingJsonSchema } from '../../sources/mapping/index.ts';
import type { App } from '../app-type.ts';
import type { HttpContext } from '../ports.ts';
import { stopping } from '../problem.ts';
import { problems } from '../schemas/parts.ts';
import { catalogue } from '../schemas/resources.ts';

const status = z.object({ status: z.string() });

/** Health, metrics, published schemas and the action catalogue. */
export function systemRoutes(app: App, context: HttpContext): void {
  healthRoutes(app, context);
  schemaRoutes(app);
  app.get(
    '/v1/catalogue',
    {
      config: { access: 'catalogue.read' },
      schema: {
        summary: 'Every action that Acta knows',
        tags: ['events'],
        response: { 200: catalogue, ...problems },
      },
    },
    async () => ({ actions: [...actions.values()] }),
  );
}

function healthRoutes(app: App, context: HttpContext): void {
  app.get(
    '/healthz',
    {
      config: { access: 'open' },
      schema: {
        summary: 'The process lives',
        tags: ['system'],
        response: { 200: status, ...problems },
      },
    },
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      config: { access: 'open' },
      schema: {
        summary: 'It accepts and answers',
        tags: ['system'],
        response: { 200: status, ...problems },
      },
    },
    async () => {
      const { ready, reason } = context.readiness();
      if (!ready) throw stopping(reason);
      return { status: 'ready' };
    },
  );
  app.get(
    '/metrics',
    { config: { access: 'metrics' }, schema: { summary: 'Prometheus metrics', tags: ['system'] } },
    async (_request, reply) =>
      reply.header('content-type', context.metrics.contentType).send(await context.metrics.text()),
  );
}

function schemaRoutes(app: App): void {
  const published = {
    'event.json': JSON.stringify(eventJsonSchema()),
    'event-input.json': JSON.stringify(eventInputJsonSchema()),
    'mapping.json': JSON.stringify(mappingJsonSchema),
  };
  for (const [name, text] of Object.entries(published)) {
    app.get(
      `/schema/${name}`,
      {
        config: { access: 'open' },
        schema: { summary: 'JSON Schema (2020-12)', tags: ['system'] },
      },
      async (_request, reply) =>
        reply
          .header('content-type', 'application/schema+json')
          .header('cache-control', 'public, max-age=300')
          .send(text),
    );
  }
}
