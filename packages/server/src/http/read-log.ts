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

interface Recorded extends Search {
  at: number;
  done: Promise<void>;
}

/** Ranges remembered of one query: a page that moves with the time makes a new one each minute. */
const RANGES = 8;

/** @param options.capacity queries remembered; the oldest gives way and would be recorded again */
export function createReadLog(options: {
  audit: AuditPort;
  clock: Clock;
  capacity: number;
}): ReadLog {
  const { audit, clock, capacity } = options;
  const recent = new Map<string, Recorded[]>();

  const isFresh = ({ at }: Recorded) => clock.now() - at < FOLD_MS;
  /** Oldest first: stops at the first that is still of use, unless there are too many. */
  const forget = () => {
    for (const [key, records] of recent) {
      if (recent.size < capacity && records.some(isFresh)) return;
      recent.delete(key);
    }
  };
  const record = (principal: Principal, search: Search, context: AuditRecord['context']) =>
    audit.record(principal, searchRecord(search, context)).then(() => undefined);

  return {
    searched(principal, search, context) {
      const key = JSON.stringify([principal.id, search.q]);
      const known = (recent.get(key) ?? []).filter(isFresh);
      const same = known.find((other) => isSameRange(other, search));
      if (same !== undefined) return same.done;
      recent.delete(key);
      forget();
      const made: Recorded = {
        ...search,
        at: clock.now(),
        done: record(principal, search, context),
      };
      const records = [...known.slice(1 - RANGES), made];
      recent.set(key, records);
      // What could not be recorded is tried again by the next request.
      made.done.catch(() => records.splice(records.indexOf(made), 1));
      return made.done;
    },
  };
}

/** The page's relative ranges move while it asks its parts: less than a minute is the same. */
function isSameRange(a: Search, b: Search): boolean {
  return isSameTime(a.from, b.from) && isSameTime(a.to, b.to);
}

function isSameTime(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(Date.parse(a) - Date.parse(b)) < FOLD_MS;
}

function searchRecord({ q, from, to }: Search, context: AuditRecord['context']): AuditRecord {
  return {
    action: 'search.executed',
    target: { type: 'query', id: q === '' ? '*' : q.slice(0, 1000) },
    labels: { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) },
    ...(context === undefined ? {} : { context }),
  };
}
