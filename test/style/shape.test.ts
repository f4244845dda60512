// The shape of files: names, lengths, lines, and words that have no place in the record.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTest, sourceFiles } from './source-files.ts';

const LINES_MAX = 600;
const COLUMNS_MAX = 100;
const MEDIAN_MAX = 130;

/** Files over the ceiling, each with its reason. */
const LONG_FILES: Record<string, string> = {};

/** A line may be wide for the sake of an address or a literal that nobody can break. */
const LONG_LITERAL = /https?:\/\/|(['"`])(?:(?!\1).){50,}|^\s*\/[^/*].{60,}/;

/** This file names what it looks for. */
const SELF = 'test/style/shape.test.ts';

const files = sourceFiles().filter((file) => file.path !== SELF);
const source = files.filter((file) => !isTest(file.path));

test('file names are kebab-case', () => {
  const odd = files.filter(
    (file) => !/\/[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.\w+$/.test(`/${file.path}`),
  );
  assert.deepEqual(
    odd.map((file) => file.path),
    [],
  );
});

test(`no file is longer than ${LINES_MAX} lines without a reason`, () => {
  const long = files.filter((file) => file.lines.length > LINES_MAX && !(file.path in LONG_FILES));
  assert.deepEqual(
    long.map((file) => `${file.path}: ${file.lines.length}`),
    [],
  );
});

test('the median source file is short', () => {
  const lengths = source.map((file) => file.lines.length).sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  assert.ok(median <= MEDIAN_MAX, `median ${median}`);
});

test(`no line is wider than ${COLUMNS_MAX} columns, but for addresses and long literals`, () => {
  const wide = files.flatMap((file) =>
    file.lines.flatMap((line, at) =>
      line.length > COLUMNS_MAX && !LONG_LITERAL.test(line) ? [`${file.path}:${at + 1}`] : [],
    ),
  );
  assert.deepEqual(wide, []);
});

test('nothing is put off, skipped or left behind', () => {
  const words = ['TODO', 'FIXME', 'XXX:', 'coming soon', 'not implemented'];
  const found = files.flatMap((file) =>
    words.filter((word) => file.text.includes(word)).map((word) => `${file.path}: ${word}`),
  );
  assert.deepEqual(found, []);
});

test('no test is skipped or run alone', () => {
  const pattern =
    /\b(?:test|it|describe|suite)\.(?:skip|only|todo)\b|\bskip: (?!false)|\bonly: true/;
  const odd = files.filter((file) => isTest(file.path) && pattern.test(file.text));
  assert.deepEqual(
    odd.map((file) => file.path),
    [],
  );
});

test('nothing names a machine, a registry host or a folder beside the project', () => {
  const pattern = /\/work\/|registry\.npmjs|\.\.\/shared/;
  const odd = sourceFiles('ts,tsx,mjs,css,md,json,yaml,yml,sh')
    .filter((file) => !file.path.startsWith('docs/contributing') && file.path !== SELF)
    .filter((file) => pattern.test(file.text));
  assert.deepEqual(
    odd.map((file) => file.path),
    [],
  );
});

test('no control characters but newline and tab', () => {
  // oxlint-disable-next-line no-control-regex
  const odd = files.filter((file) => /[\u0000-\u0008\u000b-\u001f\u007f]/.test(file.text));
  assert.deepEqual(
    odd.map((file) => file.path),
    [],
  );
});
