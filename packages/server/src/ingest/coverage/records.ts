// What coverage says in the log. Each record has a name, so that a crash between the log and the
// control store says nothing twice.
import type { AuditRecord } from '../ports.ts';
import { dayText, type JudgedDay } from './days.ts';
import type { CoveredSource } from './ports.ts';
import { missingOf, rangesText, type Gap } from './sequences.ts';
import type { Skew } from './skew.ts';
import type { Span } from './spans.ts';

type Record = AuditRecord & { once: string };

const targetOf = ({ id, name }: CoveredSource) => ({ type: 'source', id, name });
const timeText = (ms: number) => new Date(ms).toISOString();

/** @param heard when it was last heard; null where never */
export function silentRecord(source: CoveredSource, heard: number | null, rule: string): Record {
  const since = heard === null ? 'it was added' : timeText(heard);
  return {
    action: 'source.silent',
    target: targetOf(source),
    why: { reason: `nothing since ${since}, which is ${rule}` },
    labels: { since: heard === null ? source.created : timeText(heard), rule },
    once: `coverage:silent:${source.id}:${heard ?? 'never'}`,
  };
}

export function heardRecord(source: CoveredSource, from: number, to: number): Record {
  return {
    action: 'source.heard',
    target: targetOf(source),
    why: { reason: `silent from ${timeText(from)} to ${timeText(to)}` },
    labels: { silent_from: timeText(from), silent_to: timeText(to) },
    once: `coverage:heard:${source.id}:${from}`,
  };
}

export function skewRecord(source: CoveredSource, skew: Skew): Record {
  const since = timeText(skew.since ?? 0);
  const seconds = Math.round(skew.ahead / 1000);
  return {
    action: 'source.clock_skewed',
    target: targetOf(source),
    why: { reason: `${skew.events} events since ${since} come from up to ${seconds} s ahead` },
    labels: { since, ahead_s: String(seconds) },
    once: `coverage:skew:${source.id}:${skew.since}`,
  };
}

export function correctedRecord(source: CoveredSource, skew: Skew): Record {
  return {
    action: 'source.clock_corrected',
    target: targetOf(source),
    labels: { since: timeText(skew.since ?? 0) },
    once: `coverage:corrected:${source.id}:${skew.since}`,
  };
}

const labelsOf = ({ stream, first, last, found }: Gap) => ({
  stream,
  first: String(first),
  last: String(last),
  found: timeText(found),
});

export function gapRecord(source: CoveredSource, gap: Gap): Record {
  const missing = String(missingOf(gap));
  const ranges = rangesText(gap.missing);
  return {
    action: 'source.gap_found',
    target: targetOf(source),
    why: { reason: `${missing} of ${gap.stream} did not come: ${ranges}` },
    labels: { ...labelsOf(gap), missing, ranges },
    once: `coverage:gap:${source.id}:${gap.found}:${gap.stream}:${gap.first}`,
  };
}

export function filledRecord(source: CoveredSource, gap: Gap): Record {
  const ranges = rangesText([[gap.first, gap.last]]);
  return {
    action: 'source.reconciled',
    target: targetOf(source),
    why: { reason: `${ranges} of ${gap.stream} came late` },
    labels: { ...labelsOf(gap), ranges },
    once: `coverage:filled:${source.id}:${gap.found}:${gap.stream}:${gap.first}`,
  };
}

export function dayRecord(
  source: CoveredSource,
  day: string,
  judged: JudgedDay,
  counts: { events: number; refused: number },
): Record {
  const reasons = [...new Set(judged.reasons.map(({ code }) => code))].join(' ');
  return {
    action: 'coverage.day_recorded',
    target: targetOf(source),
    why: { reason: dayText(day, judged, counts.events) },
    labels: {
      day,
      state: judged.state,
      events: String(counts.events),
      ...(counts.refused > 0 ? { refused: String(counts.refused) } : {}),
      ...(reasons === '' ? {} : { reasons }),
    },
    once: `coverage:day:${source.id}:${day}`,
  };
}

export function downRecord(origin: string, [from, to]: Span): Record {
  return {
    action: 'coverage.interrupted',
    target: { type: 'service', id: origin, name: 'Acta' },
    why: { reason: `from ${timeText(from)} to ${timeText(to)}` },
    labels: { from: timeText(from), to: timeText(to) },
    once: `coverage:down:${from}`,
  };
}
