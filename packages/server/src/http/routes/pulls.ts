import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import type { HttpContext } from '../ports.ts';
import { invalid, notFound } from '../problem.ts';
import { pageOf, problems } from '../schemas/parts.ts';
import {
  newReconciliation,
  pullHealth,
  reconciliation,
  reconciliationParameters,
} from '../schemas/pulls.ts';
import { nameParameter, pageOfExports } from '../schemas/resources.ts';

/** Asking products by ourselves: now, and again over a past time. */
export function pullRoutes(app: App, context: HttpContext): void {
  const { pulls } = context;
  app.post(
    '/v1/sources/:name/pull',
    {
      config: { access: 'sources.write' },
      schema: {
        summary: 'Poll the product now',
        description: 'Answers when the poll ended; `error` says how, if not well.',
        tags: ['sources'],
        params: nameParameter,
        response: { 200: pullHealth, ...problems },
      },
    },
    async (request) => {
      await known(request.params.name, context);
      return pulls.poll(request.params.name);
    },
  );
  app.post(
    '/v1/sources/:name/reconcile',
    {
      config: { access: 'sources.write' },
      schema: {
        summary: 'Ask the product again what happened in a time; what is missing is recorded',
        tags: ['sources'],
        params: nameParameter,
        body: newReconciliation,
        response: { 202: reconciliation, ...problems },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      await known(name, context);
      const [from, to] = [ms('from', request.body.from), ms('to', request.body.to)];
      return reply.code(202).send(await pulls.reconcile(name, from, to, principalOf(request)));
    },
  );
  readRoutes(app, context);
}

function readRoutes(app: App, context: HttpContext): void {
  const { pulls } = context;
  app.get(
    '/v1/sources/:name/reconciliations',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'Comparisons of a source with its product, newest first',
        tags: ['sources'],
        params: nameParameter,
        querystring: pageOfExports,
        response: { 200: pageOf(reconciliation), ...problems },
      },
    },
    async (request) => {
      const { id } = await known(request.params.name, context);
      const items = await pulls.reconciliations(id, request.query.limit);
      return { items, next: null };
    },
  );
  app.get(
    '/v1/sources/:name/reconciliations/:id',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'One comparison: status, progress, what was lost',
        tags: ['sources'],
        params: reconciliationParameters,
        response: { 200: reconciliation, ...problems },
      },
    },
    async (request) => {
      const found = await pulls.reconciliation(request.params.name, request.params.id);
      if (found === null) throw notFound('comparison with this id');
      return found;
    },
  );
}

async function known(name: string, context: HttpContext): Promise<{ id: string }> {
  const source = await context.store.sources.byName(name);
  if (source === null) throw notFound('source with this name');
  return source;
}

function ms(field: 'from' | 'to', text: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw invalid(`/${field}`, 'is no RFC 3339 time');
  return value;
}
