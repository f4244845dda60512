// Records that came from a source, for those who write its mapping: the latest of each type, from
// the log and from quarantine, secrets masked as they are kept.
import type { Query } from '@acta/query';
import type { LoggedEvent, SourceSample, UnmappedAnswer } from '@acta/sdk';
import type { SourceRecord } from '../store/index.ts';
import type { HttpContext } from './ports.ts';

const typesMax = 12;
const unmappedMax = 100;
const heldMax = 5;
const rawMax = 262_144;

const equals = (field: string, value: string): Query => ({ type: 'equals', field, value });

/** The first events of a source: what was mapped again is made of the same records. */
function eventsOf({ type, name }: SourceRecord, ...more: Query[]): Query {
  return {
    type: 'and',
    items: [
      equals('source.type', type),
      equals('source.name', name),
      { type: 'not', item: equals('marks', 'renormalised') },
      ...more,
    ],
  };
}

const always = { from: null, to: null } as const;

/** Types of the product whose events have no action of the catalogue, most events first. */
export async function unmappedOf(
  context: HttpContext,
  source: SourceRecord,
): Promise<UnmappedAnswer> {
  const other: Query = { type: 'wildcard', field: 'action', pieces: ['', '.other'] };
  const ast = eventsOf(source, other, ...(await sinceMapped(context, source)));
  const fields = ['native'];
  const { facets } = await context.index.facets({ ast, ...always, fields, limit: unmappedMax });
  const [facet] = facets;
  const { types = {} } = (source.settings['overrides'] ?? {}) as { types?: object };
  const open = (facet?.values ?? []).filter(({ value }) => !Object.hasOwn(types, value));
  return {
    items: open.map(({ value, count }) => ({ native: value, events: count })),
    other: facet?.other ?? 0,
  };
}

/** What came before the mapping of a source was saved is no fault of the mapping. */
async function sinceMapped(context: HttpContext, { id, settings }: SourceRecord): Promise<Query[]> {
  if (settings['mapping'] === undefined) return [];
  const [last] = await context.store.mappings.versions(id);
  const min = last === undefined ? undefined : { value: last.created, inclusive: true };
  return min === undefined ? [] : [{ type: 'range', field: 'received', min }];
}

/** The latest records: of one type, or a few of each. */
export async function samplesOf(
  context: HttpContext,
  source: SourceRecord,
  { native, limit }: { native?: string | undefined; limit: number },
): Promise<SourceSample[]> {
  const events =
    native === undefined
      ? await someOfEach(context, source, limit)
      : await latest(context, eventsOf(source, equals('native', native)), limit);
  const samples: SourceSample[] = [];
  for (const event of events) {
    const sample = await sampleOf(context, event);
    if (sample !== undefined) samples.push(sample);
  }
  const held = native === undefined ? await heldSamples(context, source.name) : [];
  return [...held, ...samples];
}

async function someOfEach(
  context: HttpContext,
  source: SourceRecord,
  limit: number,
): Promise<LoggedEvent[]> {
  const ast = eventsOf(source);
  const { facets } = await context.index.facets({
    ast,
    ...always,
    fields: ['native'],
    limit: typesMax,
  });
  const natives = facets[0]?.values ?? [];
  const each = Math.max(1, Math.floor(limit / Math.max(1, natives.length)));
  const found: LoggedEvent[] = [];
  for (const { value } of natives) {
    found.push(...(await latest(context, eventsOf(source, equals('native', value)), each)));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

async function latest(context: HttpContext, ast: Query, limit: number): Promise<LoggedEvent[]> {
  const question = { ast, ...always, order: '-time', limit, cursor: null } as const;
  return (await context.index.search(question)).events;
}

async function sampleOf(
  context: HttpContext,
  { index, id, received, native, action }: LoggedEvent,
): Promise<SourceSample | undefined> {
  const event = (await context.ledger.entry(index))?.event;
  if (event?.raw === undefined || event.raw.length > rawMax) return undefined;
  const headers = event.context?.request?.headers ?? {};
  return { id, from: 'log', received, native: native ?? null, action, raw: event.raw, headers };
}

async function heldSamples(context: HttpContext, name: string): Promise<SourceSample[]> {
  const { items } = await context.quarantine.list({ source: name, limit: 20 });
  const samples: SourceSample[] = [];
  for (const item of items.filter(({ state }) => state === 'held').slice(0, heldMax)) {
    const detail = await context.quarantine.get(item.id);
    if (detail === null || detail.preview === '') continue;
    const { id, received, preview: raw, headers } = detail;
    samples.push({ id, from: 'quarantine', received, native: null, action: null, raw, headers });
  }
  return samples;
}
