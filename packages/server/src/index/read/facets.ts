// The most common values of fields among the events that a query matches.
import {
  eventValues,
  type Field,
  type FieldGroup,
  findField,
  foldValue,
  SEVERITIES,
} from '@acta/query';
import type { FacetsAnswer } from '@acta/sdk';
import { placesOf } from '../compile/places.ts';
import type { Parameters } from '../compile/index.ts';
import { fieldInvalid } from '../errors.ts';
import { ANSWER_COLUMNS, type AnswerRow, openRow } from '../rows/body.ts';
import { REST_SEPARATOR } from '../schema/columns.ts';
import { EVENTS } from '../schema/tables.ts';
import { conditionsOf, type Question, readSettings } from './question.ts';
import type { ReadContext } from './search.ts';

export interface FacetsQuestion extends Question {
  /** Names as in queries. */
  fields: readonly string[];
  /** Values a field. */
  limit: number;
}

type Facet = FacetsAnswer['facets'][number];
/** Value, count, index of one event that has it, count of all values together. */
type FacetRow = [value: string, count: number, sample: number, all: number];

/** Fields whose values are lower case in the event itself. */
const CLOSED = new Set(['action', 'category', 'effect', 'outcome', 'severity', 'source.type']);

/** @throws ActaError `field_invalid` and as `search` */
export async function facets(
  context: ReadContext,
  question: FacetsQuestion,
): Promise<FacetsAnswer> {
  const through = context.through();
  if (question.fields.length > context.limits.facet_fields) {
    throw fieldInvalid(question.fields.join(), `at most ${context.limits.facet_fields} at once`);
  }
  const limit = Math.max(1, Math.min(question.limit, context.limits.facet_values));
  const found = await Promise.all(
    question.fields.map((name) => countValues(context, question, name, limit)),
  );
  const samples = await sampleEvents(context, found);
  return {
    facets: found.map(({ name, field, rows }) => facetOf(name, field, rows, samples)),
    covered: { from: question.from, to: question.to, through_index: through },
  };
}

interface Counted {
  name: string;
  field: Field;
  rows: FacetRow[];
}

async function countValues(
  context: ReadContext,
  question: FacetsQuestion,
  name: string,
  limit: number,
): Promise<Counted> {
  const field = findField(name);
  if (field === null) throw fieldInvalid(name, 'there is no such field');
  if (!['keyword', 'severity', 'ip'].includes(field.type) || field.path === 'id') {
    throw fieldInvalid(name, 'its values are too many');
  }
  const { where, parameters } = conditionsOf(question, context.now());
  const value = valueOf(field, question.withheld ?? [], parameters);
  if (value === null) return { name, field, rows: [] };
  const rows = await context.database.rows<FacetRow>(
    `SELECT value, found, sample, sum(found) OVER () FROM (
       SELECT ${value} AS value, count() AS found, max(\`index\`) AS sample
       FROM ${EVENTS} WHERE ${where} GROUP BY value HAVING value != ''
     ) ORDER BY found DESC, value LIMIT ${limit}`,
    parameters.values(),
    readSettings(context.limits),
  );
  return { name, field, rows };
}

/** The expression for a field's value: the first of its paths that has one. */
function valueOf(
  field: Field,
  withheld: readonly FieldGroup[],
  parameters: Parameters,
): string | null {
  const places = placesOf(field, withheld);
  if (field.path === 'severity') {
    return `transform(severity, [0, 1, 2, 3, 4], ['${SEVERITIES.join("', '")}'], '')`;
  }
  if (field.path === 'actor' && places.length > 0) return 'actor';
  const columns = places.flatMap((place) => ('column' in place ? [place.column.name] : []));
  if (columns.length > 0) {
    const [last = "''", ...others] = columns.toReversed();
    return others.reduce((rest, name) => `if(${name} != '', ${name}, ${rest})`, last);
  }
  const [place] = places;
  if (place === undefined || !('rest' in place)) return null;
  const prefix = `${place.rest}${REST_SEPARATOR}`;
  const start = parameters.bind(prefix, 'String');
  const skip = parameters.bind(Buffer.byteLength(prefix) + 1, 'UInt64');
  return `arrayJoin(arrayMap(x -> substring(x, ${skip}), arrayFilter(x -> startsWith(x, ${start}), rest)))`;
}

/** One event for each value whose spelling is lost by folding, by index. */
async function sampleEvents(
  context: ReadContext,
  found: readonly Counted[],
): Promise<Map<number, object>> {
  const indexes = new Set<number>();
  for (const { field, rows } of found) {
    if (!CLOSED.has(field.paths[0]!)) for (const row of rows) indexes.add(row[2]);
  }
  if (indexes.size === 0) return new Map();
  const rows = await context.database.rows<AnswerRow>(
    `SELECT ${ANSWER_COLUMNS} FROM ${EVENTS} WHERE \`index\` IN {indexes:Array(UInt64)}`,
    { indexes: [...indexes] },
    readSettings(context.limits),
  );
  return new Map(rows.map((row) => [row[0], openRow(row)]));
}

function facetOf(
  name: string,
  field: Field,
  rows: readonly FacetRow[],
  samples: ReadonlyMap<number, object>,
): Facet {
  const values = rows.map((row) => ({
    value: spellingOf(row[0], field, samples.get(row[2])),
    count: row[1],
  }));
  const all = rows[0]?.[3] ?? 0;
  return { field: name, values, other: all - values.reduce((sum, one) => sum + one.count, 0) };
}

/** The value as the event spells it. */
function spellingOf(folded: string, field: Field, sample: object | undefined): string {
  if (sample === undefined) return folded;
  const spelled = eventValues(sample, (_, value) => String(value));
  for (const path of field.paths) {
    for (const value of spelled.get(path) ?? [])
      if (foldValue(path, value) === folded) return value;
  }
  return folded;
}
