// A rule's logic after parsing: a tree of tests on fields and on the event's text.
import type { Network } from '../value/cidr.ts';
import type { RegexTest } from '../value/regex.ts';
import type { SigmaString } from '../value/sigma-string.ts';

export type Comparison = 'lt' | 'lte' | 'gt' | 'gte' | 'eq';
export type DatePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
export type TextTest = 'equals' | 'starts' | 'ends' | 'contains';

/** A test on one value. Texts are folded to lower case unless `cased`. */
export type Matcher =
  | { op: TextTest; text: string; cased: boolean }
  | { op: 'glob'; value: SigmaString; test: (text: string) => boolean; cased: boolean }
  | { op: 'regex'; pattern: string; test: RegexTest; needs: readonly string[] }
  | { op: 'cidr'; text: string; network: Network }
  | { op: 'compare'; how: Comparison; value: number }
  | { op: 'part'; part: DatePart; how: Comparison; value: number }
  /** Any value but null. */
  | { op: 'present' }
  /** Null, or not there. */
  | { op: 'null' }
  /** There, whatever it is. */
  | { op: 'exists'; wanted: boolean }
  | { op: 'field'; field: string; how: TextTest; cased: boolean };

export type Expression =
  | { type: 'and' | 'or'; items: Expression[] }
  | { type: 'not'; item: Expression }
  | { type: 'field'; field: string; matcher: Matcher }
  /** On all texts of the event. */
  | { type: 'keyword'; matcher: Matcher }
  /** All of it on one element of a list (`field[any]:` of Sigma 3). */
  | { type: 'element'; field: string; item: Expression }
  /** A search identifier, named for explanations. */
  | { type: 'search'; name: string; item: Expression };

/** One where there is one, else all of them. */
export const join = (type: 'and' | 'or', items: Expression[]): Expression =>
  items.length === 1 ? items[0]! : { type, items };
