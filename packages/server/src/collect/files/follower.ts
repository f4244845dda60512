// One source's files, followed: what is new is read from its beginning, what was read before from
// its place, wherever rotation has moved, copied or compressed it.
import { stat } from 'node:fs/promises';
import { begin } from './begin.ts';
import { inodeOf, miss, type FollowContext, type Followed, type FollowState } from './context.ts';
import { holds } from './cursor.ts';
import { FILES_FOLLOWED, FILES_LINGER_MS, FILES_QUIET_MS } from './limits.ts';
import { NotReadable, pathsOf } from './paths.ts';
import { readPiece } from './read.ts';
import { readRestOf } from './rest.ts';

export interface Follower {
  /** Looks once at all files; true where something was read. */
  look(): Promise<boolean>;
  /** Bytes that are there and not read. */
  behind(): number;
  close(): Promise<void>;
}

export function createFollower(context: FollowContext): Follower {
  const { memory, clock, stopped } = context;
  const state: FollowState = { followed: new Map(), missing: [] };
  let first = true;

  async function look(): Promise<boolean> {
    const present = await presentFiles(context);
    if (first) noteMissing(context, state, present);
    first = false;
    let read = false;
    const also = async (path: string, work: () => Promise<boolean>) => {
      if (!stopped()) read = (await guarded(context, path, work)) || read;
    };
    for (const [inode, path] of present) {
      const known = memory.current(inode);
      if (state.followed.has(inode) || (known?.done === true && known.packed)) continue;
      await also(path, () => begin(context, state, path, inode));
    }
    for (const [inode, file] of state.followed) {
      const path = present.get(inode);
      file.gone = path === undefined;
      if (path !== undefined && path !== file.cursor.path) file.cursor = { ...file.cursor, path };
      await also(file.cursor.path, () => readOn(context, state, inode, file));
    }
    for (const lost of state.missing.splice(0)) {
      const others: boolean = read;
      read = false;
      await also(lost.cursor.path, () => readRestOf(context, lost.cursor, present));
      if (!read && clock.now() < lost.until) state.missing.push(lost);
      read ||= others;
    }
    return read;
  }

  return {
    look,
    behind() {
      let bytes = 0;
      for (const { size, cursor } of state.followed.values()) {
        bytes += Math.max(0, size - cursor.offset);
      }
      return bytes;
    },
    async close() {
      for (const { handle } of state.followed.values()) await handle.close();
      state.followed.clear();
    },
  };
}

/** What was left before its end by an earlier run, and is not where it was. */
function noteMissing(
  context: FollowContext,
  state: FollowState,
  present: ReadonlyMap<string, string>,
): void {
  for (const cursor of context.memory.all()) {
    if (!cursor.done && !present.has(cursor.inode)) miss(context, state, cursor);
  }
}

/** A file that can't be read costs no other. */
async function guarded(
  context: FollowContext,
  path: string,
  work: () => Promise<boolean>,
): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotReadable)) throw error;
    context.unreadable(path, error.message);
    return false;
  }
}

/** Reads a piece of an open file; true where the place moved. */
async function readOn(
  context: FollowContext,
  state: FollowState,
  inode: string,
  file: Followed,
): Promise<boolean> {
  const { memory, limits, clock } = context;
  const { size } = await file.handle.stat();
  const now = clock.now();
  const grew = size !== file.size;
  if (grew) file.grown = now;
  file.size = size;
  if (size < file.cursor.offset || (grew && !(await holds(file.handle, file.cursor)))) {
    // It was emptied, or holds something else: the next look begins it anew.
    state.followed.delete(inode);
    await file.handle.close();
    await memory.emptied(file.cursor);
    miss(context, state, file.cursor);
    return true;
  }
  const quiet = now - file.grown;
  const settled = quiet >= limits.value(FILES_QUIET_MS);
  const over = file.gone && quiet >= limits.value(FILES_LINGER_MS);
  const before = file.cursor.offset;
  if (size > before) {
    file.cursor = await readPiece(context, file.handle, file.cursor, { settled, final: over });
  }
  const moved = file.cursor.offset > before;
  if (over && !moved && file.size <= file.cursor.offset) await leave(context, state, inode, file);
  return moved;
}

async function leave(
  { memory }: FollowContext,
  { followed }: FollowState,
  inode: string,
  { handle, cursor }: Followed,
): Promise<void> {
  followed.delete(inode);
  await handle.close();
  await memory.save({ ...cursor, done: true });
}

/** Inodes of what the pattern means now, the oldest first. */
async function presentFiles({ pattern, limits }: FollowContext): Promise<Map<string, string>> {
  const max = limits.value(FILES_FOLLOWED);
  const paths = await pathsOf(pattern, max + 1);
  if (paths.length > max) limits.reached(FILES_FOLLOWED);
  const found: { inode: string; path: string; changed: bigint }[] = [];
  for (const path of paths.slice(0, max)) {
    const known = await stat(path, { bigint: true }).catch(() => null);
    if (known !== null) found.push({ inode: inodeOf(known), path, changed: known.mtimeNs });
  }
  found.sort((a, b) => (a.changed < b.changed ? -1 : a.changed > b.changed ? 1 : 0));
  return new Map(found.map(({ inode, path }) => [inode, path]));
}
