// The C2SP tlog-tiles tree as static files: tiles and bundles never change, the checkpoint always
// may.
import { gunzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app-type.ts';
import type { PublicFile } from '../../ledger/types.ts';
import type { HttpContext } from '../ports.ts';
import { notFound } from '../problem.ts';
import { acceptsGzip } from '../accept.ts';

const YEAR = 'max-age=31536000, immutable';
const NEVER = 'no-store';
const BUNDLES = 'tile/entries/';

function sendFile(request: FastifyRequest, reply: FastifyReply, file: PublicFile) {
  if (file.encoding !== 'gzip') return reply.send(Buffer.from(file.bytes));
  if (!acceptsGzip(request.headers['accept-encoding'])) return reply.send(gunzipSync(file.bytes));
  return reply.header('content-encoding', 'gzip').send(Buffer.from(file.bytes));
}

/**
 * `/log/checkpoint`, `/log/tile/…`, `/log/vkey`. A public log may be read by any page and cache.
 */
export function logRoutes(app: App, context: HttpContext): void {
  const { ledger, settings } = context;
  const cached = `${settings.log_public ? 'public' : 'private'}, ${YEAR}`;
  app.addHook('onRequest', (request, reply, done) => {
    if (settings.log_public && request.routeOptions.config.access === 'log') {
      reply.header('access-control-allow-origin', '*');
      reply.header('cross-origin-resource-policy', 'cross-origin');
    }
    done();
  });
  app.get(
    '/log/vkey',
    {
      config: { access: 'log' },
      schema: { summary: "The log's verifier keys, one a line", tags: ['log'] },
    },
    async (_request, reply) =>
      reply.header('content-type', 'text/plain; charset=utf-8').send(
        ledger
          .vkeys()
          .map((line) => `${line}\n`)
          .join(''),
      ),
  );
  app.get<{ Params: { '*': string } }>(
    '/log/*',
    {
      config: { access: 'log' },
      schema: { summary: 'A file of the C2SP tlog-tiles tree', tags: ['log'] },
    },
    async (request, reply) => {
      const gzip = acceptsGzip(request.headers['accept-encoding']);
      const file = await ledger.publicFile(request.params['*'], { gzip });
      if (file === null) throw notFound('file of the log at this path');
      reply.header('content-type', file.contentType);
      reply.header('cache-control', file.immutable ? cached : NEVER);
      // Bundles have two forms, whichever this answer has.
      if (request.params['*'].startsWith(BUNDLES)) reply.header('vary', 'accept-encoding');
      return sendFile(request, reply, file);
    },
  );
}
