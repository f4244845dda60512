// The head of the log is remembered outside of the data directory: whoever puts an older copy of
// the directory in its place is found out. It may lag behind, it is never ahead of what is durable.
import { dirname, join } from 'node:path';
import { openCheckpoint } from '@acta/log';
import type { Checkpoint } from '@acta/log';
import { fromUtf8, utf8 } from '../../lib/bytes.ts';
import { writeDurably } from '../../lib/durable.ts';
import { ActaError, messageOf } from '../../lib/errors.ts';
import type { FileSystem } from '../../lib/file-system.ts';

export interface OutsideHead {
  readonly path: string;
  /** The checkpoint remembered, verified by the log's key; null where there is none. */
  read(): Promise<Checkpoint | null>;
  /** @param checkpoint a signed note that is durable in the data directory */
  remember(checkpoint: string): Promise<void>;
}

/** File of the head of this origin below a folder for heads. */
export function headFileIn(folder: string, origin: string): string {
  return join(folder, `${origin.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.checkpoint`);
}

export function outsideHead(
  fs: FileSystem,
  path: string,
  log: { origin: string; vkey: string },
): OutsideHead {
  return {
    path,
    async read() {
      const bytes = await fs.readFile(path);
      if (!bytes) return null;
      try {
        return (await openCheckpoint(fromUtf8(bytes), [log.vkey], log.origin)).checkpoint;
      } catch (cause) {
        throw unreadable(path, cause);
      }
    },
    async remember(checkpoint) {
      await makeFolders(fs, dirname(path));
      await writeDurably(fs, path, utf8(checkpoint), 0o600);
    },
  };
}

async function makeFolders(fs: FileSystem, path: string): Promise<void> {
  const parent = dirname(path);
  if (parent !== path && (await fs.readdir(path)).length === 0) await makeFolders(fs, parent);
  if (parent !== path) await fs.mkdir(path);
}

function unreadable(path: string, cause: unknown): ActaError {
  return new ActaError({
    code: 'outside_head_unreadable',
    status: 500,
    fault: 'operator',
    detail: `The head remembered in ${path} is not a checkpoint of this log: ${messageOf(cause)}.`,
    next: 'If that file belongs to another log, set log.head_file; if it was damaged, delete it.',
    cause,
  });
}
