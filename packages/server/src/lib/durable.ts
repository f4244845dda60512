// The one module that knows how a file becomes durable: written beside, fsynced, renamed, and its
// folder fsynced. An error of fsync is never retried: the page cache may have dropped the data and
// call it clean (see fsyncgate); whoever gets a SyncError must end the process.
import { dirname } from 'node:path';
import { systemCode } from './errors.ts';
import type { FileSystem, OpenFile } from './file-system.ts';

/** fsync or fdatasync failed: what is on the disk is unknown from here on. */
export class SyncError extends Error {
  override readonly name = 'SyncError';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`fsync of ${path} failed`, { cause });
    this.path = path;
  }
}

/** Runs an fsync; its failure becomes a SyncError that names the path. */
export async function synced(path: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new SyncError(path, error);
  }
}

/**
 * Writes the file so that after a crash there is either the old content or the new, in full.
 * Resolves once it is durable. Not for two writers of one path at a time.
 *
 * @throws SyncError, or the system's error with nothing changed under `path`
 */
export async function writeDurably(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array,
  permissions = 0o600,
): Promise<void> {
  await writeBeside(fs, path, bytes, permissions, true);
  await synced(dirname(path), fs.syncDirectory(dirname(path)));
}

/**
 * As {@link writeDurably} but without any fsync: readers see the old content or the new, and a
 * power cut may lose it. For files that can be made again.
 */
export async function writeAtomically(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array,
  permissions = 0o600,
): Promise<void> {
  await writeBeside(fs, path, bytes, permissions, false);
}

/** fsync of a file written earlier. */
export async function syncFile(fs: FileSystem, path: string): Promise<void> {
  const file = await fs.open(path, 'r');
  try {
    await synced(path, file.sync());
  } finally {
    await file.close();
  }
}

/** Makes the folder and what is missing above it, up to `root` which must stand; durable. */
export async function ensureDirectory(
  fs: FileSystem,
  path: string,
  root: string,
  permissions = 0o700,
): Promise<void> {
  if (path === root) return;
  const parent = dirname(path);
  if (parent === path) return;
  await ensureDirectory(fs, parent, root, permissions);
  if (await fs.mkdir(path, permissions)) await synced(parent, fs.syncDirectory(parent));
}

async function writeBeside(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array,
  permissions: number,
  sync: boolean,
): Promise<void> {
  const beside = `${path}.tmp`;
  const file = await openNew(fs, beside, permissions);
  try {
    await file.write(bytes, 0);
    if (sync) await synced(beside, file.sync());
  } finally {
    await closeQuietly(file);
  }
  await fs.rename(beside, path);
}

/** A leftover of a crash goes first: it may be read-only. */
async function openNew(fs: FileSystem, path: string, permissions: number): Promise<OpenFile> {
  try {
    return await fs.open(path, 'wx+', permissions);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    await fs.unlink(path);
    return fs.open(path, 'wx+', permissions);
  }
}

/** After a write and an fsync that went well, an error of close says nothing about the data. */
async function closeQuietly(file: OpenFile): Promise<void> {
  await file.close().catch(() => undefined);
}
