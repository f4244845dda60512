// Which rules the list shows, and in which order. Pure.
import type { AlertLevel, Rule, RuleState } from '../api/types.ts';
import { LEVELS } from '../alerts/words.ts';
import type { Choice } from '../ui/picker.tsx';

export interface RulesSearch {
  q?: string | undefined;
  state?: RuleState | undefined;
  level?: AlertLevel | undefined;
  origin?: string | undefined;
  sort?: 'hits' | 'false' | undefined;
}

const STATES: readonly RuleState[] = ['on', 'off', 'rejected'];

/** Keeps what it knows; a wrong value falls away instead of breaking the page. */
export function validateRulesSearch(search: Record<string, unknown>): RulesSearch {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    q: text('q'),
    state: STATES.find((state) => state === text('state')),
    level: LEVELS.find((level) => level === text('level')),
    origin: text('origin'),
    sort: (['hits', 'false'] as const).find((sort) => sort === text('sort')),
  };
}

/** One that only feeds others is of interest where it is looked for, or does not run. */
export const isListed = ({ part, state }: Pick<Rule, 'part' | 'state'>): boolean =>
  !part || state === 'rejected';

/** Rules that fit: all words somewhere in the title, file, tags or log source. */
export function filterRules(rules: readonly Rule[], search: RulesSearch): Rule[] {
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = rules.filter((rule) => {
    if (words.length === 0 && !isListed(rule)) return false;
    if (search.state !== undefined && rule.state !== search.state) return false;
    if (search.level !== undefined && rule.level !== search.level) return false;
    if (search.origin !== undefined && rule.origin !== search.origin) return false;
    const { title, file, tags, logsource, id } = rule;
    const text = [title, file, logsource ?? '', id, ...tags].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (search.sort === 'hits') return found.toSorted((a, b) => b.hits.alerts - a.hits.alerts);
  if (search.sort === 'false') {
    return found.toSorted((a, b) => (falseRatio(b) ?? -1) - (falseRatio(a) ?? -1));
  }
  return found.toSorted(
    (a, b) =>
      Number(b.state === 'rejected') - Number(a.state === 'rejected') ||
      b.hits.open - a.hits.open ||
      a.title.localeCompare(b.title),
  );
}

/** Rules that alert, to choose from by title: those written here first. */
export const ruleChoices = (rules: readonly Rule[]): Choice[] =>
  rules
    .filter(({ part, kind }) => !part && kind !== 'filter')
    .toSorted(
      (a, b) =>
        Number(b.origin === 'own') - Number(a.origin === 'own') || a.title.localeCompare(b.title),
    )
    .map(({ id, title, logsource, origin }) => ({
      value: id,
      label: title,
      about: origin === 'own' ? 'written here' : (logsource ?? ''),
    }));

/** How many alerts of the rule got a verdict. */
export const judged = ({ hits }: Pick<Rule, 'hits'>): number => hits.alerts - hits.open;

/** The part of the judged alerts that people called false, 0 to 1; null where there is none yet. */
export function falseRatio(rule: Pick<Rule, 'hits'>): number | null {
  return judged(rule) === 0 ? null : rule.hits.false_positives / judged(rule);
}

export const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;
