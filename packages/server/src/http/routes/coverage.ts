import type { CoverageSettings } from '@acta/sdk';
import { parseSilence } from '../../ingest/index.ts';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import type { HttpContext } from '../ports.ts';
import { invalid, notFound } from '../problem.ts';
import { requestContext } from '../request-context.ts';
import {
  coverageAnswer,
  coverageChange,
  coverageParameters,
  coverageSettings,
  sourceCoverageDays,
} from '../schemas/coverage.ts';
import { problems } from '../schemas/parts.ts';
import { nameParameter } from '../schemas/resources.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;
const MOST_DAYS = 400;

/** What was expected of the sources against what came, by day. */
export function coverageRoutes(app: App, context: HttpContext): void {
  app.get(
    '/v1/coverage',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'All sources by day: complete, partial and why, or not known',
        tags: ['sources'],
        querystring: coverageParameters,
        response: { 200: coverageAnswer, ...problems },
      },
    },
    (request) => {
      const { from, to } = range(request.query, context.clock.now());
      return context.coverage.all(from, to);
    },
  );
  app.get(
    '/v1/sources/:name/coverage',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'One source by day',
        tags: ['sources'],
        params: nameParameter,
        querystring: coverageParameters,
        response: { 200: sourceCoverageDays, ...problems },
      },
    },
    async (request) => {
      const { from, to } = range(request.query, context.clock.now());
      const days = await context.coverage.days(request.params.name, from, to);
      if (days === null) throw notFound('source with this name');
      return days;
    },
  );
  changeRoute(app, context);
}

function changeRoute(app: App, context: HttpContext): void {
  app.patch(
    '/v1/sources/:name/coverage',
    {
      config: { access: 'sources.write' },
      schema: {
        summary: 'Set when a source is silent, and since when its history is whole',
        tags: ['sources'],
        params: nameParameter,
        body: coverageChange,
        response: { 200: coverageSettings, ...problems },
      },
    },
    async (request) => {
      const record = await context.store.sources.byName(request.params.name);
      if (record === null) throw notFound('source with this name');
      const before = context.coverage.settings(record.name);
      const after = await context.coverage.configure(record.name, wanted(request.body, context));
      const changes = (['silence', 'since'] as const)
        .filter((field) => before[field] !== after[field])
        .map((field) => ({ field: `coverage.${field}`, from: before[field], to: after[field] }));
      await context.audit.record(principalOf(request), {
        action: 'source.updated',
        target: { type: 'source', id: record.id, name: record.name },
        context: requestContext(request),
        ...(changes.length === 0 ? {} : { changes }),
      });
      return after;
    },
  );
}

function wanted(
  { silence, since }: { silence?: string | undefined; since?: string | null | undefined },
  context: HttpContext,
): Partial<CoverageSettings> {
  const settings: Partial<CoverageSettings> = {};
  if (silence !== undefined) {
    if (parseSilence(silence) === null) {
      throw invalid('/silence', 'is not rhythm, off or a length such as 30m, 6h or 2d');
    }
    settings.silence = silence;
  }
  if (since === null) settings.since = null;
  else if (since !== undefined) {
    const time = Date.parse(since);
    if (Number.isNaN(time) || time > context.clock.now()) {
      throw invalid('/since', 'is not a time in the past, RFC 3339');
    }
    settings.since = new Date(time).toISOString();
  }
  return settings;
}

/** Days of UTC: the last 90 up to today, or as asked. */
function range(
  query: { from?: string | undefined; to?: string | undefined },
  now: number,
): { from: string; to: string } {
  const to = query.to === undefined ? now + DAY_MS : timeOf('to', query.to);
  const end = startOf(to);
  const from = query.from === undefined ? end - DEFAULT_DAYS * DAY_MS : timeOf('from', query.from);
  const begin = startOf(from);
  if (end <= begin) throw invalid('/to', 'is not after `from`');
  if (end - begin > MOST_DAYS * DAY_MS) {
    throw invalid('/from', `is more than ${MOST_DAYS} days before \`to\``);
  }
  return { from: dayOf(begin), to: dayOf(end) };
}

const startOf = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function timeOf(name: string, text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = isDay || /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw invalid(`/${name}`, 'is not a day such as 2026-11-19');
  return time;
}
