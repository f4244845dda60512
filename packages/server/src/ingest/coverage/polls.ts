// Acta's own questions as words of a source: a poll that finds nothing says that nothing happened.
import { LEARNED_WEEKS } from './rhythm.ts';
import { HOUR_MS, WEEK_HOURS, without, type Span } from './spans.ts';
import type { SourceState } from './state.ts';

/** How the polls of a source go. */
export interface PollStatus {
  /** ms since 1970: all before it was read; null where nothing was yet. */
  through: number | null;
  interval_ms: number;
}

/** Time of which everything was read. */
export interface Polled {
  from: number;
  to: number;
}

const LEAST_MS = HOUR_MS;
const MISSED = 4;

/** How long no poll may succeed before the source is silent: four of them, an hour at the least. */
export const pollSilence = ({ interval_ms }: PollStatus): number =>
  Math.max(LEAST_MS, MISSED * interval_ms);

/** Takes how far was read; false where that is known. */
export function notePolled(state: SourceState, through: number): boolean {
  const { polled } = state;
  if (polled !== null && through <= polled.to) return false;
  state.polled = { from: polled?.from ?? through, to: through };
  return true;
}

/** The pull is not all there is of it: in the last weeks something came by another door. */
export function isPushed({ pushed, polled }: SourceState): boolean {
  if (pushed === null) return false;
  return polled === null || pushed > polled.to - LEARNED_WEEKS * WEEK_HOURS * HOUR_MS;
}

/** The time that the polls vouch for. */
export const polledOf = (state: SourceState): Polled | null =>
  isPushed(state) ? null : state.polled;

/** What is left of stretches where the product was asked later what happened in them. */
export function unread(spans: readonly Span[], polled: Polled | null): Span[] {
  if (polled === null) return [...spans];
  return spans.flatMap((span) => without(span, [[polled.from, polled.to]]));
}
