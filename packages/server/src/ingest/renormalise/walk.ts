// Going through the events of a source, page by page: the first events, with what they were read as
// since, and what they would be now.
import type { ActaEvent } from '@acta/event';
import type { Query } from '@acta/query';
import type { LoggedEvent, SearchAnswer, Total } from '@acta/sdk';
import type { EventDraft, LogEntry } from '../../lib/entry.ts';
import { meaningOf, mappedAgain, type AgainContext } from './again.ts';

export interface WalkPorts {
  index: {
    through(): number;
    search(question: {
      ast: Query;
      from: string | null;
      to: string | null;
      order: '-time' | 'time';
      limit: number;
      cursor: string | null;
    }): Promise<SearchAnswer>;
  };
  ledger: {
    head(): { size: number };
    entry(index: number): Promise<LogEntry | null>;
  };
}

export interface WalkRange {
  source: { type: string; name: string };
  from: string | null;
  to: string | null;
  order: '-time' | 'time';
}

/** One event and what it is now; `drafts` absent where that can't be said. */
export interface Step {
  first: ActaEvent;
  drafts?: EventDraft[];
  changed: boolean;
}

export interface WalkPage {
  steps: Step[];
  total: Total;
}

const pageEvents = 100;

const equals = (field: string, value: string): Query => ({ type: 'equals', field, value });

/** Pages of the range, each event looked at with what it was read as last. */
export async function* walk(
  ports: WalkPorts,
  range: WalkRange,
  context: AgainContext,
): AsyncGenerator<WalkPage> {
  const { source, from, to, order } = range;
  const ast: Query = {
    type: 'and',
    items: [
      equals('source.type', source.type),
      equals('source.name', source.name),
      { type: 'not', item: equals('marks', 'renormalised') },
    ],
  };
  let cursor: string | null = null;
  do {
    const page: SearchAnswer = await ports.index.search({
      ast,
      from,
      to,
      order,
      cursor,
      limit: pageEvents,
    });
    const firsts = page.events.filter((event) => event.source.name === source.name);
    yield { steps: await stepsOf(ports, firsts, context), total: page.total };
    cursor = page.next;
  } while (cursor !== null);
}

async function stepsOf(
  ports: WalkPorts,
  firsts: readonly LoggedEvent[],
  context: AgainContext,
): Promise<Step[]> {
  const last = await lastMeanings(ports, firsts);
  const steps: Step[] = [];
  for (const { index, id } of firsts) {
    const entry = await ports.ledger.entry(index);
    if (entry === null) continue;
    const drafts = mappedAgain(context, entry.event);
    if (drafts === undefined) {
      steps.push({ first: entry.event, changed: false });
      continue;
    }
    const now = drafts.map(({ event }) => meaningOf(event));
    const before = last.get(id) ?? [meaningOf(entry.event)];
    const changed = now.toSorted().join() !== before.toSorted().join();
    steps.push({ first: entry.event, drafts, changed });
  }
  return steps;
}

/** What the events were read as by the latest revision, where there is one. */
async function lastMeanings(
  ports: WalkPorts,
  firsts: readonly LoggedEvent[],
): Promise<Map<string, string[]>> {
  const latest = new Map<string, { revision: number; meanings: string[] }>();
  if (firsts.length === 0) return new Map();
  const items = firsts.map(({ id }) => equals('revision_of', id));
  const [only] = items;
  const ast: Query = items.length === 1 && only !== undefined ? only : { type: 'or', items };
  let cursor: string | null = null;
  do {
    const page: SearchAnswer = await ports.index.search({
      ast,
      from: null,
      to: null,
      order: 'time',
      cursor,
      limit: 1_000,
    });
    for (const event of page.events) {
      const { revision_of, revision = 0 } = event;
      if (revision_of === undefined) continue;
      const known = latest.get(revision_of);
      if (known === undefined || known.revision < revision) {
        latest.set(revision_of, { revision, meanings: [meaningOf(event)] });
      } else if (known.revision === revision) known.meanings.push(meaningOf(event));
    }
    cursor = page.next;
  } while (cursor !== null);
  return new Map([...latest].map(([id, { meanings }]) => [id, meanings]));
}
