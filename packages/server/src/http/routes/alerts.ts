// Alerts: what the rules found, and what people make of it.
import type { Alert, AlertsAnswer } from '@acta/sdk';
import { z } from 'zod';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
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
import { nothing, problems } from '../schemas/parts.ts';
import { opaqueId } from '../schemas/resources.ts';

const NONE: AlertsAnswer['open'] = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };

const cursorOf = ({ updated, id }: Alert): string =>
  Buffer.from(JSON.stringify([updated, id])).toString('base64url');

function beforeOf(cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    return z.tuple([z.string(), z.string()]).parse(read);
  } catch {
    throw invalid('/cursor', 'is none that a list gave');
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
        summary: 'List alerts, the one changed last first',
        tags: ['alerts'],
        querystring: alertsParameters,
        response: { 200: alertsAnswer, ...problems },
      },
    },
    async (request): Promise<AlertsAnswer> => {
      const { cursor, limit, ...filter } = request.query;
      const before = beforeOf(cursor);
      const found = await alerts.list({ ...filter, before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const next = found.length > limit ? cursorOf(page.at(-1)!) : null;
      return { alerts: page, next, open: { ...NONE, ...(await alerts.countOpen()) } };
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
        response: { 200: z.object({ items: z.array(silence) }), ...problems },
      },
    },
    async () => ({ items: await alerts.silences() }),
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
