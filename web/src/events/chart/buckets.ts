// Buckets of a histogram with the empty ones filled in, so that a quiet hour is seen as one.
import type { HistogramAnswer } from '../../api/types.ts';

export interface Bucket {
  start: string;
  count: number;
  failures: number;
}

/** More bars than this are no chart any more; the server's own buckets then stand as they are. */
const BARS_MAX = 400;

export function fillBuckets(
  answer: HistogramAnswer,
  from: string | null,
  to: string | null,
): Bucket[] {
  const step = answer.interval_s * 1000;
  const known = new Map(answer.buckets.map((bucket) => [Date.parse(bucket.start), bucket]));
  const times = [...known.keys()].toSorted((a, b) => a - b);
  const anchor = times[0] ?? (from ? Date.parse(from) : NaN);
  if (Number.isNaN(anchor) || step <= 0) return [];
  const align = (time: number) => anchor + Math.floor((time - anchor) / step) * step;
  const first = from ? Math.min(anchor, align(Date.parse(from))) : anchor;
  const lastKnown = times.at(-1) ?? anchor;
  const last = to ? Math.max(lastKnown, align(Date.parse(to) - 1)) : lastKnown;
  if ((last - first) / step + 1 > BARS_MAX) return times.map((time) => known.get(time)!);
  const filled: Bucket[] = [];
  for (let time = first; time <= last; time += step) {
    const start = new Date(time).toISOString();
    filled.push({ count: 0, failures: 0, ...known.get(time), start });
  }
  return filled;
}

/** Widest a date on the axis may be, with the air around it. */
const LABEL_PX = 170;

/** The buckets whose start the axis names: first and last, and evenly between as many as fit. */
export function axisPlaces(buckets: number, width: number): number[] {
  if (buckets <= 0) return [];
  const wanted = Math.max(2, Math.min(6, Math.floor(width / LABEL_PX)));
  const marks = Math.min(wanted, buckets);
  if (marks === 1) return [0];
  return Array.from({ length: marks }, (_, mark) =>
    Math.round((mark / (marks - 1)) * (buckets - 1)),
  );
}

/** Labels at the ends stay inside the chart; a lonely one stands under its bar. */
export function anchorOf(mark: number, marks: number): 'start' | 'middle' | 'end' {
  if (marks === 1) return 'middle';
  return mark === 0 ? 'start' : mark === marks - 1 ? 'end' : 'middle';
}
