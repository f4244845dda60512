// One process owns a data directory: an exclusive SQLite lock, which dies with its process and
// holds across containers that share the volume. Who holds it stands beside, for the message only.
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fromUtf8, utf8 } from '../../lib/bytes.ts';
import { ActaError, messageOf } from '../../lib/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { writeAtomically } from '../../lib/durable.ts';
import type { FileSystem } from '../../lib/file-system.ts';

export interface DirectoryLock {
  release(): void;
}

/**
 * @param dir the data directory's `state/`, which must stand
 * @throws ActaError `locked` that names the holder
 */
export async function lockDirectory(
  fs: FileSystem,
  dir: string,
  clock: Clock,
): Promise<DirectoryLock> {
  const holder = join(dir, 'lock.holder');
  const database = new DatabaseSync(join(dir, 'lock.db'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw await locked(fs, holder, dir, error);
  }
  const since = new Date(clock.now()).toISOString();
  const text = `process ${process.pid} on ${hostname()} since ${since}\n`;
  try {
    await writeAtomically(fs, holder, utf8(text));
  } catch (error) {
    database.close();
    throw error;
  }
  return { release: () => database.close() };
}

async function locked(
  fs: FileSystem,
  holder: string,
  dir: string,
  cause: unknown,
): Promise<ActaError> {
  const bytes = await fs.readFile(holder);
  const who = bytes ? fromUtf8(bytes).trim() : 'a process that did not leave its name';
  const busy = /locked|busy/i.test(messageOf(cause));
  return new ActaError({
    code: busy ? 'locked' : 'lock_failed',
    status: 500,
    fault: 'operator',
    detail: busy
      ? `The data directory is in use by ${who} (${dir}).`
      : `The data directory can't be locked (${dir}): ${messageOf(cause)}.`,
    next: busy
      ? 'Stop that process, or choose another directory with --data.'
      : 'Check that this user may write there and that the volume supports file locks.',
    cause,
  });
}
