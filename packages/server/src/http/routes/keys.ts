import { parseQuery } from '@acta/query';
import type { z } from 'zod';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import { pageOfList } from '../page-of-list.ts';
import type { HttpContext } from '../ports.ts';
import { HttpProblem, invalid, notFound } from '../problem.ts';
import { timeParameter } from '../read-query.ts';
import { requestContext } from '../request-context.ts';
import { pageOf, pageParameters, problems } from '../schemas/parts.ts';
import { key, keyCreated, newKey, opaqueId } from '../schemas/resources.ts';

type NewKeyBody = z.output<typeof newKey>;

/** What can't be said by a schema: the scope parses, the binding exists, the end lies ahead. */
async function checked(body: NewKeyBody, context: HttpContext): Promise<NewKeyBody> {
  const { role, scope, source } = body;
  if (role === 'admin' && (scope !== undefined || body.masks !== undefined)) {
    throw invalid('/scope', 'does not go with the role admin, which may do everything');
  }
  if (role === 'collector' && (scope !== undefined || body.masks !== undefined)) {
    throw invalid('/scope', 'does not go with the role collector, which reads nothing');
  }
  if (role !== 'viewer' && scope !== undefined) {
    // They also read the tree, the quarantine and whole populations, which no query narrows.
    throw invalid('/scope', `goes with the role viewer only; a key of the role ${role} sees all`);
  }
  if (role !== 'collector' && source !== undefined) {
    throw invalid('/source', 'goes with the role collector only');
  }
  if (source !== undefined && (await context.store.sources.byName(source)) === null) {
    throw invalid('/source', 'names no source: add it first, or correct the name');
  }
  if (scope !== undefined) checkScope(scope);
  const expires = timeParameter('expires', body.expires);
  if (expires === null) return body;
  if (Date.parse(expires) <= context.clock.now()) throw invalid('/expires', 'has passed');
  return { ...body, expires };
}

function checkScope(scope: string): void {
  const parsed = parseQuery(scope);
  if (parsed.ok) return;
  const { column, message, expected } = parsed.error;
  const detail = `The scope can't be read at column ${column}: ${message}.`;
  throw new HttpProblem(
    { code: 'query_invalid', status: 400, fault: 'caller', detail, next: 'Correct the query.' },
    { column, expected, errors: [{ path: '/scope', message }] },
  );
}

/** API keys: the secret is shown once, when it is made. */
export function keyRoutes(app: App, context: HttpContext): void {
  readRoutes(app, context);
  changeRoutes(app, context);
}

function readRoutes(app: App, { access }: HttpContext): void {
  app.get(
    '/v1/keys',
    {
      config: { access: 'keys.read' },
      schema: {
        summary: 'List API keys',
        tags: ['keys'],
        querystring: pageParameters,
        response: { 200: pageOf(key), ...problems },
      },
    },
    async (request) =>
      pageOfList(access.keyring.list(), request.query, ({ created, id }) => `${created} ${id}`),
  );
  app.get(
    '/v1/keys/:id',
    {
      config: { access: 'keys.read' },
      schema: {
        summary: 'One API key, without its secret',
        tags: ['keys'],
        params: opaqueId,
        response: { 200: key, ...problems },
      },
    },
    async (request) => {
      const found = access.keyring.list().find(({ id }) => id === request.params.id);
      if (found === undefined) throw notFound('key with this id');
      return found;
    },
  );
}

function changeRoutes(app: App, context: HttpContext): void {
  const { access, audit } = context;
  app.post(
    '/v1/keys',
    {
      config: { access: 'keys.write' },
      schema: {
        summary: 'Create an API key',
        tags: ['keys'],
        body: newKey,
        response: { 201: keyCreated, ...problems },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const body = await checked(request.body, context);
      const made = await access.keyring.create(body, principal.id);
      const { role, scope, source, expires } = body;
      const given = { role, scope, source, expires };
      await audit.record(principal, {
        action: 'key.created',
        target: { type: 'key', id: made.id, name: body.name },
        context: requestContext(request),
        changes: Object.entries(given)
          .filter(([, to]) => to !== undefined)
          .map(([field, to]) => ({ field, to: to! })),
      });
      return reply.code(201).send(made);
    },
  );
  app.delete(
    '/v1/keys/:id',
    {
      config: { access: 'keys.write' },
      schema: {
        summary: 'Revoke an API key',
        tags: ['keys'],
        params: opaqueId,
        response: { 200: key, ...problems },
      },
    },
    async (request) => {
      const revoked = await access.keyring.revoke(request.params.id);
      if (revoked === null) throw notFound('key with this id');
      await audit.record(principalOf(request), {
        action: 'key.revoked',
        target: { type: 'key', id: revoked.id, name: revoked.name },
        context: requestContext(request),
      });
      return revoked;
    },
  );
}
