// Every migration of control.db in order. A migration once released is never edited: add the next.
import { first } from './0001-first.ts';
import { cursors } from './0002-cursors.ts';
import { coverage } from './0003-coverage.ts';
import { mappings } from './0004-mappings.ts';
import { alerts } from './0005-alerts.ts';
import { sinks } from './0006-sinks.ts';
import { ruleFixtures } from './0007-rule-fixtures.ts';
import { coverageSlots } from './0008-coverage-slots.ts';
import { alertLists } from './0009-alert-lists.ts';

export interface Migration {
  number: number;
  name: string;
  sql: string;
}

export const migrations: readonly Migration[] = [
  first,
  cursors,
  coverage,
  mappings,
  alerts,
  sinks,
  ruleFixtures,
  coverageSlots,
  alertLists,
];
