import type { Category, Effect, Outcome, Severity } from '../vocabulary.ts';

/** One action of the catalogue. */
export interface ActionDefinition {
  /** `object.past_tense`. */
  action: string;
  category: Category;
  effect: Effect;
  /** How much the action matters unless the event says otherwise. */
  severity: Severity;
  /**
   * What follows the actor's name: "removed branch protection from {target}". A part in square
   * brackets is left out where one of its fields is missing.
   */
  sentence: string;
  /** Where the action's own word already says how it ended. */
  outcome?: Outcome;
}

/**
 * A row of the tables: action, effect, severity, sentence, and the outcome that the word implies.
 */
export type Row = readonly [
  action: string,
  effect: Effect,
  severity: Severity,
  sentence: string,
  outcome?: Outcome,
];
