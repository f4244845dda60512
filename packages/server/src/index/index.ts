// The searchable copy of the log. It is rebuilt from the log whenever it is lost, so it fsyncs
// nothing and never stands between a sender and an answer.
import type {
  FacetsAnswer,
  HistogramAnswer,
  LoggedEvent,
  SearchAnswer,
  ViewersAnswer,
} from '@acta/sdk';
import { type Clock, systemClock } from '../lib/clock.ts';
import type { Limit, Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import { type Database, openDatabase } from './database.ts';
import type { EngineHandle } from './engine.ts';
import { startEmbeddedEngine } from './engine-embedded/index.ts';
import { remoteEngine } from './engine-remote.ts';
import * as limit from './limits.ts';
import { getEvent, viewersOf } from './read/event.ts';
import { facets, type FacetsQuestion } from './read/facets.ts';
import { histogram, type HistogramQuestion } from './read/histogram.ts';
import { placesOf } from './read/places.ts';
import { type ReadContext, search, type SearchQuestion } from './read/search.ts';
import { prepareTables } from './schema/prepare.ts';
import { createFeed, type Feed } from './write/feed.ts';
import { createMerges, freeMerges } from './write/merges.ts';

export type { EngineAddress } from './engine.ts';
export type { FollowedLog } from './write/follow.ts';
export type { FacetsQuestion } from './read/facets.ts';
export type { HistogramQuestion } from './read/histogram.ts';
export type { SearchQuestion } from './read/search.ts';
export type { Question } from './read/question.ts';
export type { WithheldGroup } from './rows/body.ts';

export interface IndexOptions {
  /** Folder of the embedded engine; absent where `url` is given. */
  dir?: string;
  /** A ClickHouse server instead (`index.url`). */
  url?: string;
  /** Origin of the log; an index of another log starts anew. */
  origin?: string;
  clock?: Clock;
  limits?: Limits;
  metrics?: Metrics;
  logger?: Logger;
}

export interface EventIndex extends Feed {
  search(question: SearchQuestion): Promise<SearchAnswer>;
  histogram(question: HistogramQuestion): Promise<HistogramAnswer>;
  facets(question: FacetsQuestion): Promise<FacetsAnswer>;
  get(id: string): Promise<LoggedEvent | null>;
  /** Log indexes of the events that it has; ids must hold the events' own times. */
  placesOf(ids: readonly string[]): Promise<Map<string, number>>;
  viewersOf(id: string, page: { limit: number; cursor: string | null }): Promise<ViewersAnswer>;
  /** Where the engine answers, for a second index on it. */
  engine(): Promise<{ url: string; username: string; password: string }>;
  /** Process id of the embedded engine. */
  enginePid(): number | undefined;
}

/** @throws ActaError `index_engine_failed`, `index_url_invalid`, `index_unavailable` */
export async function openIndex(options: IndexOptions): Promise<EventIndex> {
  const engine = await startEngine(options);
  const database = openDatabase(engine);
  try {
    const prepared = await prepareTables(database, options.origin ?? null);
    if (prepared.reset !== undefined) {
      options.logger?.warn('The index starts anew', { reason: prepared.reset });
    }
    return createIndex(options, engine, database, prepared.through);
  } catch (error) {
    await database.close();
    await engine.stop();
    throw error;
  }
}

function startEngine(options: IndexOptions): EngineHandle | Promise<EngineHandle> {
  if (options.url !== undefined) return remoteEngine(options.url);
  if (options.dir === undefined) throw new TypeError('An index needs a dir or a url.');
  const restarts = options.metrics?.counter(
    'acta_index_engine_restarts_total',
    'Times the embedded engine was started again after it died.',
  );
  return startEmbeddedEngine({
    dir: options.dir,
    onEvent(event) {
      if (event.what === 'died') options.logger?.error('The index engine died', { ...event });
      if (event.what === 'failed') options.logger?.error('The index engine failed', { ...event });
      if (event.what === 'started' && event.restarts > 0) restarts?.inc();
    },
  });
}

function createIndex(
  options: IndexOptions,
  engine: EngineHandle,
  database: Database,
  start: number,
): EventIndex {
  const clock = options.clock ?? systemClock;
  const value = (one: Limit): number => options.limits?.value(one) ?? one.default;
  const feed = createFeed({
    database,
    start,
    limits: writerLimits(value),
    origin: options.origin ?? null,
    logger: options.logger,
    merges: options.url === undefined ? createMerges(database, options.logger) : freeMerges,
  });
  showMetrics(options.metrics, feed);
  const limits = readLimits(value);
  const now = () => clock.now();
  return {
    ...feed,
    ...readsOf({ database, limits, now, through: () => feed.through() }),
    engine: () => engine.address(),
    enginePid: () => engine.pid(),
    async close() {
      await feed.close();
      await database.close();
      await engine.stop();
    },
  };
}

type Reads = Pick<EventIndex, 'search' | 'histogram' | 'facets' | 'get' | 'placesOf' | 'viewersOf'>;

function readsOf(context: ReadContext): Reads {
  return {
    search: (question) => search(context, question),
    histogram: (question) => histogram(context, question),
    facets: (question) => facets(context, question),
    get: (id) => getEvent(context, id),
    placesOf: (ids) => placesOf(context, ids),
    viewersOf: (id, page) => viewersOf(context, id, page),
  };
}

function showMetrics(metrics: Metrics | undefined, feed: Feed): void {
  metrics?.gauge('acta_index_through', 'Entries that are searchable.', [], (gauge) =>
    gauge.set(feed.through()),
  );
  metrics?.gauge('acta_index_pressure', 'How full the buffer before the index is.', [], (gauge) =>
    gauge.set(feed.pressure()),
  );
}

function writerLimits(value: (one: Limit) => number) {
  return {
    block_rows: value(limit.BLOCK_ROWS),
    block_bytes: value(limit.BLOCK_BYTES),
    block_wait_ms: value(limit.BLOCK_WAIT_MS),
    buffer_bytes: value(limit.BUFFER_BYTES),
  };
}

function readLimits(value: (one: Limit) => number) {
  return {
    query_time_ms: value(limit.QUERY_TIME_MS),
    query_memory_bytes: value(limit.QUERY_MEMORY_BYTES),
    page_rows: value(limit.PAGE_ROWS),
    facet_values: value(limit.FACET_VALUES),
    facet_fields: value(limit.FACET_FIELDS),
    histogram_buckets: value(limit.HISTOGRAM_BUCKETS),
    counted_parts: value(limit.COUNTED_PARTS),
  };
}
