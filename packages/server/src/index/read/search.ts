// A page of events, newest (or oldest) first, and how many there are in all.
import type { Query } from '@acta/query';
import type { SearchAnswer, Total } from '@acta/sdk';
import type { Database } from '../database.ts';
import { ActaError } from '../../lib/errors.ts';
import { ANSWER_COLUMNS, type AnswerRow, openRow } from '../rows/body.ts';
import { EVENTS } from '../schema/tables.ts';
import { type Cursor, formatCursor, parseCursor } from './cursor.ts';
import { conditionsOf, type Question, type ReadLimits, readSettings } from './question.ts';

export interface SearchQuestion extends Question {
  order: '-time' | 'time';
  limit: number;
  cursor: string | null;
}

export interface ReadContext {
  database: Database;
  limits: ReadLimits;
  now(): number;
  through(): number;
}

/** @throws ActaError `cursor_invalid`, `query_timeout`, `query_too_large`, `index_unavailable` */
export async function search(
  context: ReadContext,
  question: SearchQuestion,
): Promise<SearchAnswer> {
  const limit = Math.max(1, Math.min(question.limit, context.limits.page_rows));
  const cursor = question.cursor === null ? null : parseCursor(question.cursor, question);
  const through = cursor?.through ?? context.through();
  const [rows, total] = await Promise.all([
    page(context, question, cursor, limit + 1),
    cursor?.total ?? count(context, question),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  const exact = total ?? { at_least: rows.length };
  const place = more ? { time_ms: last[1], index: last[0] } : null;
  return {
    events: shown.map((row) => openRow(row, question.withheld)),
    next: place === null ? null : formatCursor({ ...place, through, total: exact }, question),
    covered: { from: question.from, to: question.to, through_index: through },
    total: exact,
  };
}

function page(
  context: ReadContext,
  question: SearchQuestion,
  cursor: Cursor | null,
  limit: number,
): Promise<AnswerRow[]> {
  const { where, parameters } = conditionsOf(question, context.now());
  const all = [where];
  const down = question.order === '-time';
  if (cursor !== null) {
    const time = `fromUnixTimestamp64Milli(${parameters.bind(cursor.time_ms, 'Int64')}, 'UTC')`;
    const index = parameters.bind(cursor.index, 'UInt64');
    const beyond = down ? '<' : '>';
    all.unshift(
      `time ${beyond}= ${time}`,
      `(time ${beyond} ${time} OR \`index\` ${beyond} ${index})`,
      `\`index\` < ${parameters.bind(cursor.through, 'UInt64')}`,
    );
  }
  const direction = down ? 'DESC' : 'ASC';
  return context.database.rows<AnswerRow>(
    `SELECT ${ANSWER_COLUMNS} FROM ${EVENTS} WHERE ${all.join(' AND ')}
     ORDER BY time ${direction}, \`index\` ${direction} LIMIT ${limit}`,
    parameters.values(),
    readSettings(context.limits),
  );
}

/**
 * The number; "at least" of parts of words that are common, whose texts must be read, where whole
 * words are counted by their index; null where counting takes too long.
 */
async function count(context: ReadContext, question: Question): Promise<Total | null> {
  const { where, parameters } = conditionsOf(question, context.now());
  const limit = readsTexts(question.ast) ? context.limits.counted_parts : Infinity;
  const rows = `FROM ${EVENTS} WHERE ${where}`;
  const counted = limit === Infinity ? rows : `FROM (SELECT 1 ${rows} LIMIT ${limit + 1})`;
  try {
    const [answer] = await context.database.rows<[number | string]>(
      `SELECT count() ${counted}`,
      parameters.values(),
      readSettings(context.limits),
    );
    const number = Number(answer?.[0] ?? 0);
    return number > limit ? { at_least: limit } : number;
  } catch (error) {
    if (error instanceof ActaError && error.code === 'query_timeout') return null;
    throw error;
  }
}

/** Whether the query looks for parts of words in all text. */
function readsTexts(query: Query): boolean {
  if (query.type === 'and' || query.type === 'or') return query.items.some(readsTexts);
  if (query.type === 'not') return readsTexts(query.item);
  return query.type === 'text' && query.pieces.length > 1;
}
