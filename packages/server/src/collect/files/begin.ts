// A file that is not followed yet: its content may be known under another inode or name.
import type { FileHandle } from 'node:fs/promises';
import { compressedCursor, isCompressed, readCompressed, wholly } from './compressed.ts';
import { inodeOf, miss, type FollowContext, type FollowState } from './context.ts';
import { bytesAt, headOf, holds, unread, type FileCursor } from './cursor.ts';
import { openBelow } from './paths.ts';

const headBytes = 256;

/** Opens a file and finds its place; a compressed one is read at once. True where that was done. */
export async function begin(
  context: FollowContext,
  state: FollowState,
  path: string,
  seen: string,
): Promise<boolean> {
  const { memory, clock, roots } = context;
  const handle = await openBelow(path, roots);
  if (handle === null) return false;
  const inode = inodeOf(await handle.stat({ bigint: true }));
  const start = await bytesAt(handle, 0, headBytes);
  let kept = false;
  try {
    if (inode !== seen || start.length === 0) return false; // changed since; the next look tells
    if (isCompressed(start)) return await unpack(context, handle, inode, path);
    const known = memory.current(inode);
    if (known !== undefined && !(await holds(handle, known))) {
      await memory.emptied(known);
      miss(context, state, known);
    }
    const cursor = memory.current(inode) ?? (await placeOf(context, handle, inode, path, start));
    if (cursor === null) return false;
    const file = { handle, cursor: { ...cursor, done: false }, size: 0, grown: clock.now() };
    state.followed.set(inode, { ...file, gone: false });
    kept = true;
    return false;
  } finally {
    if (!kept) await handle.close();
  }
}

async function unpack(
  context: FollowContext,
  handle: FileHandle,
  inode: string,
  path: string,
): Promise<boolean> {
  const { memory, stopped } = context;
  const from =
    memory.current(inode) ??
    (await wholly(context, path, () => compressedCursor(handle, inode, path, memory.all())));
  if (from === null) return false;
  const read = await wholly(context, path, () => readCompressed(context, handle, from, stopped));
  return read?.done === true;
}

/**
 * The place of the same content under another inode, else the beginning; null while its first line
 * is not whole.
 */
async function placeOf(
  { memory }: FollowContext,
  handle: FileHandle,
  inode: string,
  path: string,
  start: Buffer,
): Promise<FileCursor | null> {
  const head = headOf(start);
  if (head === null) return null;
  let same: FileCursor | undefined;
  for (const cursor of memory.all()) {
    if (cursor.head !== head.head || cursor.offset <= (same?.offset ?? 0)) continue;
    if (await holds(handle, cursor)) same = cursor;
  }
  if (same !== undefined) return { ...same, inode, path, packed: false };
  const id = `${inode}:${head.head.slice(0, 8)}`;
  return unread({ id, inode, path, turn: memory.freeTurn(id) }, head);
}
