/** What a rule may cost. Each limit is named in the error that refuses the rule. */
export interface SigmaLimits {
  /** UTF-16 units of one file. */
  file_length: number;
  /** Maps and lists inside one another, and parentheses in a condition. */
  depth: number;
  /** Values in one detection item after modifiers made more of them. */
  values: number;
  /** Detection items and condition identifiers of one rule. */
  items: number;
  /** UTF-16 units of one value or regular expression. */
  value_length: number;
  /** YAML documents in one file. */
  documents: number;
}

export const SIGMA_LIMITS: SigmaLimits = {
  file_length: 1_048_576,
  depth: 32,
  values: 16_384,
  items: 4_096,
  value_length: 8_192,
  documents: 512,
};
