// Sinks of alerts: where people are told, and what became of each message.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SinkCaller } from '../../alerts/index.ts';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import { pageOfList } from '../page-of-list.ts';
import type { HttpContext } from '../ports.ts';
import { invalid } from '../problem.ts';
import { requestContext } from '../request-context.ts';
import { nothing, pageOf, pageParameters, problems } from '../schemas/parts.ts';
import { nameParameter } from '../schemas/resources.ts';
import {
  deliveriesParameters,
  delivery,
  deliveryDetail,
  deliveryParameter,
  newSink,
  replayed,
  sink,
  sinkChange,
  sinkCreated,
  sinkKind,
  sinkTested,
} from '../schemas/sinks.ts';

const tags = ['alert sinks'];
const unpaged = <T>(items: readonly T[]) => ({ items: [...items], next: null });

/** Who asks, and how. */
export const callerOf = (request: FastifyRequest): SinkCaller => ({
  by: principalOf(request),
  context: requestContext(request),
});

/** `/v1/sinks` and `/v1/sink-kinds`. */
export function sinkRoutes(app: App, context: HttpContext): void {
  readRoutes(app, context);
  changeRoutes(app, context);
  testRoute(app, context);
  ledgerRoutes(app, context);
  replayRoutes(app, context);
}

function readRoutes(app: App, { sinks }: HttpContext): void {
  app.get(
    '/v1/sink-kinds',
    {
      config: { access: 'sinks.read' },
      schema: {
        summary: 'Kinds of sinks with their settings',
        tags,
        response: { 200: pageOf(sinkKind), ...problems },
      },
    },
    async () => unpaged(sinks.kinds()),
  );
  app.get(
    '/v1/sinks',
    {
      config: { access: 'sinks.read' },
      schema: {
        summary: 'List sinks with their health',
        tags,
        querystring: pageParameters,
        response: { 200: pageOf(sink), ...problems },
      },
    },
    async (request) => pageOfList(await sinks.list(), request.query, ({ name }) => name),
  );
  app.get(
    '/v1/sinks/:name',
    {
      config: { access: 'sinks.read' },
      schema: {
        summary: 'One sink with its health',
        tags,
        params: nameParameter,
        response: { 200: sink, ...problems },
      },
    },
    (request) => sinks.get(request.params.name),
  );
}

function changeRoutes(app: App, { sinks }: HttpContext): void {
  app.post(
    '/v1/sinks',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Create a sink',
        tags,
        body: newSink,
        response: { 201: sinkCreated, ...problems },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await sinks.create(request.body, callerOf(request))),
  );
  app.patch(
    '/v1/sinks/:name',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Change, enable or disable a sink',
        description: 'A signing secret that is changed signs beside the one before.',
        tags,
        params: nameParameter,
        body: sinkChange,
        response: { 200: sink, ...problems },
      },
    },
    (request) => sinks.change(request.params.name, request.body, callerOf(request)),
  );
  app.delete(
    '/v1/sinks/:name',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Remove a sink with its ledger; the log keeps what failed',
        tags,
        params: nameParameter,
        response: { 204: nothing, ...problems },
      },
    },
    async (request, reply) => {
      await sinks.remove(request.params.name, callerOf(request));
      return reply.code(204).send();
    },
  );
}

function testRoute(app: App, { sinks }: HttpContext): void {
  app.post(
    '/v1/sinks/:name/test',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Send a message about nothing, now and once',
        tags,
        params: nameParameter,
        response: { 200: sinkTested, ...problems },
      },
    },
    (request) => sinks.test(request.params.name, callerOf(request)),
  );
}

function beforeOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^\d{1,15}$/.test(cursor)) throw invalid('/cursor', 'is none that a list gave');
  return Number(cursor);
}

function ledgerRoutes(app: App, { sinks }: HttpContext): void {
  app.get(
    '/v1/sinks/:name/deliveries',
    {
      config: { access: 'sinks.read' },
      schema: {
        summary: 'What was sent to a sink, newest first',
        tags,
        params: nameParameter,
        querystring: deliveriesParameters,
        response: { 200: pageOf(delivery), ...problems },
      },
    },
    async (request) => {
      const { cursor, ...filter } = request.query;
      const page = await sinks.deliveries(request.params.name, {
        ...filter,
        before: beforeOf(cursor),
      });
      return { items: page.items, next: page.next === null ? null : String(page.next) };
    },
  );
  app.get(
    '/v1/sinks/:name/deliveries/:id',
    {
      config: { access: 'sinks.read' },
      schema: {
        summary: 'One delivery with its attempts',
        tags,
        params: deliveryParameter,
        response: { 200: deliveryDetail, ...problems },
      },
    },
    (request) => sinks.delivery(request.params.name, request.params.id),
  );
}

function replayRoutes(app: App, { sinks }: HttpContext): void {
  app.post(
    '/v1/sinks/:name/deliveries/:id/replay',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Send a dead letter again, with the alert as it is now',
        tags,
        params: deliveryParameter,
        response: { 200: deliveryDetail, ...problems },
      },
    },
    (request) => sinks.replay(request.params.name, request.params.id, callerOf(request)),
  );
  app.post(
    '/v1/sinks/:name/replay',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Send all dead letters of a sink again, 1,000 at a time',
        tags,
        params: nameParameter,
        response: { 200: replayed, ...problems },
      },
    },
    async (request) => ({
      replayed: await sinks.replayAll(request.params.name, callerOf(request)),
    }),
  );
}

/**
 * What a product tells back; the signature of its webhook is the credential, over the bytes as they
 * came. In a scope of its own: no body is parsed here.
 */
export function sinkAnswerRoute(app: App, { answers, access }: HttpContext): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post<{ Params: { name: string } }>(
    '/v1/sinks/:name/answers',
    {
      config: { access: 'source' },
      schema: {
        summary: 'Webhooks of a product about alerts that were told there',
        tags,
        response: { 200: z.object({ taken: z.boolean() }), ...problems },
      },
    },
    async (request) => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      try {
        return await answers.take(request.params.name, {
          headers: Object.fromEntries(headers) as Record<string, string>,
          body,
        });
      } catch (error) {
        if ((error as { code?: string }).code === 'answer_refused') {
          access.failures.note(request.ip, 'webhook');
        }
        throw error;
      }
    },
  );
}
