// C2SP tlog-tiles: which tiles a tree of a size has.
import { checkSize } from '../size.ts';
import { TILE_WIDTH, type TileName } from './path.ts';

/** Name of a hash tile. */
export type HashTileName = TileName & { level: number };

/** Tile levels of a tree of `size` entries: 0 for an empty one. */
export function tileLevels(size: number): number {
  let levels = 0;
  for (let count = checkSize(size); count > 0; count = Math.floor(count / TILE_WIDTH)) levels++;
  return levels;
}

/** Number of hashes that all tiles of a level hold together: floor(size / 256^level). */
export function hashesAtLevel(size: number, level: number): number {
  return Math.floor(checkSize(size) / TILE_WIDTH ** level);
}

/** Width of a tile of a tree: 0 where it has no such tile, 256 where it is full. */
export function tileWidth(size: number, level: number | 'entries', index: number): number {
  const hashes = hashesAtLevel(size, level === 'entries' ? 0 : level);
  return Math.min(TILE_WIDTH, Math.max(0, hashes - index * TILE_WIDTH));
}

/** The partial hash tiles at the right edge of a tree, lowest level first. */
export function edgeTiles(size: number): HashTileName[] {
  const tiles: HashTileName[] = [];
  for (let level = 0; level < tileLevels(size); level++) {
    const hashes = hashesAtLevel(size, level);
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}

/**
 * The hash tiles and entry bundles that a tree of `newSize` has and that of `oldSize` had not or
 * had narrower: bundles first, then tiles by level. This is what a log writes when it grows; a
 * generator, as a large log has many.
 */
export function* tilesForSize(oldSize: number, newSize: number): Generator<TileName> {
  checkSize(oldSize);
  for (const level of ['entries', ...levelsOf(newSize)] as const) {
    const before = hashesAtLevel(oldSize, level === 'entries' ? 0 : level);
    const after = hashesAtLevel(newSize, level === 'entries' ? 0 : level);
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index++) {
      const width = tileWidth(newSize, level, index);
      if (before - index * TILE_WIDTH < width) yield { level, index, width };
    }
  }
}

function levelsOf(size: number): number[] {
  return Array.from({ length: tileLevels(size) }, (_, level) => level);
}
