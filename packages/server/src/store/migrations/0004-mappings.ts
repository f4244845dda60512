// Versions of what a source's settings make of its records, and jobs that map records again.
// Revisions go by the source's name: events in the log outlive the source's row.
export const mappings = {
  number: 4,
  name: 'mappings',
  sql: `
CREATE TABLE mapping_versions (
  source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  created TEXT NOT NULL,
  created_by TEXT NOT NULL,
  note TEXT NOT NULL,
  documents TEXT NOT NULL,
  PRIMARY KEY (source, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_revisions (
  source TEXT NOT NULL,
  revision INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  created TEXT NOT NULL,
  PRIMARY KEY (source, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE renormalisations (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  created TEXT NOT NULL,
  job TEXT NOT NULL
) STRICT;
CREATE INDEX renormalisations_source ON renormalisations (source, created);
`,
};
