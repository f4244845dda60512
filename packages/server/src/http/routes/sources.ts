import type { Change } from '@acta/event';
import { nearest } from '@acta/query';
import type { Source, SourceHealth, SourceType } from '@acta/sdk';
import type { FastifyRequest } from 'fastify';
import { newId, newSecret } from '../../access/index.ts';
import type { SourceRecord } from '../../store/index.ts';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import { pageOfList } from '../page-of-list.ts';
import type { HttpContext } from '../ports.ts';
import { conflict, invalid, notFound } from '../problem.ts';
import { requestContext } from '../request-context.ts';
import { nothing, pageOf, pageParameters, problems } from '../schemas/parts.ts';
import {
  nameParameter,
  newSource,
  source,
  sourceChange,
  sourceCreated,
  sourceDetail,
  sourceType,
  unknownSender,
} from '../schemas/resources.ts';

type Settings = Record<string, string | boolean>;

const SECRET = 'secret';
const SECRET_MIN_CHARS = 8;

/** Absolute address of a source's door: as configured, else as this request reached us. */
function intakeUrl(name: string, request: FastifyRequest, context: HttpContext): string {
  const base = context.settings.public_url ?? `${request.protocol}://${request.host}`;
  return `${base.replace(/\/$/, '')}/intake/${encodeURIComponent(name)}`;
}

/** The settings without secrets, each known to the type; an empty text is as good as none. */
function plainSettings(type: SourceType, settings: Settings): Settings {
  const known = new Map(type.settings.map((setting) => [setting.name, setting]));
  const kept: Settings = {};
  for (const [name, value] of Object.entries(settings)) {
    if (name === SECRET) continue;
    const setting = known.get(name);
    if (setting === undefined) throw invalid(`/settings/${name}`, `is no setting of ${type.type}`);
    if (setting.kind === 'json' && typeof value !== 'object') {
      throw invalid(`/settings/${name}`, 'is a document: PUT /v1/sources/NAME/mapping');
    }
    if ((typeof value === 'boolean') !== (setting.kind === 'flag')) {
      throw invalid(
        `/settings/${name}`,
        setting.kind === 'flag'
          ? 'must be true or false, not text'
          : 'must be text, not true or false',
      );
    }
    if (setting.kind !== 'secret' && value !== '') kept[name] = value;
  }
  for (const setting of type.settings) {
    if (setting.required && setting.kind !== 'secret' && kept[setting.name] === undefined) {
      throw invalid(`/settings/${setting.name}`, 'is missing');
    }
  }
  return kept;
}

/** The settings, if the doors can go by them. */
function usable(settings: Settings, context: HttpContext): Settings {
  const problem = context.sources.problemOf?.(settings) ?? null;
  if (problem !== null) throw invalid(`/settings/${problem.setting}`, problem.why);
  return settings;
}

function secretOf(settings: Settings): string | undefined {
  const secret = settings[SECRET];
  if (secret === undefined) return undefined;
  if (typeof secret !== 'string' || secret.length < SECRET_MIN_CHARS) {
    throw invalid(`/settings/${SECRET}`, `is shorter than ${SECRET_MIN_CHARS} characters`);
  }
  return secret;
}

/**
 * The other settings that are secret, over those from before: an empty text takes one away. They
 * are sealed, and no answer shows them.
 */
function credentialsOf(
  type: SourceType,
  settings: Settings,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const credentials = { ...before };
  for (const { name, kind } of type.settings) {
    const value = settings[name];
    if (kind !== 'secret' || name === SECRET || typeof value !== 'string') continue;
    if (value === '') delete credentials[name];
    else credentials[name] = value;
  }
  return credentials;
}

function typeOf(type: string, context: HttpContext): SourceType {
  const found = context.sources.types().find((known) => known.type === type);
  if (found !== undefined) return found;
  const [near] = nearest(
    type,
    context.sources.types().map((known) => known.type),
  );
  const hint = near === undefined ? '/v1/source-types lists them' : `did you mean ${near}?`;
  throw invalid('/type', `${JSON.stringify(type)} is no source type: ${hint}`);
}

async function stored(name: string, context: HttpContext): Promise<SourceRecord> {
  const found = await context.store.sources.byName(name);
  if (found === null) throw notFound('source with this name');
  return found;
}

/** Sources: what may send, how it proves itself, and how it is doing. */
export function sourceRoutes(app: App, context: HttpContext): void {
  const answer = (record: SourceRecord, request: FastifyRequest): Source => ({
    id: record.id,
    type: record.type,
    name: record.name,
    intake_url: intakeUrl(record.name, request, context),
    created: record.created,
    paused: record.paused,
    settings: record.settings,
    credentials: Object.keys(record.credentials ?? {}),
    health: healthOf(record, context.sources.health(record.name)),
    coverage: context.coverage.summary(record.name),
    pull: context.pulls.health(record.name),
  });
  readRoutes(app, context, answer);
  unknownRoute(app, context);
  createRoute(app, context);
  changeRoutes(app, context, answer);
}

const healthOf = (record: SourceRecord, health: SourceHealth): SourceHealth =>
  record.paused ? { ...health, state: 'paused' } : health;

type Answer = (record: SourceRecord, request: FastifyRequest) => Source;

function readRoutes(app: App, context: HttpContext, answer: Answer): void {
  app.get(
    '/v1/source-types',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'Products that can be a source',
        tags: ['sources'],
        response: { 200: pageOf(sourceType), ...problems },
      },
    },
    async () => ({ items: context.sources.types(), next: null }),
  );
  app.get(
    '/v1/sources',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'List sources with their health',
        tags: ['sources'],
        querystring: pageParameters,
        response: { 200: pageOf(source), ...problems },
      },
    },
    async (request) => {
      const records = await context.store.sources.list();
      const { items, next } = pageOfList(records, request.query, ({ name }) => name);
      return { items: items.map((record) => answer(record, request)), next };
    },
  );
  app.get(
    '/v1/sources/:name',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'One source with its health and coverage',
        tags: ['sources'],
        params: nameParameter,
        response: { 200: sourceDetail, ...problems },
      },
    },
    async (request) => {
      const shown = answer(await stored(request.params.name, context), request);
      return { ...shown, coverage: context.coverage.detail(shown.name) };
    },
  );
}

function unknownRoute(app: App, context: HttpContext): void {
  app.get(
    '/v1/unknown-senders',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'Who sends syslog that no source claims, the newest first',
        description: 'At most 100 addresses since the start. A source claims one by its settings.',
        tags: ['sources'],
        response: { 200: pageOf(unknownSender), ...problems },
      },
    },
    async () => ({ items: context.sources.unknownSenders(), next: null }),
  );
}

/** Names in events that come of no source that anybody made. */
const TAKEN: ReadonlyMap<string, string> = new Map([
  ['acta', 'What Acta itself records is of the source acta.'],
  ['api', 'What senders without a source of their own record is of the source api.'],
]);

function checkName(name: string): void {
  const taken = TAKEN.get(name.toLowerCase());
  if (taken !== undefined) throw conflict(taken, 'Choose another name.');
}

function createRoute(app: App, context: HttpContext): void {
  app.post(
    '/v1/sources',
    {
      config: { access: 'sources.write' },
      schema: {
        summary: 'Create a source',
        tags: ['sources'],
        body: newSource,
        response: { 201: sourceCreated, ...problems },
      },
    },
    async (request, reply) => {
      const { type, name, settings } = request.body;
      checkName(name);
      const secret = secretOf(settings) ?? newSecret(context.random);
      const known = typeOf(type, context);
      const record: SourceRecord = {
        id: `src_${newId(context.random)}`,
        type,
        name,
        created: new Date(context.clock.now()).toISOString(),
        paused: false,
        settings: usable(plainSettings(known, settings), context),
        secrets: [secret],
        credentials: credentialsOf(known, settings),
      };
      if (!(await context.store.sources.insert(record))) {
        throw conflict('There is a source with this name.', 'Choose another name.');
      }
      await context.sources.changed(name);
      await context.audit.record(principalOf(request), {
        action: 'source.created',
        target: { type: 'source', id: record.id, name },
        context: requestContext(request),
        changes: [{ field: 'type', to: type }],
      });
      const intake_url = intakeUrl(name, request, context);
      return reply.code(201).send({ id: record.id, type, name, intake_url, secret });
    },
  );
}

function changeRoutes(app: App, context: HttpContext, answer: Answer): void {
  app.patch(
    '/v1/sources/:name',
    {
      config: { access: 'sources.write' },
      schema: {
        summary: 'Pause, resume or change a source; settings.secret changes its secret',
        description: 'The secret before stays valid beside the new one until it is changed again.',
        tags: ['sources'],
        params: nameParameter,
        body: sourceChange,
        response: { 200: source, ...problems },
      },
    },
    async (request) => {
      const before = await stored(request.params.name, context);
      const { paused = before.paused, settings } = request.body;
      const secret = settings === undefined ? undefined : secretOf(settings);
      const type = typeOf(before.type, context);
      const merged = { ...(before.settings as Settings), ...settings };
      const after: SourceRecord = {
        ...before,
        paused,
        settings: usable(plainSettings(type, merged), context),
        credentials: credentialsOf(type, settings ?? {}, before.credentials),
        secrets: secret === undefined ? before.secrets : [secret, ...before.secrets.slice(0, 1)],
      };
      await context.store.sources.update(after);
      await context.sources.changed(after.name);
      const changes = changesBetween(before, after);
      await context.audit.record(principalOf(request), {
        action: actionFor(changes),
        target: { type: 'source', id: after.id, name: after.name },
        context: requestContext(request),
        ...(changes.length === 0 ? {} : { changes }),
      });
      return answer(after, request);
    },
  );
  app.delete(
    '/v1/sources/:name',
    {
      config: { access: 'sources.write' },
      schema: {
        summary: 'Remove a source; its events stay',
        tags: ['sources'],
        params: nameParameter,
        response: { 204: nothing, ...problems },
      },
    },
    async (request, reply) => {
      const record = await stored(request.params.name, context);
      await context.store.sources.remove(record.id);
      await context.sources.changed(record.name);
      await context.audit.record(principalOf(request), {
        action: 'source.removed',
        target: { type: 'source', id: record.id, name: record.name },
        context: requestContext(request),
      });
      return reply.code(204).send();
    },
  );
}

/** One change that has a name of its own is called by it. */
function actionFor(changes: Change[]): string {
  const [first, ...more] = changes;
  if (more.length > 0) return 'source.updated';
  if (first?.field === 'paused') return first.to === true ? 'source.paused' : 'source.resumed';
  return first?.field === 'settings.secret' ? 'source.secret_rotated' : 'source.updated';
}

/** What changed, without secrets: of those only that they did. */
function changesBetween(before: SourceRecord, after: SourceRecord): Change[] {
  const changes: Change[] = [];
  if (before.paused !== after.paused) {
    changes.push({ field: 'paused', from: before.paused, to: after.paused });
  }
  for (const name of Object.keys({ ...before.settings, ...after.settings })) {
    const [from, to] = [(before.settings as Settings)[name], (after.settings as Settings)[name]];
    if (from === to) continue;
    const ends = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    changes.push({ field: `settings.${name}`, ...ends });
  }
  if (before.secrets[0] !== after.secrets[0])
    changes.push({ field: 'settings.secret', to: 'changed' });
  for (const name of Object.keys({ ...before.credentials, ...after.credentials })) {
    const [from, to] = [before.credentials?.[name], after.credentials?.[name]];
    if (from === to) continue;
    changes.push({ field: `settings.${name}`, to: to === undefined ? 'removed' : 'changed' });
  }
  return changes;
}
