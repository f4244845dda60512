// How many events there were, and how many of them failed, by time.
import type { HistogramAnswer } from '@acta/sdk';
import { EVENTS } from '../schema/tables.ts';
import { conditionsOf, type Question, readSettings } from './question.ts';
import type { ReadContext } from './search.ts';

export interface HistogramQuestion extends Question {
  /** About so many buckets. */
  buckets: number;
}

const S = 1000;
const MIN = 60 * S;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;
/** Widths that people read at a glance. */
const WIDTHS_MS = [
  [1, 2, 5, 10, 15, 30].map((count) => count * S),
  [1, 2, 5, 10, 15, 30].map((count) => count * MIN),
  [1, 2, 3, 6, 12].map((count) => count * HOUR),
  [1, 7, 28, 91, 364].map((count) => count * DAY),
].flat();

/** Buckets from the first to the last, empty ones too. @throws as `search` */
export async function histogram(
  context: ReadContext,
  question: HistogramQuestion,
): Promise<HistogramAnswer> {
  const through = context.through();
  const covered = { from: question.from, to: question.to, through_index: through };
  const span = await spanOf(context, question);
  if (span === null) return { interval_s: 60, buckets: [], covered, total: 0 };
  const wanted = Math.max(1, Math.min(question.buckets, context.limits.histogram_buckets));
  const width_ms = widthOf(span.to_ms - span.from_ms, wanted);
  const { where, parameters } = conditionsOf(question, context.now());
  const width = parameters.bind(width_ms, 'Int64');
  const rows = await context.database.rows<[number, number, number]>(
    `SELECT intDiv(toUnixTimestamp64Milli(time), ${width}) AS bucket, count(),
       countIf(outcome IN ('failure', 'denied'))
     FROM ${EVENTS} WHERE ${where} GROUP BY bucket`,
    parameters.values(),
    readSettings(context.limits),
  );
  const counted = new Map(rows.map((row) => [row[0], row]));
  const buckets: HistogramAnswer['buckets'] = [];
  const last = Math.floor((span.to_ms - 1) / width_ms);
  for (let place = Math.floor(span.from_ms / width_ms); place <= last; place += 1) {
    const row = counted.get(place);
    buckets.push({
      start: new Date(place * width_ms).toISOString(),
      count: row?.[1] ?? 0,
      failures: row?.[2] ?? 0,
    });
  }
  const total = rows.reduce((sum, row) => sum + row[1], 0);
  return { interval_s: width_ms / S, buckets, covered, total };
}

function widthOf(span_ms: number, wanted: number): number {
  const fits = WIDTHS_MS.find((width) => span_ms / width <= wanted);
  return fits ?? Math.ceil(span_ms / wanted / DAY) * DAY;
}

/** The range asked for; where an end is open, that of what there is. */
async function spanOf(
  context: ReadContext,
  question: HistogramQuestion,
): Promise<{ from_ms: number; to_ms: number } | null> {
  const given = {
    from_ms: question.from === null ? null : Date.parse(question.from),
    to_ms: question.to === null ? null : Date.parse(question.to),
  };
  let found = { from_ms: given.from_ms ?? 0, to_ms: given.to_ms ?? 0 };
  if (given.from_ms === null || given.to_ms === null) {
    const { where, parameters } = conditionsOf(question, context.now());
    const rows = await context.database.rows<[number, number, number]>(
      `SELECT toUnixTimestamp64Milli(min(time)), toUnixTimestamp64Milli(max(time)), count()
       FROM ${EVENTS} WHERE ${where}`,
      parameters.values(),
      readSettings(context.limits),
    );
    const [least, most, count] = rows[0] ?? [0, 0, 0];
    if (count === 0) return null;
    found = { from_ms: given.from_ms ?? least, to_ms: given.to_ms ?? most + 1 };
  }
  return found.to_ms > found.from_ms ? found : null;
}
