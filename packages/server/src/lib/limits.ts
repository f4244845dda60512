// A limit on everything that grows. Each part declares its limits as constants; values come from
// the settings by name; each time one is reached a metric counts it.
import { ActaError } from './errors.ts';
import type { Metrics } from './metrics.ts';

export interface Limit {
  /** `part.thing_unit`, as it stands in the settings under `limits`. */
  readonly name: string;
  readonly default: number;
  /** Why there is a limit and why this default. */
  readonly description: string;
}

export interface Limits {
  /** The limit's value: that of the settings, else its default. */
  value(limit: Limit): number;
  /** Counts that the limit was reached (`acta_limit_reached_total`). */
  reached(limit: Limit): void;
  /** Limits asked for so far with their values, for `doctor` and the reference. */
  known(): { limit: Limit; value: number }[];
  /** Names in the settings that no part has asked for: probably misspelt. */
  unknown(): string[];
}

/**
 * @param values settings by limit name; each a safe integer above zero
 * @throws ActaError `limit_invalid` where a value is not one
 */
export function createLimits(values: Readonly<Record<string, number>>, metrics: Metrics): Limits {
  const known = new Map<string, Limit>();
  const counter = metrics.counter('acta_limit_reached_total', 'Times a limit was reached.', [
    'limit',
  ]);
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isSafeInteger(value) || value <= 0) {
      throw new ActaError({
        code: 'limit_invalid',
        status: 500,
        fault: 'operator',
        detail: `The limit ${name} is ${String(value)}, which is not a whole number above zero.`,
        next: `Correct limits.${name} in the settings.`,
      });
    }
  }
  return {
    value(limit) {
      known.set(limit.name, limit);
      return values[limit.name] ?? limit.default;
    },
    reached(limit) {
      counter.inc({ limit: limit.name });
    },
    known: () =>
      [...known.values()].map((limit) => ({ limit, value: values[limit.name] ?? limit.default })),
    unknown: () => Object.keys(values).filter((name) => !known.has(name)),
  };
}
