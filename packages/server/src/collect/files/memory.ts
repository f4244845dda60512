// The cursors of one source's files, in memory and in the control store.
import type { FileCursor } from './cursor.ts';
import { restored } from './cursor.ts';

/** Where cursors are kept: durable once a promise resolves. */
export interface CursorStore {
  list(source: string): Promise<{ name: string; cursor: unknown }[]>;
  set(source: string, name: string, cursor: unknown, now: string): Promise<void>;
  remove(source: string, name: string): Promise<void>;
}

export interface FileMemory {
  /** The content that an inode holds, as far as it was read. */
  current(inode: string): FileCursor | undefined;
  all(): FileCursor[];
  save(cursor: FileCursor): Promise<void>;
  /** The inode holds another content now; the one before is found again in a copy. */
  emptied(cursor: FileCursor): Promise<void>;
  /** A turn that no content of this name has had. */
  freeTurn(id: string): number;
}

const prefix = 'file:';
const pastName = (cursor: FileCursor): string => `${cursor.inode}#${cursor.id}#${cursor.turn}`;

/** @param max places that are remembered of contents that are gone or done; the oldest go first */
export async function openMemory(
  store: CursorStore,
  source: string,
  max: number,
  now: () => string,
): Promise<FileMemory> {
  const cursors = new Map<string, FileCursor>();
  for (const { name, cursor } of await store.list(source)) {
    const found = name.startsWith(prefix) ? restored(cursor) : null;
    if (found !== null) cursors.set(name.slice(prefix.length), found);
  }

  async function write(name: string, cursor: FileCursor): Promise<void> {
    await store.set(source, prefix + name, cursor, now());
    cursors.set(name, cursor);
    if (cursors.size <= max) return;
    const oldest = [...cursors].find(([, { done }]) => done);
    if (oldest === undefined) return;
    cursors.delete(oldest[0]);
    await store.remove(source, prefix + oldest[0]);
  }

  return {
    current: (inode) => cursors.get(inode),
    all: () => [...cursors.values()],
    save(cursor) {
      const isPast = cursors.has(pastName(cursor));
      return write(isPast ? pastName(cursor) : cursor.inode, cursor);
    },
    async emptied(cursor) {
      await write(pastName(cursor), cursor);
      cursors.delete(cursor.inode);
      await store.remove(source, prefix + cursor.inode);
    },
    freeTurn(id) {
      const turns = [...cursors.values()].filter((cursor) => cursor.id === id);
      return turns.length === 0 ? 0 : Math.max(...turns.map(({ turn }) => turn)) + 1;
    },
  };
}
