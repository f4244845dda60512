// Which rules an event is for: all that a rule's log source names must be said of the event.
import type { Logsource } from '../model.ts';

/** True if an event of this source is one that the rule is written for. */
export function appliesTo(rule: Logsource, event: Logsource): boolean {
  return (['category', 'product', 'service'] as const).every((key) => {
    const wanted = rule[key];
    return wanted === undefined || wanted.toLowerCase() === event[key]?.toLowerCase();
  });
}

/** One text for one set of log sources. */
export const logsourceKey = (sources: readonly Logsource[]): string =>
  sources
    .map(({ category = '', product = '', service = '' }) =>
      [category, product, service].join('\u0000').toLowerCase(),
    )
    .toSorted()
    .join('\u0001');
