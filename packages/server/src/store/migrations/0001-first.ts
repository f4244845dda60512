// The first shape of control.db. Times are RFC 3339 UTC with milliseconds, as text.
export const first = {
  number: 1,
  name: 'first',
  sql: `
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  updated TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  name TEXT NOT NULL UNIQUE,
  created TEXT NOT NULL,
  paused INTEGER NOT NULL DEFAULT 0,
  settings TEXT NOT NULL,
  secrets BLOB NOT NULL
) STRICT;

CREATE TABLE source_health (
  source TEXT PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  scope TEXT,
  source TEXT,
  masks TEXT,
  hash BLOB NOT NULL,
  created TEXT NOT NULL,
  created_by TEXT NOT NULL,
  expires TEXT,
  last_used TEXT,
  revoked TEXT
) STRICT;

CREATE TABLE sessions (
  hash BLOB PRIMARY KEY,
  principal TEXT NOT NULL,
  key TEXT,
  created TEXT NOT NULL,
  seen TEXT NOT NULL,
  ends TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_key ON sessions(key);

CREATE TABLE sign_in_links (
  hash BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  created TEXT NOT NULL,
  ends TEXT NOT NULL,
  used TEXT
) STRICT;

CREATE TABLE quarantine (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  received TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  state TEXT NOT NULL,
  headers TEXT NOT NULL,
  extra TEXT NOT NULL
) STRICT;
CREATE INDEX quarantine_source ON quarantine(source, received);
CREATE INDEX quarantine_state ON quarantine(state, received);

CREATE TABLE exports (
  id TEXT PRIMARY KEY,
  created TEXT NOT NULL,
  created_by TEXT NOT NULL,
  status TEXT NOT NULL,
  job TEXT NOT NULL
) STRICT;
CREATE INDEX exports_created ON exports(created);

CREATE TABLE verifications (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  started TEXT NOT NULL,
  finished TEXT,
  size INTEGER NOT NULL,
  checked INTEGER NOT NULL,
  findings TEXT NOT NULL
) STRICT;
CREATE INDEX verifications_started ON verifications(started);
`,
};
