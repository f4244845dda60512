/** What a query may cost. Each limit is named in the error that refuses it. */
export interface QueryLimits {
  /** UTF-16 units of the query's text. */
  length: number;
  /** Parentheses and negations inside one another. */
  depth: number;
  /** Words, phrases and field conditions in all. */
  terms: number;
  /** `*` in one term. */
  wildcards: number;
}

export const QUERY_LIMITS: QueryLimits = { length: 4096, depth: 32, terms: 128, wildcards: 16 };
