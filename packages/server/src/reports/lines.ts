import type { LoggedEvent } from '@acta/sdk';
import type { MatchingPage } from './matching.ts';

/** One event a line, in any form. */
export async function* eventLines(
  pages: AsyncIterable<MatchingPage>,
  line: (event: LoggedEvent) => string,
): AsyncGenerator<string> {
  for await (const { events } of pages) {
    if (events.length > 0) yield events.map(line).join('');
  }
}

/** An event as the API answers it. */
export const ndjsonLine = (event: LoggedEvent): string => `${JSON.stringify(event)}\n`;
