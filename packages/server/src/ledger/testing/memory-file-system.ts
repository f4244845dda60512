// A file system in memory for tests, with the worst case of a power cut: what no fsync made durable
// is gone, in files as in folders. (Real ones keep more, never less.)
import type { FileSystem, OpenFile, OpenMode } from '../../lib/file-system.ts';

interface Inode {
  data: Buffer;
  /** What an fsync made durable; null: nothing. */
  durable: Buffer | null;
}

type Entry = Inode | 'folder';
type Folder = Map<string, Entry>;

export interface MemoryFileSystem extends FileSystem {
  /** As a new process finds it after the old one was killed: everything written is there. */
  afterKill(): MemoryFileSystem;
  /** As it is after a power cut: only what was durable is there. */
  afterPowerCut(): MemoryFileSystem;
}

export function memoryFileSystem(
  folders = new Map<string, Folder>([['/', new Map()]]),
): MemoryFileSystem {
  const durable = new Map([...folders].map(([path, folder]) => [path, new Map(folder)]));

  function parentOf(path: string): { folder: Folder; name: string } {
    const cut = path.lastIndexOf('/');
    const folder = folders.get(path.slice(0, cut) || '/');
    if (!folder) throw failure('ENOENT', path);
    return { folder, name: path.slice(cut + 1) };
  }

  function inodeAt(path: string): Inode | undefined {
    const { folder, name } = parentOf(path);
    const entry = folder.get(name);
    if (entry === 'folder') throw failure('EISDIR', path);
    return entry;
  }

  function openInode(path: string, mode: OpenMode): Inode {
    const known = inodeAt(path);
    if (known && mode === 'wx+') throw failure('EEXIST', path);
    if (!known && (mode === 'r' || mode === 'r+')) throw failure('ENOENT', path);
    const inode = known ?? { data: Buffer.alloc(0), durable: null };
    if (mode === 'w') inode.data = Buffer.alloc(0);
    const { folder, name } = parentOf(path);
    folder.set(name, inode);
    return inode;
  }

  return {
    open: async (path, mode) => handle(openInode(path, mode)),
    async readFile(path) {
      try {
        const inode = inodeAt(path);
        return inode ? Uint8Array.from(inode.data) : null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async rename(from, to) {
      const inode = inodeAt(from);
      if (!inode) throw failure('ENOENT', from);
      parentOf(from).folder.delete(parentOf(from).name);
      parentOf(to).folder.set(parentOf(to).name, inode);
    },
    async unlink(path) {
      const { folder, name } = parentOf(path);
      folder.delete(name);
    },
    async mkdir(path) {
      if (folders.has(path)) return false;
      const { folder, name } = parentOf(path);
      folder.set(name, 'folder');
      folders.set(path, new Map());
      durable.set(path, new Map());
      return true;
    },
    readdir: async (path) => [...(folders.get(path)?.keys() ?? [])].toSorted(),
    async syncDirectory(path) {
      const folder = folders.get(path);
      if (!folder) throw failure('ENOENT', path);
      durable.set(path, new Map(folder));
    },
    afterKill: () => memoryFileSystem(copyTree(folders, ({ data }) => data)),
    afterPowerCut: () =>
      memoryFileSystem(copyTree(durable, (inode) => inode.durable ?? Buffer.alloc(0))),
  };
}

/** A copy of what hangs on the root, each file with the content chosen, now durable. */
function copyTree(
  folders: ReadonlyMap<string, Folder>,
  content: (inode: Inode) => Buffer,
): Map<string, Folder> {
  const copies = new Map<string, Folder>();
  const copy = (path: string): void => {
    const folder: Folder = new Map();
    copies.set(path, folder);
    for (const [name, entry] of folders.get(path) ?? []) {
      if (entry === 'folder') {
        folder.set(name, 'folder');
        copy(path === '/' ? `/${name}` : `${path}/${name}`);
      } else {
        const data = Buffer.from(content(entry));
        folder.set(name, { data, durable: data });
      }
    }
  };
  copy('/');
  return copies;
}

function handle(inode: Inode): OpenFile {
  const sync = async (): Promise<void> => {
    inode.durable = Buffer.from(inode.data);
  };
  const read: OpenFile['read'] = async (into, position) => {
    const part = inode.data.subarray(position, position + into.length);
    into.set(part);
    return part.length;
  };
  return {
    async write(bytes, position) {
      const end = position + bytes.length;
      const next = Buffer.alloc(Math.max(end, inode.data.length));
      inode.data.copy(next);
      next.set(bytes, position);
      inode.data = next;
    },
    read,
    readBack: read,
    size: async () => inode.data.length,
    async truncate(length) {
      inode.data = Buffer.from(inode.data.subarray(0, length));
    },
    datasync: sync,
    sync,
    close: async () => undefined,
  };
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: '${path}'`), { code });
}
