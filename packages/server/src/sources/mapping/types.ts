// The mapping document, version 1. Its JSON Schema is in schema.ts, its meaning in
// docs/reference/mapping.md.
import type { Json } from '../reader.ts';

/**
 * A text with places (`{user.login}`), a number or truth value as it is, or one source (`path`,
 * `const`, `template`, `first`) with what is done to it, in this order: pattern, case, map, format,
 * join, default.
 */
export type Value = string | number | boolean | ValueObject;

export interface ValueObject {
  path?: string;
  const?: Json;
  template?: string;
  /** The first that is there. */
  first?: Value[];
  /** RE2; its first group, or the whole match. */
  pattern?: string;
  case?: 'lower' | 'upper';
  /** What stands there → what it means. */
  map?: Record<string, string | number | boolean>;
  /** Times: a keyword or a pattern of strptime; several are tried in order. */
  format?: string | string[];
  /** Of times that name none. */
  zone?: string;
  /** A list becomes one text with this between its items. */
  join?: string;
  default?: Value;
}

export interface Condition {
  path?: string;
  equals?: Json;
  in?: Json[];
  matches?: string;
  exists?: boolean;
  all?: Condition[];
  any?: Condition[];
  not?: Condition;
}

/** One item for each value at a path; paths inside look at the item. */
export interface Each {
  each: string;
  [member: string]: Value;
}

/** Two objects whose members are compared. */
export interface Compared {
  before: string;
  after: string;
}

export interface Fields {
  [field: string]: Value | Each | Compared;
}

export interface Rule {
  /** For people. */
  name?: string;
  when: Condition;
  fields: Fields;
}

export interface Extract {
  from?: Value;
  /** RE2 with named groups, which become `@match.NAME`. */
  pattern: string;
}

export interface Mapping {
  v: 1;
  input?: { format?: InputFormat; split?: string };
  extract?: Extract[];
  /** The record's own id. */
  delivery?: Value;
  fields?: Fields;
  /** The first whose condition holds lays its fields over the others. */
  rules?: Rule[];
  /**
   * Who, when, what and target by common names where the mapping leaves them out; true when absent.
   */
  guess?: boolean;
}

export const inputFormats = ['auto', 'json', 'lines', 'logfmt'] as const;
export type InputFormat = (typeof inputFormats)[number];
