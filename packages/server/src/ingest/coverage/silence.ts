// When quiet becomes silence: the rule of a source, and the moment at which it is broken.
import type { Pace } from './pace.ts';
import type { Rhythm } from './rhythm.ts';
import { HOUR_MS, hourOf, hourOfWeek, without, type Span } from './spans.ts';
import type { Hours } from './rhythm.ts';

export type SilenceRule =
  | { by: 'off' }
  /** So long without a word, whatever the hour. */
  | { by: 'time'; ms: number }
  /** Quieter than is likely at these hours of the week, or for far longer than it ever was. */
  | { by: 'rhythm'; rhythm: Rhythm; pace: Pace | null };

/** No rule looks further ahead than this. */
export const FORECAST_MS = 60 * 86_400_000;

/** `rhythm`, `off`, or a length: `30m`, `6h`, `2d`. Null for anything else. */
export function parseSilence(text: string): 'rhythm' | 'off' | number | null {
  if (text === 'rhythm' || text === 'off') return text;
  const found = /^([1-9]\d{0,4})(m|h|d)$/.exec(text);
  if (found === null) return null;
  const unit = { m: 60_000, h: HOUR_MS, d: 86_400_000 }[found[2] as 'm' | 'h' | 'd'];
  const ms = Number(found[1]) * unit;
  return ms <= FORECAST_MS ? ms : null;
}

/**
 * The rule that holds now.
 *
 * @param setting as `parseSilence` reads it
 * @param unlearned_ms how long a source may be quiet whose rhythm is not known yet
 */
export function ruleOf(
  setting: 'rhythm' | 'off' | number,
  rhythm: Rhythm,
  unlearned_ms: number,
  pace: Pace | null = null,
): SilenceRule {
  if (setting === 'off') return { by: 'off' };
  if (typeof setting === 'number') return { by: 'time', ms: setting };
  return rhythm.learned ? { by: 'rhythm', rhythm, pace } : { by: 'time', ms: unlearned_ms };
}

/**
 * When a source last heard at `heard` is silent; null where not before `until`.
 *
 * @param excluded as `merged` gives them: time that says nothing of the source
 */
export function silentFrom(
  heard: number,
  rule: SilenceRule,
  excluded: readonly Span[],
  until: number,
): number | null {
  if (rule.by === 'off') return null;
  if (rule.by === 'time') return reached(heard, () => 1, rule.ms, excluded, until);
  const { rhythm, pace } = rule;
  const weight = (place: number) => rhythm.weight[place]!;
  const unlikely = reached(heard, weight, rhythm.allowed * HOUR_MS, excluded, until);
  return (pace && outOfPace(heard, pace, excluded, unlikely ?? until)) ?? unlikely;
}

/** When a source last heard at `heard` was quiet for too long by its pace, as `silentFrom`. */
export function outOfPace(
  heard: number,
  pace: Pace,
  excluded: readonly Span[],
  until: number,
): number | null {
  const weight = (place: number) => HOUR_MS / (pace[place] ?? Infinity);
  return reached(heard, weight, HOUR_MS, excluded, until);
}

/** When the time since `heard`, weighed by the hour of the week, is as long as is allowed. */
function reached(
  heard: number,
  weightOf: (hourOfWeek: number) => number,
  allowed: number,
  excluded: readonly Span[],
  until: number,
): number | null {
  let passed = 0;
  const end = Math.min(until, heard + 2 * FORECAST_MS);
  for (let at = heard; at < end;) {
    const next = Math.min(end, (hourOf(at) + 1) * HOUR_MS);
    const weight = weightOf(hourOfWeek(hourOf(at)));
    for (const [from, to] of weight === 0 ? [] : without([at, next], excluded)) {
      const needed = (allowed - passed) / weight;
      if (to - from >= needed) return Math.ceil(from + Math.max(0, needed));
      passed += (to - from) * weight;
    }
    at = next;
  }
  return null;
}

/** How unlikely the quiet of [from, to) is: its logarithm. */
export function quietOf(rhythm: Rhythm, span: Span, excluded: readonly Span[]): number {
  let quiet = 0;
  for (let at = span[0]; at < span[1];) {
    const next = Math.min(span[1], (hourOf(at) + 1) * HOUR_MS);
    const weight = rhythm.weight[hourOfWeek(hourOf(at))]!;
    if (weight > 0) {
      for (const [from, to] of without([at, next], excluded)) quiet += (to - from) * weight;
    }
    at = next;
  }
  return quiet / HOUR_MS;
}

/** One in so many; no more than anybody can read. */
export function oddsOf(quiet: number): number {
  return Math.round(Math.min(Math.exp(quiet), 1e9));
}

/**
 * Stretches of the past in which the rule was broken, from the hours of the events alone: for
 * history that came in later. A stretch that has not ended by `range[1]` is not one.
 */
export function silencesIn(
  hours: Hours,
  range: Span,
  rule: SilenceRule,
  excluded: readonly Span[],
): Span[] {
  const found: Span[] = [];
  const last = hourOf(range[1]);
  let quiet: number | null = null;
  for (let hour = hourOf(range[0]); hour <= last; hour++) {
    if ((hours.get(hour) ?? 0) === 0) continue;
    const span: Span = [quiet ?? range[0], hour * HOUR_MS];
    const isQuiet = span[1] - span[0] > HOUR_MS;
    if (isQuiet && silentFrom(span[0], rule, excluded, span[1]) !== null) found.push(span);
    quiet = (hour + 1) * HOUR_MS;
  }
  return found;
}
