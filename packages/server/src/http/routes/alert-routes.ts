// Routes of alerts: which sinks hear of which alerts.
import type { App } from '../app-type.ts';
import type { HttpContext } from '../ports.ts';
import { nothing, problems } from '../schemas/parts.ts';
import { nameParameter } from '../schemas/resources.ts';
import { alertRoute, alertRoutesAnswer, newRoute, routeChange } from '../schemas/sinks.ts';
import { callerOf } from './sinks.ts';

const tags = ['alert sinks'];

/** `/v1/routes`. */
export function alertRouteRoutes(app: App, { alertRoutes }: HttpContext): void {
  app.get(
    '/v1/routes',
    {
      config: { access: 'sinks.read' },
      schema: {
        summary: 'Routes of alerts to sinks, and what holds where none matches',
        tags,
        response: { 200: alertRoutesAnswer, ...problems },
      },
    },
    async () => alertRoutes.list(),
  );
  app.post(
    '/v1/routes',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Create a route; all that match an alert count',
        tags,
        body: newRoute,
        response: { 201: alertRoute, ...problems },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await alertRoutes.create(request.body, callerOf(request))),
  );
  app.patch(
    '/v1/routes/:name',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Change a route',
        tags,
        params: nameParameter,
        body: routeChange,
        response: { 200: alertRoute, ...problems },
      },
    },
    (request) => alertRoutes.change(request.params.name, request.body, callerOf(request)),
  );
  app.delete(
    '/v1/routes/:name',
    {
      config: { access: 'sinks.write' },
      schema: {
        summary: 'Remove a route',
        tags,
        params: nameParameter,
        response: { 204: nothing, ...problems },
      },
    },
    async (request, reply) => {
      await alertRoutes.remove(request.params.name, callerOf(request));
      return reply.code(204).send();
    },
  );
}
