// The web page: files of web/dist, and index.html for every path of its own history.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app-type.ts';
import type { MethodsAt } from './methods.ts';
import { noRoute, wrongMethod } from './problem.ts';
import { PAGE_POLICY } from './security-headers.ts';

const API =
  /^\/(v1|log|intake|schema|healthz|readyz|metrics|openapi\.json|services|loki|mcp|assets|_[a-z]+)(\/|$)/;

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Acta</title>
<h1>The page is not built</h1>
<p>The server runs and its API answers; the files of the page are missing.</p>
<p>Stop the server and start it with <code>npm start</code>, which builds the page,
or run <code>npx vite build</code> in the folder <code>web</code> and load this page again.</p>
</html>
`;

const isPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  !API.test(request.url.split('?', 1)[0]!);

function asPage(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', PAGE_POLICY)
    .header('cache-control', 'no-cache')
    .header('content-type', 'text/html; charset=utf-8');
}

/** What no route answers: 405 where the path has others, else 404; `OPTIONS` is told them. */
function unanswered(request: FastifyRequest, reply: FastifyReply, methodsAt: MethodsAt) {
  const { method } = request;
  const methods = methodsAt(request.url.split('?', 1)[0]!);
  if (methods.length === 0 || methods.includes(method)) throw noRoute(method);
  const allowed = [...methods, 'OPTIONS'].toSorted().join(', ');
  reply.header('allow', allowed);
  if (method !== 'OPTIONS') throw wrongMethod(method, allowed);
  return reply.code(204).send();
}

/** Serves the page from `dir`; when it is not built, a page that says how. */
export async function addPage(app: App, dir: string, methodsAt: MethodsAt): Promise<void> {
  const index = join(dir, 'index.html');
  if (existsSync(dir)) {
    await app.register(fastifyStatic, {
      root: dir,
      wildcard: true,
      index: ['index.html'],
      dotfiles: 'ignore',
      cacheControl: false,
      schemaHide: true,
      setHeaders(reply, path) {
        const isAsset = path.startsWith(join(dir, 'assets'));
        const forever = 'public, max-age=31536000, immutable';
        reply.header('cache-control', isAsset ? forever : 'no-cache');
        reply.header('content-security-policy', PAGE_POLICY);
      },
    });
  }
  // Told before the body is read: it may be none that anybody could read.
  app.addHook('onRequest', async (request, reply) =>
    request.is404 && !isPage(request) ? unanswered(request, reply, methodsAt) : undefined,
  );
  // A path that is no file is one of the page's own; the API's unknown paths are problems.
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) return unanswered(request, reply, methodsAt);
    if (!existsSync(index)) return asPage(reply).code(503).send(NOT_BUILT);
    return asPage(reply).code(200).send(readFileSync(index));
  });
}
