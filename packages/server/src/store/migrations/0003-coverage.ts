// What is counted of each source, beside how far the log was counted. All but the settings follows
// from the log and is counted from it again where it is missing.
export const coverage = {
  number: 3,
  name: 'coverage',
  sql: `
CREATE TABLE coverage_progress (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL,
  alive INTEGER NOT NULL
) STRICT;

CREATE TABLE coverage_down (
  began INTEGER PRIMARY KEY,
  ended INTEGER NOT NULL,
  told INTEGER NOT NULL
) STRICT;

CREATE TABLE coverage_settings (
  source TEXT PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
  settings TEXT NOT NULL
) STRICT;

CREATE TABLE coverage_states (
  source TEXT PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE coverage_hours (
  source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
  hour INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (source, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE coverage_days (
  source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  state TEXT NOT NULL,
  events INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (source, day)
) STRICT, WITHOUT ROWID;
`,
};
