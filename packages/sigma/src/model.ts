// Rules as they are written (Sigma 2.1.0: rules, correlations, filters), checked but not compiled.

export type Level = 'informational' | 'low' | 'medium' | 'high' | 'critical';
export type Status = 'stable' | 'test' | 'experimental' | 'deprecated' | 'unsupported';

/**
 * Where events come from. A rule applies where all that it names agrees, without regard to case.
 */
export interface Logsource {
  category?: string;
  product?: string;
  service?: string;
}

/** What all three kinds of documents say about themselves. */
export interface RuleHead {
  title: string;
  id?: string;
  name?: string;
  status?: Status;
  description?: string;
  license?: string;
  author?: string;
  references: string[];
  date?: string;
  modified?: string;
  tags: string[];
  level?: Level;
  falsepositives: string[];
  fields: string[];
  /** Keys that the specification leaves to tools. */
  custom: Record<string, unknown>;
}

/** One document's text and where it stands, for messages and for the rule's content hash. */
export interface Origin {
  /** The file's name, or whatever the caller calls it. */
  file: string;
  /** The document within the file, from 0. */
  document: number;
  text: string;
}

/** Plain YAML data: search identifiers by name. */
export type Searches = Record<string, unknown>;

export interface DetectionRule extends RuleHead {
  kind: 'detection';
  origin: Origin;
  logsource: Logsource;
  searches: Searches;
  /** Alternatives: the rule matches where one of them does. */
  conditions: string[];
  /** `sigma-version: 3` allows `field[any]:` blocks. */
  version: 2 | 3;
}

export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile'
  | 'temporal'
  | 'temporal_ordered';

/** What our own attributes add; see `parse/extensions.ts`. */
export type ExtensionType = 'absence' | 'first_seen' | 'spike' | 'off_hours' | 'impossible_travel';

export interface Threshold {
  op: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';
  value: number;
}

export interface CorrelationRule extends RuleHead {
  kind: 'correlation';
  origin: Origin;
  type: CorrelationType;
  /** Ids or names of rules, in order. */
  rules: string[];
  aliases: Record<string, Record<string, string>>;
  groupBy: string[];
  timespan_ms: number;
  /** All must hold. Empty for temporal ones without a count. */
  thresholds: Threshold[];
  /** Fields counted, summed or averaged; several are counted as tuples. */
  valueFields: string[];
  percentile: number;
  /** An extended condition of temporal rules: a boolean expression over rule names. */
  expression?: string;
  /** Whether the rules named alert by themselves too. */
  generate: boolean;
  extension?: Extension;
  suppress_ms: number;
}

export type Extension =
  | { type: 'absence'; expected: string }
  | { type: 'first_seen'; fields: string[]; learn_ms: number; keep_ms: number }
  | { type: 'spike'; factor: number; minimum: number; windows: number; learn_ms: number }
  | { type: 'off_hours'; minimum: number; share: number; learn_ms: number }
  | { type: 'impossible_travel'; latitude: string; longitude: string; speed_kmh: number };

export interface FilterRule extends RuleHead {
  kind: 'filter';
  origin: Origin;
  logsource: Logsource;
  /** Ids or names; `any` is all rules of the log source. */
  rules: string[] | 'any';
  searches: Searches;
  condition: string;
}

export type Rule = DetectionRule | CorrelationRule | FilterRule;

/** What a rule is called by others: its id, else its name, else its title. */
export const ruleKey = (rule: RuleHead): string => rule.id ?? rule.name ?? rule.title;
