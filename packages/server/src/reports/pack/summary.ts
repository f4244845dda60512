import { sentenceOf } from '@acta/event';
import type { LoggedEvent } from '@acta/sdk';
import type { CoverageGap } from '../ports.ts';
import type { PopulationRange } from './population.ts';

/** Rows that the printed report lists; the whole set is in events.ndjson. */
export const MAX_REPORT_ROWS = 1000;
const MAX_NOTABLE_ROWS = 200;
/** Distinct values counted one by one; what comes after goes to "other". */
const MAX_DISTINCT = 10_000;
const TOP = 15;

export interface ReportRow {
  index: number;
  time: string;
  actor: string;
  text: string;
  source: string;
  outcome: string;
  severity: string;
  ticket: string;
}

export interface Count {
  value: string;
  count: number;
}

export interface Redaction {
  group: string;
  why: string;
  count: number;
}

/** What the report says, before it is laid out. */
export interface ReportModel {
  created: string;
  version: string;
  origin: string;
  vkeys: string[];
  reader: string;
  query: { q: string; from: string | null; to: string | null };
  head: { size: number; root: string; checkpoint: string };
  through_index: number;
  events: number;
  first: string | null;
  last: string | null;
  actions: Count[];
  actors: Count[];
  outcomes: Count[];
  severities: Count[];
  rows: ReportRow[];
  notable: ReportRow[];
  redactions: Redaction[];
  gaps: CoverageGap[] | null;
  population: PopulationRange | null;
}

type Totals = Pick<
  ReportModel,
  | 'events'
  | 'first'
  | 'last'
  | 'actions'
  | 'actors'
  | 'outcomes'
  | 'severities'
  | 'rows'
  | 'notable'
>;

export type Summary = ReturnType<typeof createSummary>;

/** Sums events up in bounded memory. */
export function createSummary() {
  const counters = {
    actions: new Map<string, number>(),
    actors: new Map<string, number>(),
    outcomes: new Map<string, number>(),
    severities: new Map<string, number>(),
  };
  const rows: ReportRow[] = [];
  const notable: ReportRow[] = [];
  let events = 0;
  let first: string | null = null;
  let last: string | null = null;
  return {
    add(event: LoggedEvent): void {
      events++;
      first ??= event.time;
      last = event.time;
      count(counters.actions, event.action);
      count(counters.actors, nameOf(event));
      count(counters.outcomes, event.outcome);
      count(counters.severities, event.severity);
      const wanted = notable.length < MAX_NOTABLE_ROWS && isNotable(event);
      if (rows.length >= MAX_REPORT_ROWS && !wanted) return;
      const row = rowOf(event);
      if (rows.length < MAX_REPORT_ROWS) rows.push(row);
      if (wanted) notable.push(row);
    },
    totals: (): Totals => ({
      events,
      first,
      last,
      rows,
      notable,
      actions: top(counters.actions),
      actors: top(counters.actors),
      outcomes: top(counters.outcomes),
      severities: top(counters.severities),
    }),
  };
}

function isNotable(event: LoggedEvent): boolean {
  const grave = event.severity === 'high' || event.severity === 'critical';
  return grave || event.outcome === 'denied' || (event.marks?.includes('conflict') ?? false);
}

function rowOf(event: LoggedEvent): ReportRow {
  return {
    index: event.index,
    time: event.time,
    actor: nameOf(event),
    text: sentenceOf(event).text,
    source: event.source?.name ?? event.source?.type ?? '',
    outcome: event.outcome,
    severity: event.severity,
    ticket: event.why?.ticket ?? '',
  };
}

function nameOf(event: LoggedEvent): string {
  return event.actor?.name ?? event.actor?.email ?? event.actor?.id ?? '(withheld)';
}

function count(counts: Map<string, number>, value: string): void {
  const key = counts.has(value) || counts.size < MAX_DISTINCT ? value : 'other';
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function top(counts: Map<string, number>): Count[] {
  return [...counts]
    .map(([value, number]) => ({ value, count: number }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, TOP);
}
