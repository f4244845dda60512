// Fixtures of the rules that people write, kept and versioned with the text.
export const ruleFixtures = {
  number: 7,
  name: 'rule-fixtures',
  sql: `
ALTER TABLE rules ADD COLUMN fixtures TEXT;
ALTER TABLE rule_versions ADD COLUMN fixtures TEXT;
`,
};
