// Alerts: what the rules found, and what people make of it.
import type { AlertOrder, AlertsAnswer } from '@acta/sdk';
import { z } from 'zod';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import { pageOfList } from '../page-of-list.ts';
import type { HttpContext } from '../ports.ts';
import { invalid } from '../problem.ts';
import {
  alertAction,
  alertDetail,
  alertsAnswer,
  alertsParameters,
  newSilence,
  silence,
} from '../schemas/alerts.ts';
import { nothing, pageOf, pageParameters, problems } from '../schemas/parts.ts';
import { opaqueId } from '../schemas/resources.ts';

const NONE: AlertsAnswer['open'] = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };

type Place = readonly [key: string, id: string];

const cursorOf = (order: AlertOrder, [key, id]: Place): string =>
  Buffer.from(JSON.stringify([order, key, id])).toString('base64url');

/** Where the page begins; a cursor is good for the order that it was given for. */
function beforeOf(order: AlertOrder, cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    const [, key, id] = z.tuple([z.literal(order), z.string(), z.string()]).parse(read);
    return [key, id];
  } catch {
    throw invalid('/cursor', 'is none that a list in this order gave');
  }
}

/** `/v1/alerts` and `/v1/silences`. */
export function alertRoutes(app: App, context: HttpContext): void {
  readRoutes(app, context);
  actionRoutes(app, context);
  silenceRoutes(app, context);
}

function readRoutes(app: App, { alerts }: HttpContext): void {
  app.get(
    '/v1/alerts',
    {
      config: { access: 'alerts.read' },
      schema: {
        summary: 'List alerts, the one changed last first unless another order is asked for',
        tags: ['alerts'],
        querystring: alertsParameters,
        response: { 200: alertsAnswer, ...problems },
      },
    },
    async (request): Promise<AlertsAnswer> => {
      const { cursor, limit, ...filter } = request.query;
      const before = beforeOf(filter.order, cursor);
      const found = await alerts.page({ ...filter, before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const shown = page.map(({ alert }) => alert);
      return {
        alerts: shown,
        next: found.length > limit ? cursorOf(filter.order, page.at(-1)!.place) : null,
        open: { ...NONE, ...(await alerts.countOpen()) },
        quiet: await alerts.countQuiet({ ...filter, limit }),
        risk: await alerts.risksOf(shown),
      };
    },
  );
  app.get(
    '/v1/alerts/:id',
    {
      config: { access: 'alerts.read' },
      schema: {
        summary: 'One alert with its history and how to look into it',
        tags: ['alerts'],
        params: opaqueId,
        response: { 200: alertDetail, ...problems },
      },
    },
    (request) => alerts.get(request.params.id),
  );
}

function actionRoutes(app: App, { alerts }: HttpContext): void {
  app.post(
    '/v1/alerts/:id/actions',
    {
      config: { access: 'alerts.write' },
      schema: {
        summary: 'Acknowledge, start, assign, note, resolve or reopen an alert',
        tags: ['alerts'],
        params: opaqueId,
        body: alertAction,
        response: { 200: alertDetail, ...problems },
      },
    },
    (request) => alerts.act(request.params.id, request.body, principalOf(request)),
  );
}

function silenceRoutes(app: App, { alerts, clock }: HttpContext): void {
  app.get(
    '/v1/silences',
    {
      config: { access: 'alerts.read' },
      schema: {
        summary: 'List silences, the first to end first',
        tags: ['alerts'],
        querystring: pageParameters,
        response: { 200: pageOf(silence), ...problems },
      },
    },
    async (request) =>
      pageOfList(await alerts.silences(), request.query, ({ ends, id }) => `${ends} ${id}`),
  );
  app.post(
    '/v1/silences',
    {
      config: { access: 'alerts.write' },
      schema: {
        summary: 'Tell nobody of alerts that match, for a while',
        description:
          'The alerts are kept all the same. A start in the future is a maintenance window.',
        tags: ['alerts'],
        body: newSilence,
        response: { 201: silence, ...problems },
      },
    },
    async (request, reply) => {
      const starts = request.body.starts ?? new Date(clock.now()).toISOString();
      if (request.body.ends <= starts) throw invalid('/ends', 'is not after the start');
      const asked = { ...request.body, starts };
      return reply.code(201).send(await alerts.silence(asked, principalOf(request)));
    },
  );
  app.delete(
    '/v1/silences/:id',
    {
      config: { access: 'alerts.write' },
      schema: {
        summary: 'End a silence now',
        tags: ['alerts'],
        params: opaqueId,
        response: { 204: nothing, ...problems },
      },
    },
    async (request, reply) => {
      await alerts.endSilence(request.params.id, principalOf(request));
      return reply.code(204).send();
    },
  );
}
