import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable } from './report-pdf.ts';

test('letters that the fonts lack lose their accents, the rest is marked', () => {
  const cases: [string, string][] = [
    ['Eva Dvořáková', 'Eva Dvoráková'],
    ['Inês – “ok” …', 'Inês – “ok” …'],
    ['日本', '??'],
    ['a\u001bb😀', 'a?b?'],
    ['two\nlines', 'two\nlines'],
  ];
  for (const [value, shown] of cases) assert.equal(printable(value), shown);
});
