// The tree's right edge from its files: a start reads at most 255 tiles a level, whatever the log's
// size. What it gives is compared with the signed root by the caller.
import { join } from 'node:path';
import {
  bundleLeafHashes,
  edgeTiles,
  encodeBundle,
  Frontier,
  perfectRoot,
  tilePath,
} from '@acta/log';
import { equal, utf8 } from '../../lib/bytes.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import { damaged, RESTORE } from '../errors.ts';
import { TILE_WIDTH } from '../layout.ts';
import { readLeaves, readRecords } from '../storage/reader.ts';
import type { StoreContext } from '../storage/reader.ts';

const TILE_BYTES = TILE_WIDTH * 32;

/**
 * @param size a multiple of 256: all of it stands in full tiles
 * @throws ActaError `tile_damaged`
 */
export async function readEdge(fs: FileSystem, log: string, size: number): Promise<Frontier> {
  const edge: Uint8Array[] = [];
  for (const { level, index, width } of edgeTiles(size)) {
    const hashes = new Uint8Array(width * 32);
    for (let place = 0; place < width; place += 1) {
      const child = await readFullTile(fs, log, level - 1, index * TILE_WIDTH + place);
      hashes.set(perfectRoot(child), place * 32);
    }
    edge.push(hashes);
  }
  return Frontier.fromTiles(size, edge);
}

/**
 * The last full bundle must hash to its tile and its disclosures must open.
 *
 * @returns its last leaf, or null where there is no full bundle
 * @throws ActaError `bundle_damaged`, `tile_damaged`, `disclosures_damaged`
 */
export async function checkLastBundle(context: StoreContext, size: number): Promise<string | null> {
  const bundle = size / TILE_WIDTH - 1;
  if (bundle < 0) return null;
  const leaves = await readLeaves(context, bundle);
  const hashes = bundleLeafHashes(encodeBundle(leaves.map((leaf) => utf8(leaf))));
  const tile = await readFullTile(context.fs, context.layout.log, 0, bundle);
  if (!equal(hashes, tile)) {
    const place = hashes.findIndex((byte, at) => byte !== tile[at]);
    const where = `entry ${bundle * TILE_WIDTH + Math.floor(place / 32)}, log/${tilePath(0, bundle)}`;
    const what = 'The bytes of an entry do not hash to its tile';
    throw damaged(
      'tile_damaged',
      { what, where, expected: 'equal hashes', found: 'others' },
      RESTORE,
    );
  }
  await readRecords(context, bundle);
  return leaves.at(-1)!;
}

async function readFullTile(
  fs: FileSystem,
  log: string,
  level: number,
  index: number,
): Promise<Uint8Array> {
  const path = tilePath(level, index);
  const bytes = await fs.readFile(join(log, path));
  if (bytes?.length === TILE_BYTES) return bytes;
  const found = bytes ? `${bytes.length} bytes` : 'no file';
  const expected = `${TILE_BYTES} bytes`;
  const place = { what: 'A hash tile', where: `log/${path}`, expected, found };
  throw damaged('tile_damaged', place, RESTORE);
}
