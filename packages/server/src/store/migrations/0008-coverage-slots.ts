// In which parts of an hour something of a source came, as bits. What came before is not known so
// exactly: the pace of a source is learned from now on.
export const coverageSlots = {
  number: 8,
  name: 'coverage-slots',
  sql: `
ALTER TABLE coverage_hours ADD COLUMN slots INTEGER NOT NULL DEFAULT 0;
`,
};
