// An insertion that the engine reads from a file: a block of 10 MB over HTTP would be copied six
// times, which costs as much as making its rows.
import { randomUUID } from 'node:crypto';
import { unlink, writeFile } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const OWNER_ONLY = 0o600;
// By callbacks: those of promises write in pieces of 512 KiB.
const write = promisify(writeFile);
const remove = promisify(unlink);

/** Begins the names of such files; what a crash leaves is removed when the engine starts. */
export const INSERT_FILE = 'insert-';

/**
 * Writes the bytes into a file of its own while `insert` runs. An insertion that is tried again has
 * another file: the engine may still read that of the first.
 *
 * @param insert gets the file's name as an SQL literal
 */
export async function withInsertFile(
  dir: string,
  bytes: Buffer,
  insert: (literal: string) => Promise<void>,
): Promise<void> {
  const path = join(dir, INSERT_FILE + randomUUID());
  try {
    await write(path, bytes, { mode: OWNER_ONLY, flag: 'wx' });
    await insert(`'${path.replace(/[\\']/g, '\\$&')}'`);
  } finally {
    await remove(path).catch(() => undefined);
  }
}
