import type { Total } from '../api/types.ts';

const grouped = new Intl.NumberFormat('en');

/** `182044` → `182,044`. */
export function count(value: number): string {
  return grouped.format(value);
}

/** `1,204` or `at least 10,000`: an estimate says that it is one. */
export function totalText(total: Total): string {
  return typeof total === 'number' ? count(total) : `at least ${count(total.at_least)}`;
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `950`, `1.2k`, `38k`, `2.4M`: for a facet's narrow column; the exact number goes into its title. */
export function shortCount(value: number): string {
  if (value < 10_000) return count(value);
  if (value < 1_000_000) return `${Math.round(value / 1000)}k`;
  return `${(value / 1_000_000).toFixed(1)}M`;
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  if (value < 1024 * 1024) return `${(value / 1024).toFixed(1)} KiB`;
  return `${(value / (1024 * 1024)).toFixed(1)} MiB`;
}

/** The top of a chart's axis: the next 1, 2 or 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}
