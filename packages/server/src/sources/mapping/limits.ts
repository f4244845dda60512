// What a mapping may cost: its document is checked against these when it is saved, and each record
// against its steps when it is read.

export const mappingLimits = Object.freeze({
  /** Characters of the document as JSON. */
  document_max_length: 65_536,
  /** Levels of values and conditions inside each other. */
  nesting_max_depth: 8,
  /** Values and conditions in all. */
  nodes_max: 4_000,
  /** Fields of the document and of each rule. */
  fields_max: 128,
  rules_max: 200,
  extracts_max: 32,
  /** Entries of all value tables. */
  table_max_entries: 2_000,
  path_max_length: 512,
  path_max_segments: 32,
  template_max_length: 2_048,
  template_max_places: 32,
  pattern_max_length: 1_000,
  patterns_max: 64,
  /** Instructions of one compiled pattern: the time it takes is these by the length of the text. */
  pattern_max_size: 500,
  /** Characters of a text that a pattern looks at; what is behind them it does not see. */
  pattern_text_max_length: 4_096,
  /** Values that a path with `[*]` gives. */
  wildcard_max_items: 256,
  /**
   * Steps that one record may take; a pattern takes a step for each 250 of its size by the length
   * of the text. All of them take about 50 ms.
   */
  steps_max: 10_000,
  /** Steps of a whole delivery: so many, and for each of its records. */
  delivery_steps: 400_000,
  delivery_steps_per_record: 100,
});

/** What is left of a record's steps. */
export interface Budget {
  steps: number;
}

/** Thrown where a record takes more steps than it may. */
export class StepsPassed extends Error {}

/** Takes steps off the budget. @throws StepsPassed */
export function spend(budget: Budget, steps = 1): void {
  budget.steps -= steps;
  if (budget.steps < 0) throw new StepsPassed('The record takes more steps than a mapping may.');
}

/** What a delivery of so many records may take; records beyond it fall back to their names. */
export function deliveryBudget(records: number): Budget {
  const { delivery_steps, delivery_steps_per_record } = mappingLimits;
  return { steps: delivery_steps + delivery_steps_per_record * records };
}
