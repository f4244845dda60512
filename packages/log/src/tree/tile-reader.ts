// Hashes of perfect subtrees out of a log's tiles. What it reads is not authenticated: a proof made
// of it is worth what its verification against a signed root says (CVE-2026-56865 shows why).
import { LogError } from '../error.ts';
import { HASH_BYTES, perfectRoot } from '../hash/merkle.ts';
import { tileWidth } from '../tile/cover.ts';
import { TILE_WIDTH, tilePath } from '../tile/path.ts';
import type { HashReader, NodeId } from './nodes.ts';

/** Reads a resource of a log by its path; null where there is none. */
export type ResourceReader = (path: string) => Promise<Uint8Array | null>;

/**
 * A hash reader for the tree of `size` entries. Each tile is read once for each call; a partial
 * tile that is gone is cut from the full one. Throws `read_failed` where a tile is missing, and
 * `tile_malformed` where it has another length.
 */
export function tileHashReader(size: number, read: ResourceReader): HashReader {
  return async (nodes) => {
    const tiles = new Map<string, Promise<Uint8Array>>();
    const readOnce = (level: number, index: number) => {
      const key = `${level}/${index}`;
      const tile = tiles.get(key) ?? readTile(size, level, index, read);
      tiles.set(key, tile);
      return tile;
    };
    return Promise.all(nodes.map((node) => hashOfNode(node, readOnce)));
  };
}

/** The bytes of a tile as the tree of `size` entries has it. Throws as `tileHashReader` does. */
export async function readTile(
  size: number,
  level: number,
  index: number,
  read: ResourceReader,
): Promise<Uint8Array> {
  const width = tileWidth(size, level, index);
  if (width === 0) {
    throw new LogError(
      'proof_impossible',
      `a tree of ${size} entries has no tile ${level}/${index}`,
    );
  }
  const path = tilePath(level, index, width);
  const own = await read(path);
  const tile = own ?? (width < TILE_WIDTH ? await read(tilePath(level, index)) : null);
  if (!tile) throw new LogError('read_failed', `${path} is missing`);
  const expected = (own ? width : TILE_WIDTH) * HASH_BYTES;
  if (tile.length !== expected) {
    throw new LogError('tile_malformed', `${path} has ${tile.length} bytes, not ${expected}`);
  }
  return tile.subarray(0, width * HASH_BYTES);
}

async function hashOfNode(
  { level, index }: NodeId,
  readOnce: (level: number, index: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const tileLevel = Math.floor(level / 8);
  const count = 2 ** (level % 8);
  const first = index * count;
  const tile = await readOnce(tileLevel, Math.floor(first / TILE_WIDTH));
  const start = (first % TILE_WIDTH) * HASH_BYTES;
  const part = tile.subarray(start, start + count * HASH_BYTES);
  if (part.length !== count * HASH_BYTES) {
    throw new LogError('proof_impossible', `subtree ${index} of level ${level} is not complete`);
  }
  return perfectRoot(part);
}
