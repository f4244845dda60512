import type { Paint } from './paint.ts';
import { fit, printable, widthOf } from './width.ts';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string | number | null | undefined;
  align?: 'right';
  /** Gives way when the terminal is narrow; the highest number first. Absent: never cut. */
  shrink?: number;
  /** Least columns to keep when it gives way. Default 8. */
  min?: number;
  paint?: (text: string, row: Row) => string;
}

const GAP = 2;

/** A table that fits `width` columns; without a width nothing is cut. */
export function table<Row>(
  rows: Row[],
  columns: Column<Row>[],
  paint: Paint,
  width?: number,
): string {
  const cells = rows.map((row) =>
    columns.map((column) => printable(String(column.value(row) ?? ''))),
  );
  const widths = columns.map((column, i) =>
    Math.max(widthOf(column.title), ...cells.map((line) => widthOf(line[i] ?? ''))),
  );
  if (width !== undefined) shrink(widths, columns, width);
  const line = (texts: string[], brush: (text: string, column: number) => string) =>
    texts
      .map((text, i) => {
        const cut = fit(text, widths[i] ?? 0);
        const space = ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cut)));
        const painted = brush(cut, i);
        return columns[i]?.align === 'right' ? space + painted : painted + space;
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const head = line(
    columns.map((column) => column.title),
    (text) => paint.dim(text),
  );
  const body = cells.map((texts, r) =>
    line(texts, (text, i) => columns[i]?.paint?.(text, rows[r] as Row) ?? text),
  );
  return [head, ...body].map((text) => `${text}\n`).join('');
}

function shrink<Row>(widths: number[], columns: Column<Row>[], width: number): void {
  const room = width - GAP * (columns.length - 1);
  const order = columns
    .map((column, i) => ({ i, shrink: column.shrink ?? 0, min: column.min ?? 8 }))
    .filter((column) => column.shrink > 0)
    .sort((a, b) => b.shrink - a.shrink);
  for (const { i, min } of order) {
    const excess = widths.reduce((sum, each) => sum + each, 0) - room;
    if (excess <= 0) return;
    widths[i] = Math.max(Math.min(min, widths[i] ?? 0), (widths[i] ?? 0) - excess);
  }
}
