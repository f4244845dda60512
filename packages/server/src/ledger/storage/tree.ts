// The tree in memory and on disk: its right edge, tiles that are full and not yet files, and the
// files.
import { join } from 'node:path';
import { parseTilePath, tileHashReader, tilePath } from '@acta/log';
import type { Frontier, HashReader, Tile } from '@acta/log';
import type { FileSystem } from '../../lib/file-system.ts';

const HASH_BYTES = 32;
const WIDTH = 256;

export interface Tree {
  size(): number;
  root(): Uint8Array;
  /** @param hashes leaf hashes, 32 bytes each */
  append(hashes: Uint8Array): void;
  /** Full tiles that are not files yet, lower levels first. */
  unwritten(): Tile[];
  /** The tile is a file now. */
  written(tile: Tile): void;
  /** The first `width` hashes of a tile; null where the log has none there. */
  tile(level: number, index: number, width: number): Promise<Uint8Array | null>;
  /** Hashes for proofs in the tree of `size` entries. */
  reader(size: number): HashReader;
}

/**
 * @param frontier of the entries that are in memory from here on
 * @param log folder of the C2SP tree
 * @param cache_tiles tiles read from files that are kept
 */
export function createTree(
  frontier: Frontier,
  fs: FileSystem,
  log: string,
  cache_tiles: number,
): Tree {
  const unwritten = new Map<string, Tile>();
  const cache = new Map<string, Uint8Array>();

  function remember(path: string, bytes: Uint8Array): Uint8Array {
    cache.set(path, bytes);
    if (cache.size > cache_tiles) cache.delete(cache.keys().next().value!);
    return bytes;
  }

  async function fullTile(path: string): Promise<Uint8Array | null> {
    const known = unwritten.get(path)?.hashes ?? cache.get(path);
    if (known) return known;
    const bytes = await fs.readFile(join(log, path));
    return bytes && remember(path, bytes);
  }

  async function tile(level: number, index: number, width: number): Promise<Uint8Array | null> {
    const hashes = Math.floor(frontier.size / WIDTH ** level);
    if (index * WIDTH + width > hashes) return null;
    const partial = index === Math.floor(hashes / WIDTH);
    const bytes = partial
      ? frontier.partialTiles().find((edge) => edge.level === level)?.hashes
      : await fullTile(tilePath(level, index));
    return bytes ? bytes.subarray(0, width * HASH_BYTES) : null;
  }

  return {
    size: () => frontier.size,
    root: () => frontier.root(),
    append(hashes) {
      frontier.append(hashes, (full) => unwritten.set(tilePath(full.level, full.index), full));
    },
    unwritten: () => [...unwritten.values()],
    written(full) {
      const path = tilePath(full.level, full.index);
      unwritten.delete(path);
      remember(path, full.hashes);
    },
    tile,
    reader: (size) =>
      tileHashReader(size, async (path) => {
        const name = parseTilePath(path);
        if (!name || name.level === 'entries') return null;
        return tile(name.level, name.index, name.width);
      }),
  };
}
