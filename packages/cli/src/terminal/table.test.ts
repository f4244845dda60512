import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { paint } from './paint.ts';
import { table } from './table.ts';
import { fit, printable, widthOf } from './width.ts';

const plain = paint({}, {});

test('a table fits its terminal: the widest column gives way, others stay', () => {
  const rows = [
    { id: 1, text: 'a very long text that does not fit at all' },
    { id: 22, text: 'short' },
  ];
  const columns = [
    { title: 'ID', value: (row: (typeof rows)[0]) => row.id, align: 'right' as const },
    { title: 'TEXT', value: (row: (typeof rows)[0]) => row.text, shrink: 1 },
  ];
  assert.equal(table(rows, columns, plain, 20), 'ID  TEXT\n 1  a very long tex…\n22  short\n');
  assert.equal(table(rows, columns, plain).split('\n')[1], ` 1  ${rows[0]?.text}`);
});

test('lines are never wider than the terminal', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(fc.record({ a: text, b: text })),
      fc.integer({ min: 30, max: 90 }),
      (rows, width) => {
        const columns = [
          { title: 'A', value: (row: { a: string }) => row.a, shrink: 2 },
          { title: 'B', value: (row: { b: string }) => row.b, shrink: 1 },
        ];
        for (const line of table(rows, columns, plain, width).split('\n')) {
          assert(widthOf(line) <= width, line);
        }
      },
    ),
  );
});

test('wide characters count twice, and nothing is cut in the middle of one', () => {
  assert.equal(widthOf('日本'), 4);
  assert.equal(widthOf('Zsófia'), 6);
  assert.equal(widthOf('\u001b[31mred\u001b[39m'), 3);
  assert.equal(fit('日本語です', 5), '日本…');
  assert.equal(fit('abc', 3), 'abc');
});

test('escape sequences of others do not reach the terminal', () => {
  assert.equal(printable('a\u001b[2Jb\u0007\u202ec\nd'), 'a\\x1b[2Jb\\x07\\x202ec d');
});

test('colours only where they are wanted', () => {
  assert.equal(paint({ isTTY: true }, {}).red('x'), '\u001b[31mx\u001b[39m');
  assert.equal(paint({ isTTY: true }, { NO_COLOR: '1' }).red('x'), 'x');
  assert.equal(paint({ isTTY: true }, { TERM: 'dumb' }).red('x'), 'x');
  assert.equal(paint({}, {}).red('x'), 'x');
  assert.equal(paint({}, { FORCE_COLOR: '1' }).red('x'), '\u001b[31mx\u001b[39m');
});
