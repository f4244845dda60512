// The rest of a content that was left before its end: rotation has moved, copied or compressed it
// beside its old path.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compressedCursor, isCompressed, readCompressed, wholly } from './compressed.ts';
import { inodeOf, type FollowContext } from './context.ts';
import { bytesAt, holds, type FileCursor } from './cursor.ts';
import { openBelow } from './paths.ts';
import { readPiece } from './read.ts';

/** Looks beside the old path; true once the rest was found and read. */
export async function readRestOf(
  context: FollowContext,
  cursor: FileCursor,
  present: ReadonlyMap<string, string>,
): Promise<boolean> {
  const folder = dirname(cursor.path);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(basename(cursor.path)))) {
    const path = join(folder, name);
    const found = await stat(path, { bigint: true }).catch(() => null);
    if (found === null || present.has(inodeOf(found))) continue; // that one is followed anyway
    if (await readRest(context, cursor, path)) return true;
  }
  return false;
}

async function readRest(
  context: FollowContext,
  cursor: FileCursor,
  path: string,
): Promise<boolean> {
  const handle = await openBelow(path, context.roots);
  if (handle === null) return false;
  try {
    if (isCompressed(await bytesAt(handle, 0, 2))) {
      const read = await wholly(context, path, async () => {
        const from = await compressedCursor(handle, cursor.inode, cursor.path, [cursor]);
        if (from === null || from.id !== cursor.id) return null;
        return readCompressed(context, handle, from, context.stopped);
      });
      return read?.done === true;
    }
    if (!(await holds(handle, cursor))) return false;
    let at = cursor;
    for (;;) {
      const next = await readPiece(context, handle, at, { settled: true, final: true });
      if (next.offset === at.offset) break;
      at = next;
    }
    if (at.offset < (await handle.stat()).size) return false;
    await context.memory.save({ ...at, done: true });
    return true;
  } finally {
    await handle.close();
  }
}
