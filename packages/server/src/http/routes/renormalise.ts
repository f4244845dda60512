import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import { MAPPING_BODY_BYTES } from '../limits.ts';
import type { HttpContext } from '../ports.ts';
import { invalid, notFound } from '../problem.ts';
import { timeParameter } from '../read-query.ts';
import { renormalisation, renormalisePreview, renormaliseRequest } from '../schemas/mapping.ts';
import { pageOf, problems } from '../schemas/parts.ts';
import { nameParameter, opaqueId } from '../schemas/resources.ts';
import { requireWhole, sourceNamed, withDocuments } from './mapping.ts';

/** Mapping again what was received: a preview, jobs, their progress, and stopping them. */
export function renormaliseRoutes(app: App, context: HttpContext): void {
  const { renormaliser } = context.mappings;
  startRoute(app, context);
  app.get(
    '/v1/sources/:name/renormalisations',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'Jobs that mapped records of a source again, newest first',
        tags: ['sources'],
        params: nameParameter,
        response: { 200: pageOf(renormalisation), ...problems },
      },
    },
    async (request) => {
      const { name } = await sourceNamed(request.params.name, context);
      return { items: await renormaliser.list(name), next: null };
    },
  );
  app.get(
    '/v1/renormalisations/:id',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'How far a job is',
        tags: ['sources'],
        params: opaqueId,
        response: { 200: renormalisation, ...problems },
      },
    },
    async (request) => {
      const job = await renormaliser.get(request.params.id);
      if (job === null) throw notFound('job with this id');
      return job;
    },
  );
  app.delete(
    '/v1/renormalisations/:id',
    {
      config: { access: 'sources.write' },
      schema: {
        summary: 'Stop a job; what it recorded stays',
        tags: ['sources'],
        params: opaqueId,
        response: { 200: renormalisation, ...problems },
      },
    },
    async (request) => {
      const job = await renormaliser.cancel(request.params.id, principalOf(request));
      if (job === null) throw notFound('job with this id');
      return job;
    },
  );
}

function startRoute(app: App, context: HttpContext): void {
  const { renormaliser } = context.mappings;
  app.post(
    '/v1/sources/:name/renormalise',
    {
      bodyLimit: context.limits.value(MAPPING_BODY_BYTES),
      config: { access: 'sources.write' },
      schema: {
        summary: 'Map again what was received; with dry_run only say what would change',
        description: 'New events are recorded, marked renormalised and linked by revision_of.',
        tags: ['sources'],
        params: nameParameter,
        body: renormaliseRequest,
        response: { 200: renormalisePreview, 202: renormalisation, ...problems },
      },
    },
    async (request, reply) => {
      const source = await sourceNamed(request.params.name, context);
      const { dry_run, mapping, overrides } = request.body;
      const range = {
        from: timeParameter('from', request.body.from),
        to: timeParameter('to', request.body.to),
      };
      if (dry_run) {
        const documents = { mapping, overrides };
        requireWhole(documents);
        const settings = withDocuments(source.settings, documents);
        return reply.code(200).send(await renormaliser.preview({ ...source, settings }, range));
      }
      if (mapping !== undefined || overrides !== undefined) {
        throw invalid('/mapping', 'is for dry_run: save it first');
      }
      const job = await renormaliser.start(source, range, principalOf(request));
      return reply.code(202).send(job);
    },
  );
}
