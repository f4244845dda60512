import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { csvCell } from './csv.ts';

test('cells are quoted and guarded', () => {
  const cases: [unknown, string][] = [
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-2', "'-2"],
    ['@sum', "'@sum"],
    ['＝1+1', "'＝1+1"],
    ['\ttab', "'\ttab"],
    [-2, '-2'],
    [null, ''],
    [undefined, ''],
    [['a', 1], '"[""a"",1]"'],
  ];
  for (const [value, cell] of cases) assert.equal(csvCell(value), cell);
});

test('no text makes a cell that starts a formula or breaks its line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cell = csvCell(text);
      const inner = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      assert(!/^[=+\-@\t\r\n]/.test(inner));
      assert(cell.startsWith('"') || !/[",\r\n]/.test(cell));
      assert(inner === text || inner === `'${text}`);
    }),
  );
});
