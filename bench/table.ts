// Prints the rows of a benchmark run as one aligned table, and as Markdown for bench/RESULTS.md.
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import type { Row } from './workloads.ts';

const number = (value: number): string => {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
};

/** Ratio of a row to the control, for rates only. */
function ratioOf(row: Row, control: number | undefined): string {
  return control && row.unit === 'events/s' ? (row.value / control).toFixed(3) : '';
}

export function printTable(rows: readonly Row[], control?: number): string {
  const cells = rows.map((row) => [
    row.id,
    row.work,
    number(row.value),
    row.unit,
    ratioOf(row, control),
    row.note ?? '',
  ]);
  const header = ['id', 'work', 'value', 'unit', 'ratio', 'note'];
  const widths = header.map((name, at) =>
    Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: string[]): string =>
    row
      .map((cell, at) =>
        at === 2 || at === 4 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(header), ...cells.map(line)].join('\n');
}

export function printMarkdown(title: string, rows: readonly Row[], control?: number): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const body = rows.map(
    (row) =>
      `| ${row.id} | ${row.work} | ${number(row.value)} ${row.unit} | ${ratioOf(row, control)} | ${row.note ?? ''} |`,
  );
  return [
    `### ${title} (${new Date().toISOString().slice(0, 10)}, ${commit})`,
    '',
    machine,
    '',
    '| id | work | value | ratio | note |',
    '| --- | --- | ---: | ---: | --- |',
    ...body,
    '',
  ].join('\n');
}
