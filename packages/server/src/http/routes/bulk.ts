import type { FastifyRequest } from 'fastify';
import type { App } from '../app-type.ts';
import type { HttpContext } from '../ports.ts';
import { addDoor, answerWith, type DoorRoute } from './compatible.ts';

/** Elasticsearch's bulk API and what its clients ask before they send. */
export function bulkRoutes(app: App, context: HttpContext): void {
  const door = context.compatible.bulk;
  const summary = 'Documents of Elasticsearch bulk senders';
  const routes = (['POST', 'PUT'] as const).flatMap((method): DoorRoute[] => [
    {
      method,
      url: '/_bulk',
      summary,
      answer: (caller, request) => door.bulk(caller, request, undefined),
    },
    {
      method,
      url: '/:index/_bulk',
      summary,
      answer: (caller, request, { index }) => door.bulk(caller, request, index),
    },
  ]);
  const asked = (url: string, summary: string, answer: DoorRoute['answer']): DoorRoute => ({
    method: 'GET',
    url,
    summary,
    answer,
  });
  addDoor(
    app,
    context,
    door,
    ['apikey', 'basic'],
    [
      ...routes,
      asked('/_license', 'The licence that some clients ask for', () => door.license()),
      asked('/_cluster/health', 'Whether the cluster takes documents', () => door.health()),
    ],
  );
}

/** `GET /`, among the page's own: what Elasticsearch's clients ask first. */
export function rootRoute(app: App, { compatible }: HttpContext): void {
  app.get(
    '/',
    {
      config: { access: 'open' },
      schema: {
        summary: 'The page; for Elasticsearch clients what they ask first',
        tags: ['compatible senders'],
      },
    },
    async (request, reply) =>
      isClient(request) ? answerWith(reply, compatible.bulk.info()) : reply.callNotFound(),
  );
}

/** Browsers want a page; clients want JSON, or bring their credential at once. */
function isClient({ headers: { accept = '', authorization } }: FastifyRequest): boolean {
  if (accept.includes('text/html')) return false;
  return accept.includes('json') || authorization !== undefined;
}
