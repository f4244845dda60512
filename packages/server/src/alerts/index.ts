// Findings become alerts with a life: folded, silenced, moved on by people, told to sinks.
export {
  createAlerts,
  type AlertAuditRecord,
  type AlertCaller,
  type Alerts,
  type AlertsOptions,
  type RuleNotes,
} from './alerts.ts';
export { isMatched, rankOf } from './silences.ts';
export {
  openAlertSinks,
  type AlertSinks,
  type Answers,
  type Routes,
  type SinkCaller,
  type Sinks,
} from './sinks/index.ts';
