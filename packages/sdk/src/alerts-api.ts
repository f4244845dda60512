// Alerts and rules as the API answers them.

export type AlertLevel = 'informational' | 'low' | 'medium' | 'high' | 'critical';
export type AlertStatus = 'open' | 'acknowledged' | 'in_progress' | 'resolved';
export type AlertVerdict = 'true_positive' | 'false_positive' | 'benign' | 'test';

/** An event of an alert's evidence: its place in the log is what proves it. */
export interface AlertEvent {
  index: number;
  id: string;
}

export interface AlertRule {
  id: string;
  title: string;
  level: AlertLevel;
  /** SHA-256 (hex) of the rule's text in force when it fired. */
  hash: string;
  tags: string[];
  /** Rules of others name their author and licence wherever their findings are shown. */
  author?: string;
  license?: string;
  references: string[];
}

export interface Alert {
  id: string;
  rule: AlertRule;
  status: AlertStatus;
  verdict: AlertVerdict | null;
  assignee: string | null;
  /** When it was raised, and when anything of it changed last. */
  raised: string;
  updated: string;
  /** By the events: RFC 3339. */
  first: string;
  last: string;
  /** Findings that were folded into it. */
  findings: number;
  /** Events in all of them. */
  count: number;
  /** What it is about, by field. */
  group: Record<string, string | null>;
  actor: { id: string; name?: string } | null;
  target: { id: string; name?: string } | null;
  source: string | null;
  because: string | null;
  /** Found in what was imported from the past. */
  historical: boolean;
  /** Why nobody was told: a silence's id, or `inhibited`. */
  quiet: string | null;
  /** The newest ones, oldest first. */
  events: AlertEvent[];
}

export interface AlertStep {
  at: string;
  by: string;
  what:
    | 'raised'
    | 'folded'
    | 'acknowledged'
    | 'started'
    | 'assigned'
    | 'noted'
    | 'resolved'
    | 'reopened';
  note?: string;
}

export interface AlertDetail extends Alert {
  history: AlertStep[];
  triage: string | null;
  falsepositives: string[];
}

export interface AlertsAnswer {
  alerts: Alert[];
  next: string | null;
  /** Open ones by level, whatever the filter. */
  open: Record<AlertLevel, number>;
}

export interface AlertAction {
  action: 'acknowledge' | 'start' | 'assign' | 'note' | 'resolve' | 'reopen';
  assignee?: string | null;
  verdict?: AlertVerdict;
  note?: string;
}

export interface Silence {
  id: string;
  created: string;
  created_by: string;
  starts: string;
  ends: string;
  reason: string;
  match: SilenceMatch;
}

/** All that is named must agree; at least one is. */
export interface SilenceMatch {
  rule?: string;
  level?: AlertLevel;
  actor?: string;
  target?: string;
  source?: string;
}

/** `off` by a person, or by the rule itself until somebody turns it on. */
export type RuleState = 'on' | 'off' | 'rejected';

/** What a team changes about a rule without touching its file. */
export interface RuleOverlayChange {
  off?: boolean;
  level?: AlertLevel;
  aliases?: Record<string, string[]>;
  placeholders?: Record<string, (string | number)[]>;
}

export interface Rule {
  id: string;
  title: string;
  level: AlertLevel;
  kind: 'detection' | 'correlation';
  state: RuleState;
  /** Why it is rejected. */
  problem: string | null;
  /** `acta` and other folders by name, `own` for those written here. */
  origin: string;
  file: string;
  /** What it is written for, as `product/service/category`; null for correlations. */
  logsource: string | null;
  /** It only feeds correlations of its file. */
  part: boolean;
  tags: string[];
  author: string | null;
  /** Version of what was written or changed here; 0 for one that nobody touched. */
  version: number;
  overlay: RuleOverlayChange;
  /** Alerts of it: all, not resolved, and those called false positives. */
  hits: { alerts: number; open: number; false_positives: number; last: string | null };
}

export interface RuleDetail extends Rule {
  text: string;
  hash: string;
  description: string | null;
  license: string | null;
  references: string[];
  falsepositives: string[];
  triage: string | null;
  /** Fixtures beside the file, as YAML. */
  fixtures: string | null;
}

export interface RuleVersion {
  version: number;
  created: string;
  created_by: string;
  text: string | null;
  overlay: RuleOverlayChange;
}

/** What is wrong with a rule's text, in the order of the text. */
export interface RuleProblem {
  message: string;
  code: string;
  line: number | null;
  column: number | null;
}

export interface RuleCheck {
  problems: RuleProblem[];
  /** Of each fixture, where the text is right. */
  fixtures: { title: string; wanted: boolean; fired: boolean }[];
}
