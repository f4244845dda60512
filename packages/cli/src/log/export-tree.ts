// Writes a log as a plain C2SP tlog-tiles tree: bundles, then tiles, then the checkpoint, so that a
// tree that was cut off never claims what it does not hold.
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  entriesPath,
  readBundle,
  readCheckpoint,
  readTile,
  TILE_WIDTH,
  tilePath,
  tilesForSize,
  verifyLog,
} from '@acta/log';
import type { Finding } from '@acta/sdk';
import { CommandError } from '../error.ts';
import { directoryReader } from './read-directory.ts';

export interface ExportTreeOptions {
  /** Reads a resource of the log; null where there is none. */
  read: (path: string) => Promise<Uint8Array | null>;
  /** Where to. */
  dir: string;
  onProgress?: (done: number, total: number, label: string) => void;
  signal?: AbortSignal;
}

export interface ExportedTree {
  origin: string;
  size: number;
  /** Files written now; those that stood already are not counted. */
  files: number;
  findings: Finding[];
}

/** Writes the tree and verifies what was written. */
export async function exportTree(options: ExportTreeOptions): Promise<ExportedTree> {
  const { read, dir, onProgress, signal } = options;
  const bytes = await read('checkpoint');
  if (bytes === null)
    throw new CommandError('there is no checkpoint', 'Has the log any event yet?');
  const { origin, size } = readCheckpoint(Buffer.from(bytes).toString('utf8'));
  let files = 0;
  const put = async (path: string, make: () => Promise<Uint8Array | null>) => {
    signal?.throwIfAborted();
    // Resources never change once they stand
    if (existsSync(join(dir, path))) return;
    const content = await make();
    if (content === null)
      throw new CommandError(`${path} is missing`, 'Run acta verify on the log.');
    await writeWhole(join(dir, path), content);
    files++;
  };
  const bundles = Math.ceil(size / TILE_WIDTH);
  for (let index = 0; index < bundles; index++) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    await put(entriesPath(index, width), () => readBundle(index, width, read));
    onProgress?.(index + 1, bundles, 'entry bundles');
  }
  for (const { level, index, width } of tilesForSize(0, size)) {
    if (level === 'entries') continue;
    await put(tilePath(level, index, width), () => readTile(size, level, index, read));
  }
  await writeWhole(join(dir, 'checkpoint'), bytes);
  const report = await verifyLog({
    read: directoryReader(dir),
    onProgress: (done, total) => onProgress?.(done, total, 'verified'),
    ...(signal ? { signal } : {}),
  });
  return { origin, size, files: files + 1, findings: report.findings };
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
