// The query's tree. Values are kept as typed (times may be relative), so that printing gives the
// same query back; folding and resolving happen where the tree is evaluated.

/** One end of a range, as typed; `inclusive` tells `>=` from `>`. */
export interface Bound {
  value: string;
  inclusive: boolean;
}

export interface TextTerm {
  type: 'text';
  /** Literal pieces between `*`; one piece is a plain word or phrase. */
  pieces: string[];
  /** Canonical path of a text field (`raw`); absent for all text. */
  field?: string;
}

export interface EqualsTerm {
  type: 'equals';
  field: string;
  value: string;
}

export interface WildcardTerm {
  type: 'wildcard';
  field: string;
  /** Literal pieces between `*`, at least two. */
  pieces: string[];
}

export interface ExistsTerm {
  type: 'exists';
  field: string;
}

export interface RangeTerm {
  type: 'range';
  field: string;
  min?: Bound;
  max?: Bound;
}

export interface CidrTerm {
  type: 'cidr';
  field: string;
  value: string;
}

export type Term = TextTerm | EqualsTerm | WildcardTerm | ExistsTerm | RangeTerm | CidrTerm;

export interface AllQuery {
  type: 'all';
}

export interface AndQuery {
  type: 'and';
  /** At least two, none of type `and`. */
  items: Query[];
}

export interface OrQuery {
  type: 'or';
  /** At least two, none of type `or`. */
  items: Query[];
}

export interface NotQuery {
  type: 'not';
  item: Query;
}

export type Query = AllQuery | AndQuery | OrQuery | NotQuery | Term;

/** Matches every event. */
export const ALL: AllQuery = { type: 'all' };

/** Joins queries, flattening lists of the same kind and dropping what `and` does not need. */
export function join(type: 'and' | 'or', queries: readonly Query[]): Query {
  const items: Query[] = [];
  for (const query of queries) {
    if (query.type === type) items.push(...query.items);
    else if (type === 'and' && query.type === 'all') continue;
    else if (query.type === 'all') return ALL;
    else items.push(query);
  }
  if (items.length === 0) return ALL;
  return items.length === 1 ? items[0]! : { type, items };
}

/** Negates a query. */
export function negate(item: Query): NotQuery {
  return { type: 'not', item };
}

/** Every term of a query, left to right. */
export function* terms(query: Query): Generator<Term> {
  const stack: Query[] = [query];
  while (stack.length > 0) {
    const next = stack.pop()!;
    if (next.type === 'and' || next.type === 'or') stack.push(...next.items.toReversed());
    else if (next.type === 'not') stack.push(next.item);
    else if (next.type !== 'all') yield next;
  }
}
