// Sinks of alerts with their secrets, the routes to them, and the outbox: a message is kept in the
// step that keeps the change it tells of, so a crash loses none.
export const sinks = {
  number: 6,
  name: 'sinks',
  sql: `
CREATE TABLE sinks (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL UNIQUE,
  created TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  problem TEXT,
  per_minute INTEGER NOT NULL,
  fold_s INTEGER NOT NULL,
  settings TEXT NOT NULL,
  secrets BLOB NOT NULL
) STRICT;

CREATE TABLE alert_routes (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  match TEXT NOT NULL,
  sinks TEXT NOT NULL
) STRICT;

CREATE TABLE deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  sink TEXT NOT NULL REFERENCES sinks(id) ON DELETE CASCADE,
  alert TEXT,
  what TEXT NOT NULL,
  state TEXT NOT NULL,
  created TEXT NOT NULL,
  due TEXT,
  begun TEXT,
  attempts INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  delivered TEXT,
  status INTEGER,
  answer TEXT,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_due ON deliveries (sink, due) WHERE state = 'pending';
CREATE INDEX deliveries_alert ON deliveries (alert, sink, number) WHERE alert IS NOT NULL;
CREATE INDEX deliveries_state ON deliveries (sink, state, number);

CREATE TABLE delivery_attempts (
  delivery TEXT NOT NULL REFERENCES deliveries(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER,
  answer TEXT NOT NULL,
  latency_ms INTEGER NOT NULL,
  PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sink_references (
  sink TEXT NOT NULL REFERENCES sinks(id) ON DELETE CASCADE,
  alert TEXT NOT NULL,
  reference TEXT NOT NULL,
  PRIMARY KEY (sink, alert)
) STRICT, WITHOUT ROWID;
`,
};
