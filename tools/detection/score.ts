// Scores of a rule pack on labelled events. Recall: positives on which any rule alerts.
// Discrimination: public rules whose every positive is hit by a rule of ours that is quiet on all
// of that rule's negatives. Budget: alerts of medium or higher per 1,000 negatives.
import type { Level, ReadyRule } from '@acta/sigma';
import { isApart, type Case } from './cases.ts';

export interface Judged {
  case: Case;
  /** Rules of ours that alert on the event. */
  hits: readonly ReadyRule[];
  /** Rules that only feed correlations, and match it. */
  feeds: readonly ReadyRule[];
}

export interface Share {
  good: number;
  all: number;
}

export interface Scores {
  recall: Share;
  discrimination: Share;
  /** Alerts of medium or higher on negatives, and the negatives. */
  alerts: number;
  negatives: number;
  /** Positives scored apart: on which a rule alerts, or at least counts. */
  apart: Share;
}

const LOUD: readonly Level[] = ['medium', 'high', 'critical'];
export const isLoud = ({ rule }: ReadyRule): boolean => LOUD.includes(rule.level ?? 'medium');

/** The scores of judged cases. */
export function scoresOf(judged: readonly Judged[]): Scores {
  const plain = judged.filter((each) => !isApart(each.case));
  const apart = judged.filter((each) => isApart(each.case) && each.case.expected);
  const positives = plain.filter((each) => each.case.expected);
  const eventsHit = new Set(positives.map((each) => JSON.stringify(each.case.event)));
  const negatives = plain.filter(
    (each) => !each.case.expected && !eventsHit.has(JSON.stringify(each.case.event)),
  );
  const rules = Map.groupBy(plain, (each) => each.case.rule_id);
  const withPositives = [...rules.values()].filter((all) => all.some((each) => each.case.expected));
  return {
    recall: shareOf(positives, ({ hits }) => hits.length > 0),
    discrimination: shareOf(withPositives, isDiscriminated),
    alerts: negatives.reduce((sum, { hits }) => sum + hits.filter(isLoud).length, 0),
    negatives: negatives.length,
    apart: shareOf(apart, ({ hits, feeds }) => hits.length + feeds.length > 0),
  };
}

/** Whether the cases of one public rule are told apart. */
export function isDiscriminated(cases: readonly Judged[]): boolean {
  const noisy = new Set(cases.flatMap(({ case: { expected }, hits }) => (expected ? [] : hits)));
  return cases.every(
    ({ case: { expected }, hits }) => !expected || hits.some((rule) => !noisy.has(rule)),
  );
}

function shareOf<T>(all: readonly T[], isGood: (each: T) => boolean): Share {
  return { good: all.filter(isGood).length, all: all.length };
}
