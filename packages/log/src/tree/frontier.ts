// The right edge of a growing log: its compact range and its partial tiles. Each inner node is
// hashed once, so that the tiles of all levels and the root cost nothing extra.
import { LogError } from '../error.ts';
import { HASH_BYTES, perfectRoot } from '../hash/merkle.ts';
import { edgeTiles } from '../tile/cover.ts';
import { TILE_WIDTH } from '../tile/path.ts';
import { CompactRange } from './compact-range.ts';

/** A hash tile with its bytes: `width` hashes of 32. */
export interface Tile {
  level: number;
  index: number;
  width: number;
  hashes: Uint8Array;
}

const TILE_BYTES = TILE_WIDTH * HASH_BYTES;
/** A tile holds the subtrees of every eighth level. */
const TILE_BITS = 8;

export class Frontier {
  #range = new CompactRange();
  /** At place l: the hashes of the partial tile at level l. */
  readonly #edge: Uint8Array[] = [];

  /**
   * The frontier of a tree from its partial tiles, `edge` in the order of `edgeTiles(size)`. The
   * result is as true as they are: compare `root()` with a signed checkpoint. Throws
   * `tile_malformed`.
   */
  static fromTiles(size: number, edge: readonly Uint8Array[]): Frontier {
    const frontier = new Frontier();
    const tiles = edgeTiles(size);
    if (tiles.length !== edge.length) {
      const message = `size ${size} has ${tiles.length} partial tiles, not ${edge.length}`;
      throw new LogError('tile_malformed', message);
    }
    const peaks = tiles.map(({ level, width }, place) => {
      const hashes = edge[place]!;
      if (hashes.length !== width * HASH_BYTES) {
        const found = `${hashes.length} bytes, not ${width * HASH_BYTES}`;
        throw new LogError('tile_malformed', `the partial tile at level ${level} has ${found}`);
      }
      frontier.#tile(level).set(hashes);
      return peaksOfTile(width, hashes);
    });
    frontier.#range = CompactRange.fromPeaks(size, peaks.reverse().flat());
    return frontier;
  }

  /** Number of entries. */
  get size(): number {
    return this.#range.size;
  }

  /** Root of the tree; that of RFC 6962's empty tree where there is no entry. */
  root(): Uint8Array {
    return this.#range.root();
  }

  /** Roots of the perfect subtrees, largest (leftmost) first: a compact form of the whole tree. */
  peaks(): Uint8Array[] {
    return this.#range.peaks();
  }

  /** An independent copy. */
  clone(): Frontier {
    const copy = new Frontier();
    copy.#range = this.#range.clone();
    copy.#edge.push(...this.#edge.map((tile) => tile.slice()));
    return copy;
  }

  /**
   * Appends entries by their leaf hashes (one array of 32 bytes each) and hands out each tile that
   * became full. Throws `hash_malformed`, or `size_out_of_range` past 2^53-1.
   */
  append(leafHashes: Uint8Array, onFullTile?: (tile: Tile) => void): void {
    this.#range.append(leafHashes, (bits, index, hash) => {
      if (bits % TILE_BITS !== 0) return;
      const level = bits / TILE_BITS;
      const tile = this.#tile(level);
      const place = index % TILE_WIDTH;
      for (let i = 0; i < HASH_BYTES; i++) tile[place * HASH_BYTES + i] = hash[i]!;
      if (place < TILE_WIDTH - 1 || !onFullTile) return;
      const number = Math.floor(index / TILE_WIDTH);
      onFullTile({ level, index: number, width: TILE_WIDTH, hashes: tile.slice() });
    });
  }

  /** The partial tiles, lowest level first: what `edgeTiles(size)` names. */
  partialTiles(): Tile[] {
    return edgeTiles(this.size).map(({ level, index, width }) => {
      return { level, index, width, hashes: this.#tile(level).slice(0, width * HASH_BYTES) };
    });
  }

  #tile(level: number): Uint8Array {
    while (this.#edge.length <= level) this.#edge.push(new Uint8Array(TILE_BYTES));
    return this.#edge[level]!;
  }
}

/** Roots of the perfect subtrees within a partial tile, largest first. */
function peaksOfTile(width: number, hashes: Uint8Array): Uint8Array[] {
  const peaks: Uint8Array[] = [];
  let start = 0;
  for (let count = TILE_WIDTH / 2; count >= 1; count /= 2) {
    if (width - start < count) continue;
    peaks.push(perfectRoot(hashes.subarray(start * HASH_BYTES, (start + count) * HASH_BYTES)));
    start += count;
  }
  return peaks;
}
