// What can be said of one day of one source: complete, partial and why, or not known.
import type { CoverageReason, DayState } from '@acta/sdk';
import { missingOf, rangesText, type Gap } from './sequences.ts';
import { clipped, DAY_MS, lengthOf, startOf, type Span } from './spans.ts';

/** Acta was down or the source paused for so long that the day can't be judged. */
const HARDLY_HEARD = 0.95;

export interface DayFacts {
  /** ms since 1970. */
  now: number;
  /** Since when it is expected. */
  since: number;
  /** All `merged`. */
  down: readonly Span[];
  paused: readonly Span[];
  silent: readonly Span[];
  gaps: readonly Gap[];
  /** Deliveries of the day that wait in quarantine. */
  held: number;
  /** Refused deliveries of the day. */
  refused: number;
  /** Events that happened on the day. */
  events: number;
  /** The rhythm is learned, a length of silence set, or all was asked for: quiet is no silence. */
  judged: boolean;
  /** Anything was ever heard before the end of the day. */
  heard: boolean;
  /** Shorter stretches without Acta say nothing: senders try again. */
  down_ms: number;
}

export interface JudgedDay {
  state: DayState;
  reasons: CoverageReason[];
}

/** Judges a day. Pure. */
export function judgeDay(day: string, facts: DayFacts): JudgedDay {
  const range: Span = [startOf(day), startOf(day) + DAY_MS];
  if (range[1] <= facts.since || range[0] > facts.now) {
    return { state: 'not_connected', reasons: [] };
  }
  const passed: Span = [Math.max(range[0], facts.since), Math.min(range[1], facts.now)];
  const reasons = reasonsOf(range, passed, facts);
  return { state: stateOf(range, passed, facts, reasons), reasons };
}

function stateOf(
  range: Span,
  passed: Span,
  facts: DayFacts,
  reasons: readonly CoverageReason[],
): DayState {
  const unheard = lengthOf(clipped([...facts.down, ...facts.paused], passed));
  const isUnknown =
    reasons.some(({ code }) => code === 'never_heard' || code === 'learning') ||
    unheard >= (passed[1] - passed[0]) * HARDLY_HEARD;
  if (isUnknown && passed[1] > passed[0]) return 'unknown';
  if (reasons.length > 0) return 'partial';
  return range[1] > facts.now ? 'open' : 'complete';
}

function reasonsOf(range: Span, passed: Span, facts: DayFacts): CoverageReason[] {
  const reasons: CoverageReason[] = [];
  const add = (
    code: CoverageReason['code'],
    span: Span | null,
    count: number | null,
    detail = '',
  ) =>
    reasons.push({
      code,
      from: span === null ? null : new Date(span[0]).toISOString(),
      to: span === null ? null : new Date(span[1]).toISOString(),
      count,
      detail,
    });
  if (facts.since > range[0]) add('connected', [range[0], facts.since], null);
  for (const span of clipped(facts.down, passed)) {
    if (span[1] - span[0] >= facts.down_ms) add('acta_down', span, null);
  }
  for (const span of clipped(facts.paused, passed)) add('paused', span, null);
  if (!facts.heard) add('never_heard', null, null);
  else for (const span of clipped(facts.silent, passed)) add('silent', span, null);
  for (const gap of facts.gaps) {
    const isOfDay = gap.found >= range[0] && gap.found < range[1];
    if (isOfDay && gap.closed === null) {
      add('gap', null, missingOf(gap), `${gap.stream}: ${rangesText(gap.missing)}`);
    }
  }
  if (facts.held > 0) add('quarantined', null, facts.held);
  if (facts.refused > 0 && facts.events === 0) add('refused', null, facts.refused);
  if (facts.heard && facts.events === 0 && !facts.judged) add('learning', null, null);
  return reasons;
}

const WORDS: Record<CoverageReason['code'], string> = {
  connected: 'connected during the day',
  acta_down: 'Acta was not running',
  paused: 'the source was paused',
  never_heard: 'nothing was ever heard',
  silent: 'silent beyond its rhythm',
  gap: 'numbers are missing',
  quarantined: 'deliveries wait in quarantine',
  refused: 'only refused deliveries came',
  learning: 'nothing came, and the rhythm is not known yet',
};

/** The day in a sentence, as its event in the log says it. */
export function dayText(day: string, { state, reasons }: JudgedDay, events: number): string {
  const words = [...new Set(reasons.map(({ code }) => WORDS[code]))].join('; ');
  const came = events === 0 ? 'nothing happened' : `${events} event${events === 1 ? '' : 's'}`;
  return `${day} is ${state}: ${came}${words === '' ? '' : ` (${words})`}.`;
}
