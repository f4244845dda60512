import { join, readFieldNames } from '@acta/query';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import type { HttpContext, ReadQuery } from '../ports.ts';
import type { ReadLog } from '../read-log.ts';
import { readQuery } from '../read-query.ts';
import { shown } from '../reader.ts';
import { requestContext } from '../request-context.ts';
import {
  facetsAnswer,
  facetsParameters,
  histogramAnswer,
  histogramParameters,
  searchAnswer,
  searchParameters,
} from '../schemas/events.ts';
import { problems } from '../schemas/parts.ts';

const OWN = { type: 'equals', field: 'source.type', value: 'acta' } as const;

interface Parameters {
  q: string;
  from?: string | undefined;
  to?: string | undefined;
}

/** Search, histogram and facets: one query, recorded once. */
export function searchRoutes(app: App, context: HttpContext, reads: ReadLog): void {
  /** Asks and records at the same time; answers only when both are done. */
  const recorded = async <T>(
    request: FastifyRequest<{ Querystring: Parameters }>,
    ask: (query: ReadQuery) => Promise<T>,
  ): Promise<T> => {
    const principal = principalOf(request);
    const query = readQuery(request.query, principal);
    const search = { q: request.query.q, from: query.from, to: query.to };
    const done = reads.searched(principal, search, requestContext(request));
    const [answer] = await Promise.all([ask(query), done]);
    return answer;
  };

  const search = (path: string, summary: string, within: (query: ReadQuery) => ReadQuery): void => {
    const schema = {
      summary,
      tags: ['events'],
      querystring: searchParameters,
      response: { 200: searchAnswer, ...problems },
    };
    app.get(path, { config: { access: 'events.read' }, schema }, async (request) => {
      const { order, limit, cursor } = request.query;
      const answer = await recorded(request, (query) =>
        context.index.search({ ...within(query), order, limit, cursor: cursor ?? null }),
      );
      const principal = principalOf(request);
      return { ...answer, events: answer.events.map((event) => shown(event, principal)) };
    });
  };
  search('/v1/events', 'Search events', (query) => query);
  search('/v1/audit', "Search Acta's own record: who read, changed or tried what", ownRecord);
  app.get(
    '/v1/histogram',
    {
      config: { access: 'events.read' },
      schema: {
        summary: 'Count events by time',
        tags: ['events'],
        querystring: histogramParameters,
        response: { 200: histogramAnswer, ...problems },
      },
    },
    (request) => {
      const { buckets } = request.query;
      return recorded(request, (query) => context.index.histogram({ ...query, buckets }));
    },
  );
  app.get(
    '/v1/facets',
    {
      config: { access: 'events.read' },
      schema: {
        summary: 'Count events by field',
        tags: ['events'],
        querystring: facetsParameters,
        response: { 200: facetsAnswer, ...problems },
      },
    },
    (request) => {
      const { limit } = request.query;
      const fields = readFieldNames(request.query.fields);
      return recorded(request, (query) => context.index.facets({ ...query, fields, limit }));
    },
  );
}

/** The query, within what Acta recorded of itself. */
function ownRecord(query: ReadQuery): ReadQuery {
  return { ...query, ast: join('and', [OWN, query.ast]) };
}
