import { Readable } from 'node:stream';
import type { ExportJob } from '@acta/sdk';
import type { Principal } from '../../access/index.ts';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import { pageOfList } from '../page-of-list.ts';
import type { HttpContext } from '../ports.ts';
import { conflict, notFound } from '../problem.ts';
import { astOf, timeParameter } from '../read-query.ts';
import { readerOf } from '../reader.ts';
import { requestContext } from '../request-context.ts';
import { pageOf, problems } from '../schemas/parts.ts';
import { exportJob, newExport, opaqueId, pageOfExports } from '../schemas/resources.ts';

/** More than are kept. */
const ALL_EXPORTS = 1000;

/** Exports: jobs that make files. Everybody but an administrator sees only their own. */
export function exportRoutes(app: App, context: HttpContext): void {
  createRoute(app, context);
  readRoutes(app, context);
  fileRoute(app, context);
}

async function owned(id: string, principal: Principal, context: HttpContext): Promise<ExportJob> {
  const record = await context.store.exports.get(id);
  const isOthers = record?.created_by !== principal.id && principal.role !== 'admin';
  if (record === null || isOthers) throw notFound('export with this id');
  return record.job;
}

function createRoute(app: App, context: HttpContext): void {
  const { reports, audit } = context;

  app.post(
    '/v1/exports',
    {
      config: { access: 'exports.create' },
      schema: {
        summary: 'Start an export',
        tags: ['exports'],
        body: newExport,
        response: { 202: exportJob, ...problems },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { q, format, population } = request.body;
      astOf(q);
      const from = timeParameter('from', request.body.from);
      const to = timeParameter('to', request.body.to);
      const { scope, withheld } = readerOf(principal);
      const { id, name } = principal;
      const reader = { id, name, withheld, raw: !withheld.includes('raw') };
      const job = await reports.create(scope === null ? reader : { ...reader, scope }, {
        q,
        from,
        to,
        format,
        population,
      });
      await audit.record(principal, {
        action: 'export.created',
        target: { type: 'export', id: job.id },
        context: requestContext(request),
        changes: [
          { field: 'q', to: q },
          { field: 'format', to: format },
          { field: 'from', to: from },
          { field: 'to', to },
        ],
      });
      return reply.code(202).send(job);
    },
  );
}

function readRoutes(app: App, context: HttpContext): void {
  const { reports } = context;
  app.get(
    '/v1/exports',
    {
      config: { access: 'exports.read' },
      schema: {
        summary: 'List exports, newest first',
        tags: ['exports'],
        querystring: pageOfExports,
        response: { 200: pageOf(exportJob), ...problems },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const owner = principal.role === 'admin' ? undefined : principal.id;
      const all = await reports.list(ALL_EXPORTS, owner);
      return pageOfList(all, request.query, ({ created, id }) => `${created} ${id}`, 'down');
    },
  );
  app.get(
    '/v1/exports/:id',
    {
      config: { access: 'exports.read' },
      schema: {
        summary: 'One export: status, progress, digest',
        tags: ['exports'],
        params: opaqueId,
        response: { 200: exportJob, ...problems },
      },
    },
    (request) => owned(request.params.id, principalOf(request), context),
  );
}

function fileRoute(app: App, context: HttpContext): void {
  const { reports, audit } = context;
  app.get(
    '/v1/exports/:id/file',
    {
      config: { access: 'exports.read' },
      schema: { summary: 'The file of a finished export', tags: ['exports'], params: opaqueId },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const job = await owned(request.params.id, principal, context);
      const file = await reports.file(job.id);
      if (file === null) {
        throw conflict(`The export is ${job.status}.`, 'Wait until its status is done.');
      }
      await audit.record(principal, {
        action: 'export.downloaded',
        target: { type: 'export', id: job.id },
        context: requestContext(request),
        labels: { digest: file.digest },
      });
      return reply
        .header('content-type', file.content_type)
        .header('content-length', file.bytes)
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .send(Readable.from(file.content()));
    },
  );
}
