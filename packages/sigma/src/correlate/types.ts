// What correlations are given and what they give.
import type { CorrelationRule, DetectionRule } from '../model.ts';

/** One match of a base rule. */
export interface Hit {
  /** The place of the matched rule among the correlation's bases. */
  base: number;
  /** When it happened, by the event: ms since 1970. */
  time: number;
  /** The caller's number of the event. */
  ref: number;
  /** Values of a field of the event, as texts. */
  values(field: string): readonly string[];
}

/** A correlation that came true. */
export interface Firing {
  rule: CorrelationRule;
  /** The values of `group-by`; null where the event had none. */
  group: Record<string, string | null>;
  /** When it came true: the time of the event that completed it, or when what was due was not. */
  time: number;
  /** When what it saw began. */
  first: number;
  /** Events in it. */
  count: number;
  /** The caller's numbers of the events, oldest first, at most `refs` of them. */
  refs: number[];
  /** What was counted, summed, averaged or measured, where it is not the number of events. */
  value?: number;
  /** In words, for baselines: what was new, or how far from the usual. */
  because?: string;
}

/** What one kind of correlation does with one rule. A group's key stands for its values. */
export interface Detector {
  observe(group: string, hit: Hit): Outcome | undefined;
  /** Takes what was seen elsewhere, and finds nothing: where that can be told later. */
  learn?(group: string, hit: Hit): void;
  /** All events up to this time have been seen: what was due by then is decided. */
  advance(watermark: number): [group: string, outcome: Outcome][];
  /** Groups held. */
  size(): number;
  /** Groups that were let go because there were too many. */
  evictions(): number;
  /** All state, as plain data; `load` takes it back. */
  dump(): Iterable<[group: string, state: unknown]>;
  load(group: string, state: unknown): void;
}

/** A firing without what is common to all of the rule. */
export type Outcome = Pick<Firing, 'time' | 'first' | 'count' | 'refs' | 'value' | 'because'>;

export type BaseRule = DetectionRule | CorrelationRule;

/** What correlations may hold. Evictions are counted, never silent. */
export interface CorrelationLimits {
  /** Groups of one rule. */
  groups: number;
  /** Hits held of one group. */
  hits: number;
  /** Events that a firing names. */
  refs: number;
}

export const CORRELATION_LIMITS: CorrelationLimits = { groups: 1_000_000, hits: 10_000, refs: 100 };
