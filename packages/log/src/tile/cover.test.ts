import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { edgeTiles, tileLevels, tilesForSize, tileWidth } from './cover.ts';
import { pathOf } from './path.ts';

const paths = (from: number, to: number) => [...tilesForSize(from, to)].map(pathOf);

test('the tiles of the specification’s example', () => {
  assert.deepEqual(edgeTiles(70_000).map(pathOf), [
    'tile/0/273.p/112',
    'tile/1/001.p/17',
    'tile/2/000.p/1',
  ]);
  assert.deepEqual(edgeTiles(256).map(pathOf), ['tile/1/000.p/1']);
  assert.deepEqual(edgeTiles(0), []);
  const all = paths(0, 70_000);
  assert.equal(all.length, 274 + 274 + 2 + 1);
});

test('what a growing log writes', () => {
  assert.deepEqual(paths(0, 0), []);
  assert.deepEqual(paths(0, 1), ['tile/entries/000.p/1', 'tile/0/000.p/1']);
  assert.deepEqual(paths(255, 257), [
    'tile/entries/000',
    'tile/entries/001.p/1',
    'tile/0/000',
    'tile/0/001.p/1',
    'tile/1/000.p/1',
  ]);
  assert.deepEqual(paths(256, 257), ['tile/entries/001.p/1', 'tile/0/001.p/1']);
  assert.deepEqual(paths(300, 300), []);
});

test('growing in steps writes every tile of the whole, and full ones once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(700), { maxLength: 12 }), (steps) => {
      let size = 0;
      const written = new Map<string, number>();
      for (const step of steps) {
        for (const path of paths(size, size + step))
          written.set(path, (written.get(path) ?? 0) + 1);
        size += step;
      }
      for (const path of paths(0, size)) assert(written.has(path), path);
      for (const [path, times] of written) if (!path.includes('.p/')) assert.equal(times, 1, path);
    }),
  );
});

test('widths and levels far beyond 32 bits', () => {
  const size = 2 ** 52 + 2 ** 33 + 3;
  assert.equal(tileLevels(size), 7);
  assert.deepEqual(edgeTiles(size).map(pathOf), [
    'tile/0/x017/x592/x219/x598/848.p/3',
    'tile/4/x004/096.p/2',
    'tile/6/000.p/16',
  ]);
  assert.equal(tileWidth(size, 0, 2 ** 44), 256);
  assert.equal(tileWidth(size, 6, 0), 16);
  assert.equal(tileWidth(size, 7, 0), 0);
});
