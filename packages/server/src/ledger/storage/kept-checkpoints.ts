// Signed checkpoints of the log's past: `state/checkpoints/<time>-<size>`, the last one of each hour
// for a month and of each UTC day for ever. They tell how large the log was at a time, let a pack
// begin before its range, and hold every verification to what was signed then.
import { join } from 'node:path';
import { openCheckpoint, readCheckpoint } from '@acta/log';
import type { KnownHead } from '@acta/log';
import { fromUtf8, utf8 } from '../../lib/bytes.ts';
import { SyncError, writeDurably } from '../../lib/durable.ts';
import { messageOf } from '../../lib/errors.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import type { Logger } from '../../lib/logger.ts';
import type { LogName } from '../start/heads.ts';
import type { Finding } from '../types.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURLY_DAYS = 31;
const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z-(\d{16})$/;

/** A checkpoint and when it was published, ms since 1970: all under it was received before. */
export interface TimedCheckpoint {
  checkpoint: string;
  size: number;
  time_ms: number;
}

export interface KeptCheckpoints {
  /**
   * Is told of the checkpoint that the log starts with and of each published one; keeps the first
   * of all, and the one before where an hour went by.
   */
  offer(published: TimedCheckpoint): Promise<void>;
  /** The newest kept checkpoint of at most `size` entries; null where there is none. */
  atOrBefore(size: number): Promise<{ size: number; checkpoint: string } | null>;
  /** Entries that were received before a time, at least: a log index to an hour, never above. */
  sizeBefore(time_ms: number): number;
}

interface Place {
  name: string;
  size: number;
  time_ms: number;
}

export interface KeptContext {
  fs: FileSystem;
  /** `state/checkpoints`, which stands. */
  dir: string;
  logger: Logger;
}

export async function openKeptCheckpoints(context: KeptContext): Promise<KeptCheckpoints> {
  const { fs, dir, logger } = context;
  let places = await placesIn(fs, dir);
  let last: TimedCheckpoint | null = null;

  async function keep({ checkpoint, size, time_ms }: TimedCheckpoint): Promise<void> {
    const place = { name: nameOf(time_ms, size), size, time_ms };
    try {
      await writeDurably(fs, join(dir, place.name), utf8(checkpoint));
      places = [...places, place];
      const gone = superfluous(places, time_ms);
      for (const { name } of gone) await fs.unlink(join(dir, name));
      places = places.filter((each) => !gone.includes(each));
    } catch (error) {
      if (error instanceof SyncError) throw error;
      logger.warn('a checkpoint could not be kept', { size, why: messageOf(error) });
    }
  }

  return {
    async offer(published) {
      const before = last;
      last = { ...published, time_ms: Math.max(published.time_ms, before?.time_ms ?? 0) };
      const known = places.at(-1);
      if (known === undefined) await keep(last);
      else if (before !== null && hourOf(before.time_ms) < hourOf(last.time_ms)) {
        if (before.size > known.size) await keep(before);
      }
    },
    async atOrBefore(size) {
      for (const place of places.toReversed()) {
        if (place.size > size) continue;
        const bytes = await fs.readFile(join(dir, place.name));
        const checkpoint = bytes === null ? null : fromUtf8(bytes);
        if (checkpoint !== null && isOfSize(checkpoint, place.size)) {
          return { size: place.size, checkpoint };
        }
      }
      return null;
    },
    sizeBefore(time_ms) {
      if (last !== null && last.time_ms < time_ms) return last.size;
      return places.findLast((place) => place.time_ms < time_ms)?.size ?? 0;
    },
  };
}

/** The kept checkpoints as heads to hold a log to; what is no checkpoint of it is a finding. */
export async function readKeptHeads(
  fs: FileSystem,
  dir: string,
  log: LogName,
): Promise<{ heads: KnownHead[]; findings: Finding[] }> {
  const heads: KnownHead[] = [];
  const findings: Finding[] = [];
  for (const { name, size } of await placesIn(fs, dir)) {
    const where = `state/checkpoints/${name}`;
    try {
      const bytes = (await fs.readFile(join(dir, name))) ?? utf8('');
      const { checkpoint } = await openCheckpoint(fromUtf8(bytes), [log.vkey], log.origin);
      if (checkpoint.size !== size) throw new RangeError(`it is of size ${checkpoint.size}`);
      heads.push({ ...checkpoint, source: where });
    } catch (error) {
      const expected = `a checkpoint of size ${size} signed by ${log.vkey}`;
      findings.push({ what: 'kept checkpoint damaged', where, expected, found: messageOf(error) });
    }
  }
  return { heads, findings };
}

async function placesIn(fs: FileSystem, dir: string): Promise<Place[]> {
  const places: Place[] = [];
  for (const name of await fs.readdir(dir)) {
    const match = NAME.exec(name);
    if (match === null) continue; // left over from a crash in the middle of a write
    const [, day, hours, minutes, seconds, size] = match;
    const time_ms = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
    places.push({ name, size: Number(size), time_ms });
  }
  return places.toSorted((a, b) => a.size - b.size || a.time_ms - b.time_ms);
}

/** To the second, upwards: all under it was received before. */
function nameOf(time_ms: number, size: number): string {
  const text = new Date(Math.ceil(time_ms / 1000) * 1000).toISOString();
  return `${text.slice(0, 19).replaceAll(':', '-')}Z-${String(size).padStart(16, '0')}`;
}

/** Of days longer ago than a month all but the last; the first of all stays. */
function superfluous(places: readonly Place[], now_ms: number): Place[] {
  const until = dayOf(now_ms) - HOURLY_DAYS;
  return places.filter(({ time_ms }, at) => {
    const next = places[at + 1];
    if (at === 0 || next === undefined) return false;
    return dayOf(time_ms) < until && dayOf(next.time_ms) === dayOf(time_ms);
  });
}

const hourOf = (time_ms: number): number => Math.floor(time_ms / HOUR_MS);
const dayOf = (time_ms: number): number => Math.floor(time_ms / DAY_MS);

function isOfSize(checkpoint: string, size: number): boolean {
  try {
    return readCheckpoint(checkpoint).size === size;
  } catch {
    return false;
  }
}
