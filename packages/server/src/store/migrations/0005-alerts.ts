// Alerts with their findings and history, silences, and the rules that people wrote or changed.
// Findings are kept by key, so that reading the log again raises nothing twice.
export const alerts = {
  number: 5,
  name: 'alerts',
  sql: `
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  rule TEXT NOT NULL,
  level TEXT NOT NULL,
  status TEXT NOT NULL,
  actor TEXT,
  raised TEXT NOT NULL,
  updated TEXT NOT NULL,
  alert TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX alerts_open ON alerts (fingerprint) WHERE status <> 'resolved';
CREATE INDEX alerts_updated ON alerts (updated);
CREATE INDEX alerts_rule ON alerts (rule, updated);
CREATE INDEX alerts_actor ON alerts (actor, updated) WHERE actor IS NOT NULL;

CREATE TABLE alert_findings (
  key TEXT PRIMARY KEY,
  alert TEXT NOT NULL REFERENCES alerts(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_findings_alert ON alert_findings (alert);

CREATE TABLE alert_steps (
  alert TEXT NOT NULL REFERENCES alerts(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  step TEXT NOT NULL,
  PRIMARY KEY (alert, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE silences (
  id TEXT PRIMARY KEY,
  ends TEXT NOT NULL,
  silence TEXT NOT NULL
) STRICT;

CREATE TABLE rules (
  id TEXT PRIMARY KEY,
  text TEXT,
  overlay TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated TEXT NOT NULL
) STRICT;

CREATE TABLE rule_versions (
  rule TEXT NOT NULL,
  version INTEGER NOT NULL,
  created TEXT NOT NULL,
  created_by TEXT NOT NULL,
  text TEXT,
  overlay TEXT NOT NULL,
  PRIMARY KEY (rule, version)
) STRICT, WITHOUT ROWID;
`,
};
