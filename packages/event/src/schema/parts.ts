// Pieces of the schema: maps of strings, JSON values and chains under a depth limit.
import { z } from 'zod';
import { isReservedName } from '../disclosures/reserved.ts';
import type { EventLimits } from '../limits.ts';
import { keyPattern } from './patterns.ts';

/** A map from short names to texts. */
export function stringMap<T extends z.ZodType<string>>(value: T, limits: EventLimits) {
  const map = z.record(z.string().regex(keyPattern), value);
  return z
    .preprocess(refuseProto, map)
    .refine(
      (members) => Object.keys(members).length <= limits.map_max_members,
      `has more than ${limits.map_max_members} members`,
    );
}

/** The schema library would drop this member without a word. */
function refuseProto(value: unknown, context: z.RefinementCtx): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    context.addIssue({ code: 'custom', message: 'has a member named __proto__' });
  }
  return value;
}

/** Any JSON value, not deeper and not larger than the limits. */
export function jsonValue(limits: EventLimits) {
  return z
    .unknown()
    .refine(
      (value) => isJsonValue(value, limits),
      'is not JSON, too deep or too large, or has a member named _sd or ...',
    );
}

/**
 * Whether a value is plain JSON within the limits of depth, number of nodes and length of strings.
 */
export function isJsonValue(value: unknown, limits: EventLimits): boolean {
  return countNodes(value, limits, 0, 0) <= limits.value_max_nodes;
}

/** Nodes seen so far, or infinity where the value is not acceptable. */
function countNodes(value: unknown, limits: EventLimits, depth: number, seen: number): number {
  if (typeof value === 'string') {
    return value.length <= limits.long_text_max_length ? seen + 1 : Infinity;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? seen + 1 : Infinity;
  if (value === null || typeof value === 'boolean') return seen + 1;
  if (typeof value !== 'object' || depth >= limits.value_max_depth) return Infinity;
  if (!Array.isArray(value) && !isPlain(value)) return Infinity;
  let count = seen + 1;
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || isReservedName(key) || key.length > limits.text_max_length)
      return Infinity;
    count = countNodes((value as Record<string, unknown>)[key], limits, depth + 1, count);
    if (count > limits.value_max_nodes) return Infinity;
  }
  return count;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a chain of objects, each in the member `link` of the one before, ends within `depth`. */
export function chainEnds(first: unknown, link: string, depth: number): boolean {
  let at = first;
  for (let level = 0; level <= depth; level++) {
    if (typeof at !== 'object' || at === null) return true;
    at = (at as Record<string, unknown>)[link];
  }
  return at === undefined;
}
