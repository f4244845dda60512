import { lineOf } from './line.ts';

/** Lines up to the last record: a script that was run goes on in lines without a time. */
export function wholeTrailLines(lines: readonly string[]): number {
  const [first = ''] = lines;
  if (/^\s*[{[]/.test(first)) return lines.length;
  return Math.max(
    0,
    lines.findLastIndex((line) => lineOf(line, 'UTC').dated),
  );
}
