// Holds the event that the page shows against the one that the log proves: a proof of something
// else than what one reads would prove nothing.
import type { Check } from '@acta/sdk';

/** Added by the API, or disclosed apart: no part of what the comparison is about. */
const APART = new Set(['index', 'withheld', 'raw', 'raw_sha256']);

export function checkShown(shown: object, proven: object | null): Check {
  const different = proven === null ? ['everything'] : differences(shown, proven);
  return {
    name: 'events',
    ok: different.length === 0,
    what: 'What this page shows is what the log proves',
    expected: 'the same values',
    found: different.length === 0 ? 'the same values' : `differs in ${different.join(', ')}`,
  };
}

/** Top-level members that one of the two has, and the other not just so. */
export function differences(shown: object, proven: object): string[] {
  const left = shown as Record<string, unknown>;
  const right = proven as Record<string, unknown>;
  const names = new Set([...Object.keys(shown), ...Object.keys(proven)]);
  return [...names].filter((name) => !APART.has(name) && !same(left[name], right[name]));
}

/** Equality of JSON values; the order of members does not matter. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  if (left.length !== Object.keys(b).length) return false;
  return left.every(
    ([name, value]) => Object.hasOwn(b, name) && same(value, (b as Record<string, unknown>)[name]),
  );
}
