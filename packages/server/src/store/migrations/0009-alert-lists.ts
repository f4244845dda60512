// What lists of alerts go by: whether people were told, what an alert is on, and what it weighs.
// Computed from the alert's text, so that none can differ from it.
export const alertLists = {
  number: 9,
  name: 'alert-lists',
  sql: `
ALTER TABLE alerts ADD COLUMN target TEXT GENERATED ALWAYS AS (alert ->> '$.target.id') VIRTUAL;
ALTER TABLE alerts ADD COLUMN quiet TEXT GENERATED ALWAYS AS (alert ->> '$.quiet') VIRTUAL;
ALTER TABLE alerts ADD COLUMN last TEXT GENERATED ALWAYS AS (alert ->> '$.last') VIRTUAL;
ALTER TABLE alerts ADD COLUMN by_level TEXT GENERATED ALWAYS AS (
  CASE level WHEN 'critical' THEN '4' WHEN 'high' THEN '3' WHEN 'medium' THEN '2'
    WHEN 'low' THEN '1' ELSE '0' END || (alert ->> '$.last')
) VIRTUAL;
ALTER TABLE alerts ADD COLUMN points INTEGER GENERATED ALWAYS AS (
  CASE
    WHEN alert ->> '$.historical' THEN 0
    WHEN coalesce(alert ->> '$.quiet', 'inhibited') <> 'inhibited' THEN 0
    WHEN level = 'critical' THEN 50 WHEN level = 'high' THEN 20
    WHEN level = 'medium' THEN 5 WHEN level = 'low' THEN 1 ELSE 0
  END
) VIRTUAL;
CREATE INDEX alerts_last ON alerts (last);
CREATE INDEX alerts_by_level ON alerts (by_level);
CREATE INDEX alerts_actor_risk ON alerts (actor, rule, points, last) WHERE status <> 'resolved';
CREATE INDEX alerts_target_risk ON alerts (target, rule, points, last) WHERE status <> 'resolved';
CREATE INDEX alerts_quiet ON alerts (quiet, level) WHERE status <> 'resolved';

CREATE TABLE rule_replays (
  id TEXT PRIMARY KEY,
  created TEXT NOT NULL,
  status TEXT NOT NULL,
  replay TEXT NOT NULL
) STRICT;
`,
};
