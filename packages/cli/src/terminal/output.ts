import type { Context } from '../context.ts';
import { paint } from './paint.ts';
import { table, type Column } from './table.ts';

/** Writes to standard output and waits while it is full; ends quietly when the reader went away. */
export async function print(context: Context, text: string): Promise<void> {
  if (context.stdout.write(text) || context.stdout.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      context.stdout.off('drain', done);
      context.stdout.off('close', done);
      resolve();
    };
    context.stdout.once('drain', done);
    context.stdout.once('close', done);
  });
}

export async function printJson(context: Context, value: unknown): Promise<void> {
  const text = context.stdout.isTTY ? JSON.stringify(value, null, 2) : JSON.stringify(value);
  await print(context, `${text}\n`);
}

/** A table to standard output, cut to the terminal's width where there is one. */
export async function printTable<Row>(
  context: Context,
  rows: Row[],
  columns: Column<Row>[],
): Promise<void> {
  const width = context.stdout.isTTY ? (context.stdout.columns ?? 80) : undefined;
  await print(context, table(rows, columns, paint(context.stdout, context.env), width));
}

/** A line for people on standard error, so that standard output stays data. */
export function say(context: Context, text: string): void {
  context.stderr.write(`${text}\n`);
}

/** Local time with its zone, to the second. */
export function localTime(time: string): string {
  const date = new Date(time);
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}
