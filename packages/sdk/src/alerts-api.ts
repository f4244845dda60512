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
  /** Where the rule comes from: a link to its file or its repository. */
  source?: string;
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
  /** What the rule says that it finds. */
  description: string | null;
  triage: string | null;
  falsepositives: string[];
  /** What different rules found on who and what it is about. */
  risk: { actor: EntityRisk | null; target: EntityRisk | null };
}

/**
 * The alerts on an actor or a target that are not resolved, of the last thirty days, each rule once
 * by its heaviest: critical 50, high 20, medium 5, low 1. Historical and silenced ones don't count.
 */
export interface EntityRisk {
  score: number;
  /** Different rules. */
  rules: number;
  /** What made it, the heaviest first; at most twenty. */
  parts: EntityRiskPart[];
}

export interface EntityRiskPart {
  alert: string;
  rule: string;
  title: string;
  level: AlertLevel;
  points: number;
  status: AlertStatus;
  last: string;
}

/** The newest change, the newest event, the heaviest level, or the riskiest actor first. */
export type AlertOrder = '-updated' | '-last' | '-level' | '-risk';

export interface AlertsAnswer {
  alerts: Alert[];
  next: string | null;
  /** Not resolved and not quiet, by level, whatever the filter. */
  open: Record<AlertLevel, number>;
  /** How many that fit the filter nobody was told of. */
  quiet: number;
  /** Scores of the actors of this page; those without any are left out. */
  risk: Record<string, number>;
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

/** `PATCH /v1/rules/{id}`: null goes back to what the file says. */
export type RulePatch = {
  [Member in keyof RuleOverlayChange]?: RuleOverlayChange[Member] | null;
};

export interface RuleHits {
  alerts: number;
  /** Not resolved. */
  open: number;
  false_positives: number;
  last: string | null;
}

export interface Rule {
  id: string;
  title: string;
  level: AlertLevel;
  /** A filter takes events away from other rules and never alerts. */
  kind: 'detection' | 'correlation' | 'filter';
  state: RuleState;
  /** Why it is rejected. */
  problem: string | null;
  /** Why it is off, where that was not said here: a shipped overlay, or the rule itself. */
  reason: string | null;
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
  hits: RuleHits;
}

export interface RulesAnswer {
  rules: Rule[];
  /** Documents in the folders that are no rules. */
  unreadable: (RuleProblem & { file: string })[];
  /** Where a limit was given and there are more. */
  next?: string | null;
}

export interface RuleDetail extends Rule {
  /** The whole file; a rule that alerts by itself may share it with those it is built on. */
  text: string;
  hash: string;
  description: string | null;
  license: string | null;
  /** Where the rule comes from: a link to its file or its repository. */
  source: string | null;
  references: string[];
  falsepositives: string[];
  triage: string | null;
  /** Fixtures beside the file, as YAML. */
  fixtures: string | null;
  /** The overlay in force: the shipped one, the settings' and `overlay`. */
  effective: RuleOverlayChange;
}

export interface RuleVersion {
  version: number;
  created: string;
  created_by: string;
  /** Null for a rule of a folder. */
  text: string | null;
  fixtures: string | null;
  overlay: RuleOverlayChange;
}

/** `POST /v1/rules`, `PUT /v1/rules/{id}`. */
export interface RuleInput {
  text: string;
  fixtures?: string | null;
}

/** What is wrong with a rule's text, in the order of the text. */
export interface RuleProblem {
  message: string;
  code: string;
  line: number | null;
  column: number | null;
  /** Which of the two texts; the rule's where it is not said. */
  part?: 'rule' | 'fixtures';
}

export interface RuleCheck {
  problems: RuleProblem[];
  /** Of each fixture, where the text is right. */
  fixtures: { title: string; wanted: boolean; fired: boolean; by: string[] }[];
  /** The rules of the text that are right. */
  rules: { id: string; title: string; kind: Rule['kind'] }[];
}

/** A field that rules for a log source can look at: `GET /v1/rules/fields`. */
export interface RuleField {
  name: string;
  /** Known rules that look at it. */
  rules: number;
  /** The part of the records received last that have it, 0 to 1. */
  seen: number;
  /** What rules compare it with. */
  values: string[];
}

/** Why a rule matched, or not: a tree of the condition. */
export interface RuleReason {
  label: string;
  kind: 'and' | 'or' | 'not' | 'search' | 'test';
  matched: boolean;
  /** What the field holds; absent where the event has no such field. */
  found?: string[];
  items: RuleReason[];
}

/** `POST /v1/rules/explain` */
export interface RuleExplanation {
  event: { id: string; index: number };
  /** Groups of the event that were left out, because they are masked or erased. */
  withheld: string[];
  problems: RuleProblem[];
  rules: {
    rule: string;
    title: string;
    /** The rule is for logs of this kind; else it would never be asked. */
    applies: boolean;
    /** What the rule was tried on: the product's own record, or Acta's event. */
    document: 'record' | 'event';
    matched: boolean;
    reason: RuleReason;
  }[];
}

/** A rule run over history before it is trusted. */
export interface RuleReplay {
  id: string;
  rule: string | null;
  title: string;
  /** `interrupted`: the server stopped before it was done. */
  status: 'running' | 'done' | 'cancelled' | 'interrupted' | 'failed';
  created: string;
  created_by: string;
  finished: string | null;
  from: string;
  to: string;
  /** Entries of the log read, and to read. */
  progress: { done: number; total: number };
  /** Events of the range that were judged. */
  events: number;
  /** How often it would have fired, and how many alerts that would have made. */
  findings: number;
  alerts: number;
  days: { day: string; findings: number }[];
  /** The newest ones. */
  examples: RuleReplayExample[];
  problem: string | null;
}

export interface RuleReplayExample {
  rule: string;
  title: string;
  time: string;
  count: number;
  group: Record<string, string | null>;
  actor: { id: string; name?: string } | null;
  target: { id: string; name?: string } | null;
  because: string | null;
  events: AlertEvent[];
}

/** A Sigma filter that would have kept an alert quiet: `GET /v1/alerts/{id}/filter`. */
export interface FilterProposal {
  text: string;
  /** Fields that it goes by. */
  fields: Record<string, string>;
  rules: string[];
}
