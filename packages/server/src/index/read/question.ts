// What all questions share: the reader's own condition, their time range, and the engine's limits.
import { type FieldGroup, type Query } from '@acta/query';
import { compileQuery, createParameters, type Parameters } from '../compile/index.ts';
import type { WithheldGroup } from '../rows/body.ts';

export interface Question {
  ast: Query;
  /** RFC 3339; inclusive. */
  from: string | null;
  /** RFC 3339; exclusive. */
  to: string | null;
  /** What the reader may see at all; evaluated on everything, withheld or not. */
  scope?: Query;
  /** Groups that take no part in the query and are left out of the answers. */
  withheld?: readonly WithheldGroup[];
}

export interface Conditions {
  where: string;
  parameters: Parameters;
}

/** The WHERE condition of a question. */
export function conditionsOf(question: Question, now: number): Conditions {
  const parameters = createParameters();
  const all: string[] = [];
  const time = (value: string): string =>
    `fromUnixTimestamp64Milli(${parameters.bind(Date.parse(value), 'Int64')}, 'UTC')`;
  if (question.from !== null) all.push(`time >= ${time(question.from)}`);
  if (question.to !== null) all.push(`time < ${time(question.to)}`);
  if (question.scope) {
    all.push(compileQuery(question.scope, { now, withheld: [] }, parameters));
  }
  const withheld: readonly FieldGroup[] = question.withheld ?? [];
  all.push(compileQuery(question.ast, { now, withheld }, parameters));
  const said = all.filter((one) => one !== '1');
  return { where: said.length === 0 ? '1' : said.join(' AND '), parameters };
}

export interface ReadLimits {
  query_time_ms: number;
  query_memory_bytes: number;
  page_rows: number;
  facet_values: number;
  facet_fields: number;
  histogram_buckets: number;
  counted_parts: number;
}

/** Settings of every question. */
export function readSettings(limits: ReadLimits): Record<string, number | string> {
  return {
    max_execution_time: limits.query_time_ms / 1000,
    max_memory_usage: limits.query_memory_bytes,
    timeout_before_checking_execution_speed: 0,
    output_format_json_quote_64bit_integers: 0,
    query_plan_max_limit_for_lazy_materialization: 1001,
  };
}
