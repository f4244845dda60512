// The searchable copy of the log. It is rebuilt from the log whenever it is lost, so it fsyncs nothing
// and never stands between a sender and an answer.
import type {
  FacetsAnswer,
  HistogramAnswer,
  LoggedEvent,
  SearchAnswer,
  ViewersAnswer,
} from '@acta/sdk';
import { type Clock, systemClock } from '../lib/clock.ts';
import type { LogEntry } from '../lib/entry.ts';
import { messageOf } from '../lib/errors.ts';
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
import { type ReadContext, search, type SearchQuestion } from './read/search.ts';
import { prepareTables, recreate } from './schema/prepare.ts';
import { followLog, type FollowedLog, type Follower } from './write/follow.ts';
import { createWriter, type Writer } from './write/writer.ts';

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

export interface EventIndex {
  /** Entries [0, through) are searchable. */
  through(): number;
  /** Bytes waiting for the engine, as a part of what may wait. */
  pressure(): number;
  /** Takes entries in the order of the log; those it has are passed over. */
  write(entries: readonly LogEntry[]): void;
  /** Resolves once what was written is searchable. */
  flush(): Promise<void>;
  /** Catches up with a log and stays with it, until `close`. */
  follow(log: FollowedLog): void;
  /** Told of each step forward, with the new `through`. Gives a function that ends it. */
  onIndexed(listener: (through: number) => void): () => void;
  search(question: SearchQuestion): Promise<SearchAnswer>;
  histogram(question: HistogramQuestion): Promise<HistogramAnswer>;
  facets(question: FacetsQuestion): Promise<FacetsAnswer>;
  get(id: string): Promise<LoggedEvent | null>;
  viewersOf(id: string, page: { limit: number; cursor: string | null }): Promise<ViewersAnswer>;
  /** Empties the index and builds it again from the log that it follows. */
  rebuild(): Promise<void>;
  /** Where the engine answers, for a second index on it. */
  engine(): Promise<{ url: string; username: string; password: string }>;
  /** Process id of the embedded engine. */
  enginePid(): number | undefined;
  close(): Promise<void>;
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
  const listeners = new Set<(through: number) => void>();
  let log: FollowedLog | undefined;
  let follower: Follower | undefined;
  let writer = startWriter(start);

  function startWriter(from: number): Writer {
    return createWriter({
      database,
      limits: writerLimits(value),
      start: from,
      onInserted(through) {
        for (const listener of listeners) listener(through);
      },
      onRetry(error) {
        options.logger?.warn('An insertion is tried again', { error: messageOf(error) });
      },
    });
  }

  const startFollowing = (followed: FollowedLog): void => {
    follower = followLog(followed, writer, (error) => {
      options.logger?.error('The index could not follow the log', { error: messageOf(error) });
    });
  };
  const context: ReadContext = {
    database,
    limits: readLimits(value),
    now: () => clock.now(),
    through: () => writer.through(),
  };
  const rebuild = async (): Promise<void> => {
    await follower?.stop();
    await writer.close();
    await recreate(database, options.origin ?? null);
    writer = startWriter(0);
    if (log !== undefined) startFollowing(log);
  };
  showMetrics(options.metrics, () => writer);
  return {
    through: () => writer.through(),
    pressure: () => writer.pressure(),
    write: (entries) => writer.add(entries),
    flush: () => writer.flush(),
    follow(followed) {
      log = followed;
      // An index that knows more than the log belongs to a log that was rolled back.
      if (writer.next() > followed.head().size) void rebuild();
      else startFollowing(followed);
    },
    onIndexed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...readsOf(context),
    rebuild,
    engine: () => engine.address(),
    enginePid: () => engine.pid(),
    async close() {
      await follower?.stop();
      await writer.close();
      await database.close();
      await engine.stop();
    },
  };
}

type Reads = Pick<EventIndex, 'search' | 'histogram' | 'facets' | 'get' | 'viewersOf'>;

function readsOf(context: ReadContext): Reads {
  return {
    search: (question) => search(context, question),
    histogram: (question) => histogram(context, question),
    facets: (question) => facets(context, question),
    get: (id) => getEvent(context, id),
    viewersOf: (id, page) => viewersOf(context, id, page),
  };
}

function showMetrics(metrics: Metrics | undefined, writer: () => Writer): void {
  metrics?.gauge('acta_index_through', 'Entries that are searchable.', [], (gauge) =>
    gauge.set(writer().through()),
  );
  metrics?.gauge('acta_index_pressure', 'How full the buffer before the index is.', [], (gauge) =>
    gauge.set(writer().pressure()),
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
  };
}
