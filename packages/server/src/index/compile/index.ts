// A query's tree as a WHERE condition. User text is only ever bound, never part of the SQL; one
// file an operator; the same meaning as `matches` of @acta/query, which a test compares on random
// events.
import {
  type Field,
  type FieldGroup,
  findField,
  parseCidr,
  type Query,
  type Span,
  spanOf,
  spanOfValue,
  type Term,
} from '@acta/query';
import { compileEquals, compileKey } from './equals.ts';
import { compileExists } from './exists.ts';
import { keyLetter } from '../rows/keys.ts';
import type { Parameters } from './parameters.ts';
import { anyOf, placesOf } from './places.ts';
import { compileSpan } from './span.ts';
import { compileText } from './text.ts';
import { compileWildcard } from './wildcard.ts';

export { createParameters, type Parameters } from './parameters.ts';

export interface CompileOptions {
  /** Milliseconds since the epoch, for relative times. */
  now: number;
  /** Groups that take no part: their fields match nothing, their text is not searched. */
  withheld: readonly FieldGroup[];
}

/** The condition for a query; values go to `parameters`. */
export function compileQuery(
  query: Query,
  options: CompileOptions,
  parameters: Parameters,
): string {
  switch (query.type) {
    case 'all':
      return '1';
    case 'and':
    case 'or': {
      const items = query.items.map((item) => compileQuery(item, options, parameters));
      return `(${items.join(query.type === 'and' ? ' AND ' : ' OR ')})`;
    }
    case 'not':
      return `NOT (${compileQuery(query.item, options, parameters)})`;
    default:
      return compileTerm(query, options, parameters);
  }
}

function compileTerm(term: Term, options: CompileOptions, parameters: Parameters): string {
  if (term.type === 'text') {
    const group = term.field === undefined ? {} : { group: term.field as FieldGroup };
    return compileText(term.pieces, { withheld: options.withheld, ...group }, parameters);
  }
  const field = findField(term.field);
  if (field === null) return '0';
  const span = spanOfTerm(term, field, options.now);
  const places = placesOf(field, options.withheld);
  const letter = span === null && places.length > 0 ? keyLetter(field.path) : undefined;
  if (term.type === 'equals' && letter !== undefined && field.paths.length > 1) {
    return compileKey(letter, term.value, parameters);
  }
  return anyOf(
    places.map((place) => {
      if (span !== null) return compileSpan(place, span, field.type, parameters);
      if (term.type === 'equals') return compileEquals(place, term.value, parameters);
      if (term.type === 'wildcard') return compileWildcard(place, term.pieces, parameters);
      return compileExists(place, parameters);
    }),
  );
}

/** What the term means as a span, where it is one. */
function spanOfTerm(term: Term, field: Field, now: number): Span | null {
  if (term.type === 'range') return spanOf(term, field.type, now);
  if (term.type === 'equals' && field.type !== 'keyword') {
    return spanOfValue(term.value, field.type, now);
  }
  if (term.type !== 'cidr') return null;
  const network = parseCidr(term.value);
  return network === null ? { from: 0n, to: 0n } : { from: network.first, to: network.last + 1n };
}
