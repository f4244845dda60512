// Where what Acta reads by itself (pulls, files) goes on, and the runs that compare a source with
// its product.
export const cursors = {
  number: 2,
  name: 'cursors',
  sql: `
CREATE TABLE cursors (
  source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  cursor TEXT NOT NULL,
  updated TEXT NOT NULL,
  PRIMARY KEY (source, name)
) STRICT;

CREATE TABLE reconciliations (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
  created TEXT NOT NULL,
  status TEXT NOT NULL,
  job TEXT NOT NULL
) STRICT;
CREATE INDEX reconciliations_source ON reconciliations(source, created);
`,
};
