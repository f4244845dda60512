import type { Threshold } from '../model.ts';

/** True if a number satisfies all thresholds. */
export function satisfies(value: number, thresholds: readonly Threshold[]): boolean {
  return thresholds.every(({ op, value: wanted }) => {
    switch (op) {
      case 'gt':
        return value > wanted;
      case 'gte':
        return value >= wanted;
      case 'lt':
        return value < wanted;
      case 'lte':
        return value <= wanted;
      case 'eq':
        return value === wanted;
      default:
        return value !== wanted;
    }
  });
}

/**
 * True if more events can never make it false again: it may fire at once. Otherwise the window has
 * to be over first.
 */
export const isMonotone = (thresholds: readonly Threshold[]): boolean =>
  thresholds.every(({ op }) => op === 'gt' || op === 'gte');
