import type { FastifyRequest } from 'fastify';
import type { MappingProblem } from '@acta/sdk';
import { compileMapping } from '../../sources/mapping/index.ts';
import { checkOverrides } from '../../sources/overrides.ts';
import type { SourceRecord } from '../../store/index.ts';
import type { App } from '../app-type.ts';
import { documentChanges } from '../document-changes.ts';
import { principalOf } from '../guard.ts';
import { MAPPING_BODY_BYTES } from '../limits.ts';
import type { HttpContext } from '../ports.ts';
import { conflict, HttpProblem, invalid, notFound } from '../problem.ts';
import { requestContext } from '../request-context.ts';
import { samplesOf, unmappedOf } from '../samples.ts';
import {
  mappingChange,
  mappingVersion,
  sampleParameters,
  samplesAnswer,
  sourceMapping,
  tryAnswer,
  tryRequest,
  typeParameter,
  unmappedAnswer,
  versionParameter,
} from '../schemas/mapping.ts';
import { problems } from '../schemas/parts.ts';
import { nameParameter } from '../schemas/resources.ts';

type Documents = { mapping?: unknown; overrides?: unknown };

/** What records become: trying a mapping, saving it, its versions, and records to try it on. */
export function mappingRoutes(app: App, context: HttpContext): void {
  tryRoute(app, context);
  readRoutes(app, context);
  saveRoute(app, context);
  sampleRoutes(app, context);
}

/** A source by its name. @throws HttpProblem 404 */
export async function sourceNamed(name: string, context: HttpContext): Promise<SourceRecord> {
  const found = await context.store.sources.byName(name);
  if (found === null) throw notFound('source with this name');
  return found;
}

/** What is wrong in the documents, each with its member's name before the path. */
export function documentProblems({ mapping, overrides }: Documents): MappingProblem[] {
  const compiled = mapping === undefined || mapping === null ? null : compileMapping(mapping);
  const wrong = compiled === null || compiled.ok ? [] : compiled.problems;
  const odd = overrides === undefined || overrides === null ? [] : checkOverrides(overrides);
  const under = (name: string) => (problem: MappingProblem) => ({
    ...problem,
    path: `/${name}${problem.path}`,
  });
  return [...wrong.map(under('mapping')), ...odd.map(under('overrides'))];
}

/** The settings with the documents that are given laid over them; null takes one away. */
export function withDocuments(
  settings: Record<string, unknown>,
  { mapping, overrides }: Documents,
): Record<string, unknown> {
  const given = Object.entries({ mapping, overrides }).filter(([, value]) => value !== undefined);
  const merged = { ...settings, ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

/** @throws HttpProblem 400 `mapping_invalid` that names each place */
export function requireWhole(documents: Documents): void {
  const found = documentProblems(documents);
  const [first] = found;
  if (first === undefined) return;
  throw new HttpProblem(
    {
      code: 'mapping_invalid',
      status: 400,
      fault: 'caller',
      detail: `${first.path} ${first.message}.`,
      next: 'Correct it; docs/reference/mapping.md and /schema/mapping.json describe mappings.',
    },
    { errors: found.map(({ path, message }) => ({ path, message })) },
  );
}

function tryRoute(app: App, context: HttpContext): void {
  app.post(
    '/v1/source-types/:type/try',
    {
      bodyLimit: context.limits.value(MAPPING_BODY_BYTES),
      config: { access: 'sources.write' },
      schema: {
        summary: 'What records would become; nothing is recorded',
        tags: ['sources'],
        params: typeParameter,
        body: tryRequest,
        response: { 200: tryAnswer, ...problems },
      },
    },
    async (request) => {
      const { settings = {}, samples, ...documents } = request.body;
      const { type } = request.params;
      const known = context.sources.types().some((one) => one.type === type);
      if (!known) throw invalid('/type', 'is not a source type; see /v1/source-types');
      const found = documentProblems(documents);
      if (found.length > 0) return { problems: found, samples: [] };
      const whole = withDocuments(settings, documents);
      return { problems: [], samples: context.mappings.tryRecords(type, whole, samples) };
    },
  );
}

function readRoutes(app: App, context: HttpContext): void {
  const { store } = context;
  app.get(
    '/v1/sources/:name/mapping',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'The mapping of a source, and its versions',
        tags: ['sources'],
        params: nameParameter,
        response: { 200: sourceMapping, ...problems },
      },
    },
    async (request) => answerOf(await sourceNamed(request.params.name, context), context),
  );
  app.get(
    '/v1/sources/:name/mapping/versions/:version',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'A version of a mapping as it was saved',
        tags: ['sources'],
        params: versionParameter,
        response: { 200: mappingVersion, ...problems },
      },
    },
    async (request) => {
      const { id } = await sourceNamed(request.params.name, context);
      const found = await store.mappings.version(id, request.params.version);
      if (found === null) throw notFound('version of this number');
      return found as typeof found & { mapping: Document; overrides: Document };
    },
  );
}

type Document = Record<string, unknown> | null;

async function answerOf({ id, settings }: SourceRecord, context: HttpContext) {
  const versions = await context.store.mappings.versions(id);
  return {
    version: versions[0]?.version ?? 0,
    mapping: (settings['mapping'] ?? null) as Document,
    overrides: (settings['overrides'] ?? null) as Document,
    versions,
  };
}

function saveRoute(app: App, context: HttpContext): void {
  app.put(
    '/v1/sources/:name/mapping',
    {
      bodyLimit: context.limits.value(MAPPING_BODY_BYTES),
      config: { access: 'sources.write' },
      schema: {
        summary: 'Save the mapping of a source; null takes one away',
        description: 'The version before is kept; what is recorded already stays as it is.',
        tags: ['sources'],
        params: nameParameter,
        body: mappingChange,
        response: { 200: sourceMapping, ...problems },
      },
    },
    async (request) => {
      const before = await sourceNamed(request.params.name, context);
      const { note = '', base, ...documents } = request.body;
      requireSetting(before, documents, context);
      requireWhole(documents);
      const settings = withDocuments(before.settings, documents);
      const after = { ...before, settings };
      await keepVersion(before, settings, { note, base }, request, context);
      await context.store.sources.update(after);
      await context.sources.changed(after.name);
      return answerOf(after, context);
    },
  );
}

/** Only where the type reads such a document. */
function requireSetting(source: SourceRecord, documents: Documents, context: HttpContext): void {
  const type = context.sources.types().find((one) => one.type === source.type);
  for (const name of ['mapping', 'overrides'] as const) {
    if (documents[name] === undefined || documents[name] === null) continue;
    const known = type?.settings.some((one) => one.name === name && one.kind === 'json');
    if (known !== true) throw invalid(`/${name}`, `is no setting of ${source.type}`);
  }
}

async function keepVersion(
  before: SourceRecord,
  settings: Record<string, unknown>,
  { note, base }: { note: string; base: number | undefined },
  request: FastifyRequest,
  context: HttpContext,
): Promise<void> {
  const { store, clock, audit } = context;
  const principal = principalOf(request);
  const latest = (await store.mappings.versions(before.id))[0]?.version ?? 0;
  const version = latest + 1;
  const isStale = base !== undefined && base !== latest;
  const kept =
    !isStale &&
    (await store.mappings.addVersion(before.id, {
      version,
      created: new Date(clock.now()).toISOString(),
      created_by: principal.name,
      note,
      mapping: settings['mapping'] ?? null,
      overrides: settings['overrides'] ?? null,
    }));
  if (!kept) {
    throw conflict(
      `The mapping is at version ${latest} by now.`,
      'Read it again and make your change on it.',
    );
  }
  const changes = ['mapping', 'overrides'].flatMap((name) =>
    documentChanges(`settings.${name}`, before.settings[name], settings[name]),
  );
  await audit.record(principal, {
    action: 'source.mapping_changed',
    target: { type: 'source', id: before.id, name: before.name },
    context: requestContext(request),
    ...(changes.length === 0 ? {} : { changes }),
    ...(note === '' ? {} : { why: { reason: note } }),
    labels: { version: String(version) },
  });
}

function sampleRoutes(app: App, context: HttpContext): void {
  app.get(
    '/v1/sources/:name/unmapped',
    {
      config: { access: 'sources.read' },
      schema: {
        summary: 'Types of the product that have no action of the catalogue',
        tags: ['sources'],
        params: nameParameter,
        response: { 200: unmappedAnswer, ...problems },
      },
    },
    async (request) => unmappedOf(context, await sourceNamed(request.params.name, context)),
  );
  app.get(
    '/v1/sources/:name/samples',
    {
      config: { access: 'sources.write' },
      schema: {
        summary: 'Records that came, a few of each type: a recorded reveal',
        tags: ['sources'],
        params: nameParameter,
        querystring: sampleParameters,
        response: { 200: samplesAnswer, ...problems },
      },
    },
    async (request) => {
      const source = await sourceNamed(request.params.name, context);
      const items = await samplesOf(context, source, request.query);
      const shown = items.filter(({ from }) => from === 'log');
      if (shown.length > 0) {
        await context.audit.record(principalOf(request), {
          action: 'raw.revealed',
          target: { type: 'source', id: source.id, name: source.name },
          targets: shown.map(({ id }) => ({ type: 'event', id })),
          context: requestContext(request),
          why: { reason: 'Samples for a mapping' },
        });
      }
      return { items };
    },
  );
}
