// Reading untyped documents: each look notes what is wrong at its place and goes on.
import { mappingLimits } from './limits.ts';
import { below, type Problems } from './problems.ts';

/** The state of one reading of a document. */
export interface Reading {
  problems: Problems;
  nodes: number;
  tables: number;
  patterns: number;
  /** Names of headers that paths look at. */
  headers: Set<string>;
  /** Whether what is being read looks outside of the record. */
  outside: boolean;
}

/** The value as an object; notes where it is none. */
export function members(
  value: unknown,
  path: string,
  reading: Reading,
): Record<string, unknown> | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  reading.problems.add(path, `is ${kindOf(value)}, expected an object`);
  return undefined;
}

/** Notes members that have no meaning here. */
export function onlyKnown(
  value: Record<string, unknown>,
  known: readonly string[],
  path: string,
  reading: Reading,
): void {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) reading.problems.add(below(path, name), 'means nothing here', known);
  }
}

/** Counts a value or condition; false where there are too many or they nest too deep. */
export function counted(path: string, depth: number, reading: Reading): boolean {
  reading.nodes++;
  const { nesting_max_depth, nodes_max } = mappingLimits;
  if (depth > nesting_max_depth) {
    reading.problems.add(path, `is nested deeper than ${nesting_max_depth} levels`);
    return false;
  }
  if (reading.nodes > nodes_max) {
    reading.problems.add(path, `the mapping has more than ${nodes_max} values and conditions`);
    return false;
  }
  return true;
}

/** A value's kind in words. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' ? 'a number' : 'true or false';
}
