import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { hashAt, leafHashes, perfectRoot } from '../hash/merkle.ts';
import { numbered } from '../testing/memory-log.ts';
import { treeHash } from '../testing/oracle.ts';
import { sparseHash, sparseLeaf } from '../testing/sparse.ts';
import { leaves, roots } from '../testing/vectors.ts';
import { edgeTiles, tileWidth } from '../tile/cover.ts';
import { pathOf } from '../tile/path.ts';
import { CompactRange } from './compact-range.ts';
import { Frontier, type Tile } from './frontier.ts';

const edges = [0, 1, 2, 3, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000];
const entries = numbered(70_000);
const hashes = leafHashes(entries);
const upTo = (size: number) => hashes.subarray(0, size * 32);

test('roots of the shared test tree', () => {
  const frontier = new Frontier();
  assert.equal(Buffer.from(frontier.root()).toString('hex'), roots[0]);
  leaves.forEach((leaf, i) => {
    frontier.append(leafHashes([leaf]));
    assert.equal(Buffer.from(frontier.root()).toString('hex'), roots[i + 1]);
  });
});

test('roots at the edges of tiles are those of RFC 6962', () => {
  for (const size of edges) {
    const frontier = new Frontier();
    frontier.append(upTo(size));
    assert.equal(frontier.size, size);
    assert.deepEqual(frontier.root(), treeHash(entries.slice(0, size)), `size ${size}`);
  }
});

test('appended in any batches, tiles and root are the same', () => {
  const whole = new Map<string, Uint8Array>();
  const all = new Frontier();
  all.append(upTo(70_000), (tile) => whole.set(pathOf(tile), tile.hashes));
  const cuts = fc.array(fc.nat(70_000), { maxLength: 20 });
  fc.assert(
    fc.property(cuts, (unsorted) => {
      const frontier = new Frontier();
      const tiles = new Map<string, Uint8Array>();
      for (const cut of [...unsorted.toSorted((a, b) => a - b), 70_000]) {
        const part = hashes.subarray(frontier.size * 32, cut * 32);
        frontier.append(part, (tile) => {
          assert(!tiles.has(pathOf(tile)));
          tiles.set(pathOf(tile), tile.hashes);
        });
      }
      assert.deepEqual(frontier.root(), all.root());
      assert.deepEqual(frontier.partialTiles(), all.partialTiles());
      assert.deepEqual([...tiles.keys()].sort(), [...whole.keys()].sort());
    }),
    { numRuns: 5 },
  );
});

test('a tile’s hashes are the roots of the tiles below it', () => {
  const tiles = new Map<string, Tile>();
  const frontier = new Frontier();
  const keep = (tile: Tile) => tiles.set(`${tile.level}/${tile.index}`, tile);
  frontier.append(upTo(70_000), keep);
  frontier.partialTiles().forEach(keep);
  for (const { level, index, width, hashes: own } of tiles.values()) {
    assert.equal(width, tileWidth(70_000, level, index));
    for (let i = 0; i < width; i++) {
      const place = index * 256 + i;
      const expected =
        level === 0
          ? hashAt(hashes, place)
          : perfectRoot(tiles.get(`${level - 1}/${place}`)!.hashes);
      assert.deepEqual(hashAt(own, i), expected);
    }
  }
});

test('a frontier goes on from its partial tiles', () => {
  for (const size of edges) {
    const first = new Frontier();
    first.append(upTo(size));
    const edge = first.partialTiles().map((tile) => tile.hashes);
    const second = Frontier.fromTiles(size, edge);
    assert.deepEqual(second.root(), first.root());
    assert.deepEqual(second.peaks(), first.peaks());
    const more = leafHashes(numbered(600, size));
    const [a, b]: Tile[][] = [[], []];
    first.append(more, (tile) => a!.push(tile));
    second.append(more, (tile) => b!.push(tile));
    assert.deepEqual(b, a);
    assert.deepEqual(second.root(), first.root());
  }
});

test('a copy grows on its own', () => {
  const frontier = new Frontier();
  frontier.append(upTo(300));
  const copy = frontier.clone();
  copy.append(leafHashes(numbered(300, 300)));
  assert.equal(frontier.size, 300);
  assert.deepEqual(frontier.root(), treeHash(entries.slice(0, 300)));
  assert.deepEqual(copy.root(), treeHash(entries.slice(0, 600)));
});

test('partial tiles of the wrong number or length are refused', () => {
  const frontier = new Frontier();
  frontier.append(upTo(300));
  const edge = frontier.partialTiles().map((tile) => tile.hashes);
  assert.throws(() => Frontier.fromTiles(300, edge.slice(1)), { code: 'tile_malformed' });
  assert.throws(() => Frontier.fromTiles(301, edge), { code: 'tile_malformed' });
  assert.throws(() => Frontier.fromTiles(2 ** 53, []), { code: 'size_out_of_range' });
  assert.throws(() => new Frontier().append(new Uint8Array(33)), { code: 'hash_malformed' });
});

test('trees beyond 2^31 and 2^32 entries grow, and none beyond 2^53', () => {
  for (const size of [2 ** 31 - 1, 2 ** 32 - 1, 2 ** 40 - 256, 2 ** 52 + 255]) {
    const edge = edgeTiles(size).map(({ level, width }) => {
      const tile = new Uint8Array(width * 32);
      for (let i = 0; i < width; i++) tile.set(sparseHash(level * 8), i * 32);
      return tile;
    });
    const frontier = Frontier.fromTiles(size, edge);
    const range = CompactRange.fromPeaks(size, frontier.peaks());
    for (let i = 0; i < 300; i++) {
      frontier.append(sparseLeaf);
      range.append(sparseLeaf);
    }
    assert.equal(frontier.size, size + 300);
    assert.deepEqual(frontier.root(), range.root());
  }
  const full = 2 ** 53 - 1;
  const peaks = Array.from({ length: 53 }, (_, i) => sparseHash(52 - i));
  const range = CompactRange.fromPeaks(full, peaks);
  assert.throws(() => range.append(sparseLeaf), { code: 'size_out_of_range' });
});

test('2^31 equal leaves have the root of the perfect tree', () => {
  const peaks = Array.from({ length: 31 }, (_, i) => sparseHash(30 - i));
  const range = CompactRange.fromPeaks(2 ** 31 - 1, peaks);
  range.append(sparseLeaf);
  assert.deepEqual(range.root(), sparseHash(31));
  assert.deepEqual(range.peaks(), [sparseHash(31)]);
});

test('peaks of the wrong number or length are refused', () => {
  assert.throws(() => CompactRange.fromPeaks(3, [sparseLeaf]), { code: 'hash_malformed' });
  assert.throws(() => CompactRange.fromPeaks(1, [new Uint8Array(31)]), { code: 'hash_malformed' });
});
