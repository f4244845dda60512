// The ids that were seen: recent ones in memory (they stand in the write-ahead log too), older ones
// in runs, `<from>-<to>.ids` by log index. Eight runs of a size become one; the oldest go first.
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { synced } from '../../lib/durable.ts';
import { messageOf } from '../../lib/errors.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import type { Logger } from '../../lib/logger.ts';
import { hashOfKey } from './bloom.ts';
import { mergeRuns } from './merge.ts';
import { keyBytes, keyOf, RECORD_BYTES, writeRecord } from './record.ts';
import type { KnownId } from './record.ts';
import { openRun, writeRun } from './run.ts';
import type { Run } from './run.ts';

const MERGE_WIDTH = 8;
/** By the two hexadecimal digits that follow the version's. */
const BUCKETS = 256;
const RUN_NAME = /^(\d{16})-(\d{16})\.ids$/;

interface IndexedRun {
  from: number;
  to: number;
  run: Run;
}

export interface IdsContext {
  fs: FileSystem;
  dir: string;
  logger: Logger;
  /** Ids kept at most, in files and memory. */
  max_ids: number;
  /** Ids of entries below this log index are too old to count. */
  horizon: () => number;
}

/**
 * @param wal_from log index from which the write-ahead log still holds ids
 */
export async function openIds(context: IdsContext, wal_from: number): Promise<Ids> {
  const runs = await openRuns(context);
  const from = gapless(runs, wal_from);
  if (from > 0 && from === wal_from) {
    context.logger.warn('ids of older events are missing: their duplicates are recorded again', {
      before_index: wal_from,
    });
  }
  return new Ids(context, runs, from);
}

export class Ids {
  readonly #context: IdsContext;
  readonly #recent = new Map<string, KnownId>();
  /** Lookups under way: a run is closed only once those that began before are done. */
  readonly #reads = new Set<Promise<KnownId | null>>();
  #runs: IndexedRun[];
  #from: number;

  constructor(context: IdsContext, runs: IndexedRun[], from: number) {
    this.#context = context;
    this.#runs = runs;
    this.#from = from;
  }

  /** Log index from which ids are known without a gap. */
  get from(): number {
    return this.#from;
  }

  /** What is known of the id; a promise only where a file has to be read. */
  find(id: string): KnownId | null | Promise<KnownId | null> {
    const known = this.#recent.get(keyOf(id));
    if (known) return this.#unlessOld(known);
    if (this.#runs.length === 0) return null;
    const key = keyBytes(id);
    const hash = hashOfKey(key);
    const candidates = this.#runs.filter(({ run }) => run.mayHold(hash));
    if (candidates.length === 0) return null;
    const reading = newestOf(candidates, key)
      .then((found) => found && this.#unlessOld(found))
      .finally(() => this.#reads.delete(reading));
    this.#reads.add(reading);
    return reading;
  }

  #unlessOld(known: KnownId): KnownId | null {
    return known.index < this.#context.horizon() ? null : known;
  }

  add(known: KnownId): void {
    this.#recent.set(keyOf(known.id), known);
  }

  /** Forgets ids of a batch that did not become durable. */
  remove(ids: Iterable<string>): void {
    for (const id of ids) this.#recent.delete(keyOf(id));
  }

  /** Moves recent ids below the index into a durable run; then merges, and forgets the oldest. */
  async settle(below: number): Promise<void> {
    const from = this.#runs.at(-1)?.to ?? this.#from;
    const old = [...this.#recent.values()].filter(({ index }) => index < below);
    if (below > from) {
      const fresh = old.filter(({ index }) => index >= from);
      const records = sortedRecords(fresh);
      this.#runs = [...this.#runs, await this.#write(from, below, fresh.length, records)];
    }
    for (const { id } of old) this.#recent.delete(keyOf(id));
    await this.#mergeAll();
    while (this.#runs.length > 1 && this.#oldestMayGo()) {
      this.#from = this.#runs[0]!.to;
      await this.#replace([this.#runs[0]!], []);
    }
  }

  #oldestMayGo(): boolean {
    const { max_ids, horizon } = this.#context;
    return this.#runs[0]!.to <= horizon() || this.#countWithoutOldest() >= max_ids;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#reads);
    for (const { run } of this.#runs) await run.close();
  }

  async #mergeAll(): Promise<void> {
    for (let group = nextMerge(this.#runs); group; group = nextMerge(this.#runs)) {
      const inputs = group.map(({ run }) => run);
      const count = inputs.reduce((sum, run) => sum + run.count, 0);
      const [from, to] = [group[0]!.from, group.at(-1)!.to];
      await this.#replace(group, [await this.#write(from, to, count, mergeRuns(inputs))]);
    }
  }

  async #write(from: number, to: number, count: number, records: Records): Promise<IndexedRun> {
    const { fs, dir } = this.#context;
    const path = join(dir, runName(from, to));
    await writeRun(fs, path, count, records);
    await synced(dir, fs.syncDirectory(dir));
    return { from, to, run: await openRun(fs, path) };
  }

  async #replace(old: readonly IndexedRun[], next: readonly IndexedRun[]): Promise<void> {
    const rest = this.#runs.filter((each) => !old.includes(each));
    this.#runs = [...rest, ...next].toSorted((a, b) => a.from - b.from);
    await Promise.allSettled(this.#reads);
    for (const { run } of old) {
      await run.close();
      await this.#context.fs.unlink(run.path);
    }
  }

  #countWithoutOldest(): number {
    return this.#runs.slice(1).reduce((sum, { run }) => sum + run.count, 0);
  }
}

type Records = AsyncIterable<Buffer>;

/** One that was too old to count may stand in an older run as well. */
async function newestOf(runs: readonly IndexedRun[], key: Buffer): Promise<KnownId | null> {
  for (const { run } of runs.toReversed()) {
    const known = await run.find(key);
    if (known) return known;
  }
  return null;
}

/** Opens the runs; those that lie within another are leftovers of a merge and go. */
async function openRuns({ fs, dir, logger }: IdsContext): Promise<IndexedRun[]> {
  const found: { name: string; from: number; to: number }[] = [];
  for (const name of await fs.readdir(dir)) {
    const match = RUN_NAME.exec(name);
    if (match) found.push({ name, from: Number(match[1]), to: Number(match[2]) });
    else await fs.unlink(join(dir, name));
  }
  const runs: IndexedRun[] = [];
  for (const { name, from, to } of found) {
    const within = found.some(
      (other) => other.name !== name && other.from <= from && other.to >= to,
    );
    if (within) {
      await fs.unlink(join(dir, name));
      continue;
    }
    try {
      runs.push({ from, to, run: await openRun(fs, join(dir, name)) });
    } catch (error) {
      logger.error('a file of known ids is left out', { name, why: messageOf(error) });
    }
  }
  return runs.toSorted((a, b) => a.from - b.from);
}

function gapless(runs: readonly IndexedRun[], wal_from: number): number {
  let from = wal_from;
  for (const run of runs.toReversed()) {
    if (run.to < from) return from;
    from = Math.min(from, run.from);
  }
  return from;
}

/** Eight neighbours of the same tier, the smallest tier first. */
function nextMerge(runs: readonly IndexedRun[]): IndexedRun[] | null {
  for (let start = runs.length - MERGE_WIDTH; start >= 0; start -= 1) {
    const group = runs.slice(start, start + MERGE_WIDTH);
    const tier = tierOf(group[0]!);
    if (group.every((run) => tierOf(run) === tier)) return group;
  }
  return null;
}

/** Runs of one tier differ in size by less than the merge width. */
function tierOf({ run }: IndexedRun): number {
  return Math.floor(Math.log(Math.max(1, run.count)) / Math.log(MERGE_WIDTH));
}

/** In buckets by the first bits of the hash, so that no sort holds the event loop up. */
async function* sortedRecords(known: readonly KnownId[]): AsyncGenerator<Buffer> {
  const buckets: KnownId[][] = Array.from({ length: BUCKETS }, () => []);
  for (const each of known) buckets[Number.parseInt(each.id.slice(15, 17), 16)]!.push(each);
  for (const bucket of buckets) {
    bucket.sort((a, b) => (keyOf(a.id) < keyOf(b.id) ? -1 : 1));
    const bytes = Buffer.alloc(bucket.length * RECORD_BYTES);
    bucket.forEach((each, place) => writeRecord(bytes, place * RECORD_BYTES, each));
    yield bytes;
    await turn();
  }
}

function runName(from: number, to: number): string {
  return `${String(from).padStart(16, '0')}-${String(to).padStart(16, '0')}.ids`;
}
