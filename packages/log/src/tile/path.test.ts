import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { entriesPath, parseTilePath, pathOf, tilePath, type TileName } from './path.ts';

test('paths of the specification', () => {
  assert.equal(tilePath(0, 1_234_067), 'tile/0/x001/x234/067');
  assert.equal(tilePath(0, 5), 'tile/0/005');
  assert.equal(tilePath(0, 273, 112), 'tile/0/273.p/112');
  assert.equal(tilePath(63, 999, 255), 'tile/63/999.p/255');
  assert.equal(entriesPath(1000), 'tile/entries/x001/000');
  assert.equal(entriesPath(0, 1), 'tile/entries/000.p/1');
  assert.equal(tilePath(0, 2 ** 53 - 1), 'tile/0/x009/x007/x199/x254/x740/991');
});

test('a path names one tile and a tile has one path', () => {
  const names = fc.record(
    {
      level: fc.oneof(fc.nat(63), fc.constant('entries' as const)),
      index: fc.maxSafeNat(),
      width: fc.integer({ min: 1, max: 256 }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(names, (name: TileName) => assert.deepEqual(parseTilePath(pathOf(name)), name)),
  );
});

test('other paths name nothing', () => {
  const refused = [
    '',
    'checkpoint',
    'tile/0',
    'tile/0/5',
    'tile/0/0005',
    'tile/00/005',
    'tile/64/005',
    'tile/-1/005',
    'tile/0/x000/005',
    'tile/0/001/005',
    'tile/0/x001/005/',
    'tile/0/005.p/0',
    'tile/0/005.p/256',
    'tile/0/005.p/01',
    'tile/0/005.p/',
    'tile/0/005.p/1/2',
    'tile/entries/005.gz',
    'tile/data/005',
    '/tile/0/005',
    'tile/0/../005',
    'tile/0/x009/x007/x199/x254/x740/992',
    `tile/0/${'x001/'.repeat(50)}005`,
  ];
  for (const path of refused) assert.equal(parseTilePath(path), null, path);
});

test('levels, indexes and widths outside of their ranges have no path', () => {
  for (const level of [-1, 64, 0.5])
    assert.throws(() => tilePath(level, 0), { code: 'tile_path_malformed' });
  for (const width of [0, 257, 1.5]) {
    assert.throws(() => tilePath(0, 0, width), { code: 'tile_path_malformed' });
  }
  for (const index of [-1, 2 ** 53]) {
    assert.throws(() => entriesPath(index), { code: 'size_out_of_range' });
  }
});
