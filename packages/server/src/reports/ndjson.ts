import type { MatchingPage } from './matching.ts';

/** One event a line, as the API answers it. */
export async function* ndjsonLines(pages: AsyncIterable<MatchingPage>): AsyncGenerator<string> {
  for await (const { events } of pages) {
    if (events.length > 0) yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
  }
}
