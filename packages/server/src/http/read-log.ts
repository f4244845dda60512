// Whoever reads the record is on the record. A search is recorded once for the same reader, query
// and range within a minute: its histogram, facets and further pages are part of it.
import type { Principal } from '../access/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { AuditPort, AuditRecord } from './ports.ts';

const FOLD_MS = 60_000;

export interface Search {
  q: string;
  from: string | null;
  to: string | null;
}

export interface ReadLog {
  /** Resolves once this search stands in the log. */
  searched(principal: Principal, search: Search, context: AuditRecord['context']): Promise<void>;
}

/** @param options.capacity searches remembered; the oldest gives way and would be recorded again */
export function createReadLog(options: {
  audit: AuditPort;
  clock: Clock;
  capacity: number;
}): ReadLog {
  const { audit, clock, capacity } = options;
  const recent = new Map<string, { at: number; done: Promise<void> }>();

  const forget = () => {
    for (const [key, { at }] of recent) {
      if (recent.size < capacity && clock.now() - at < FOLD_MS) return;
      recent.delete(key);
    }
  };
  return {
    searched(principal, search, context) {
      const key = JSON.stringify([principal.id, search.q, search.from, search.to]);
      const known = recent.get(key);
      if (known !== undefined && clock.now() - known.at < FOLD_MS) return known.done;
      recent.delete(key);
      forget();
      const done = audit.record(principal, searchRecord(search, context)).then(
        () => undefined,
        (error: unknown) => {
          recent.delete(key);
          throw error;
        },
      );
      recent.set(key, { at: clock.now(), done });
      return done;
    },
  };
}

function searchRecord({ q, from, to }: Search, context: AuditRecord['context']): AuditRecord {
  return {
    action: 'search.executed',
    target: { type: 'query', id: q === '' ? '*' : q.slice(0, 1000) },
    labels: { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) },
    ...(context === undefined ? {} : { context }),
  };
}
