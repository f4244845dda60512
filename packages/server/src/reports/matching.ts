import type { LoggedEvent } from '@acta/sdk';
import type { ReportOptions } from './ports.ts';
import type { RunningExport } from './reports.ts';

const PAGE = 1000;

export interface MatchingPage {
  events: LoggedEvent[];
  through_index: number;
}

/** Everything that the export's reader finds, oldest first, a page at a time. */
export async function* matching(
  options: Pick<ReportOptions, 'index'>,
  run: RunningExport,
): AsyncGenerator<MatchingPage> {
  let cursor: string | null = null;
  let done = 0;
  do {
    run.signal.throwIfAborted();
    const page = await options.index.search({
      ast: run.ast,
      from: run.job.from,
      to: run.job.to,
      order: 'time',
      limit: PAGE,
      cursor,
      ...(run.reader.scope === undefined ? {} : { scope: run.reader.scope }),
      withheld: run.reader.withheld,
    });
    done += page.events.length;
    run.progress(done, typeof page.total === 'number' ? page.total : null);
    yield { events: page.events, through_index: page.through_index };
    cursor = page.next;
  } while (cursor !== null);
}
