// What the server and its detecting thread say to each other.
import type { CorrelationLimits, Overlay, Rule } from '@acta/sigma';
import type { Detection, SavedState } from './detector.ts';

export interface RuleText {
  file: string;
  text: string;
  /** What the text says, where it was parsed before and is without errors. */
  rules?: Rule[];
}

/** A rule's text with the fixtures that stand beside it. */
export interface RuleFile extends RuleText {
  fixtures?: string;
}

/** With what a thread begins. */
export interface DetectingData {
  rules: RuleText[];
  overlay: Overlay;
  correlations: CorrelationLimits;
  lateness_ms: number;
  state: SavedState | null;
  /** Only events of this range are judged: ms since 1970, the end exclusive. */
  range?: { from: number; to: number };
}

export interface JudgeStats {
  groups: number;
  evictions: number;
  matches: number;
  /** Events judged. */
  events: number;
}

/** Rules in place of those that a thread has. */
export interface RuleChange {
  /** In order: the number of one that it has, or a new one. */
  rules: (number | RuleText)[];
  overlay: Overlay;
}

export type ToThread =
  /** Entries in order, packed. */
  | { type: 'entries'; packed: Uint8Array<SharedArrayBuffer> }
  | { type: 'advance'; now: number }
  | { type: 'snapshot' }
  | { type: 'change'; change: RuleChange };

export type FromThread =
  | { type: 'ready' }
  | { type: 'refused'; reason: string }
  | {
      type: 'done';
      /** Entries before this index are judged. */
      next: number | null;
      detections: Detection[];
      stats: JudgeStats;
    }
  | { type: 'state'; state: SavedState };
