// A set of rules ready to run: filters applied, placeholders filled, references resolved, and each
// rule that can't work named with the reason. No rule is silently dead.
import { compileRule } from '../compile/rule.ts';
import type { Expression } from '../compile/expression.ts';
import type { Placeholders } from '../compile/placeholders.ts';
import { SigmaError } from '../errors.ts';
import type { DetectionRule, FilterRule, Rule } from '../model.ts';
import { ruleKey } from '../model.ts';
import { appliesTo } from './logsource.ts';
import { aliasesFor, changesOf, placeholdersFor, type Overlay } from './overlay.ts';
import { resolveCorrelations, type ResolvedCorrelation } from './references.ts';

/** A detection rule that can be evaluated. */
export interface ReadyRule {
  rule: DetectionRule;
  expression: Expression;
  /** Fields to look at where the named one is not. */
  aliases: Readonly<Record<string, readonly string[]>>;
  /** False where it only feeds correlations of its own file. */
  alerts: boolean;
}

export interface RejectedRule {
  rule: Rule;
  error: SigmaError;
}

export interface Ruleset {
  detections: readonly ReadyRule[];
  correlations: readonly ResolvedCorrelation[];
  rejected: readonly RejectedRule[];
}

/** Makes a set of rules ready. Rules that the overlay turns off are left out. */
export function createRuleset(rules: readonly Rule[], overlay: Overlay = {}): Ruleset {
  const rejected: RejectedRule[] = [];
  const on = rules.map((rule) => changesOf(rule, overlay)).filter((rule) => rule !== undefined);
  const wanted = withoutTwins(on, rejected);
  const filters = wanted.filter((rule) => rule.kind === 'filter');
  const detections: ReadyRule[] = [];
  for (const rule of wanted) {
    if (rule.kind !== 'detection') continue;
    const ready = attempt(rule, rejected, () => ({
      rule,
      expression: compiled(rule, filtersOf(rule, filters), placeholdersFor(rule, overlay)),
      aliases: aliasesFor(rule, overlay),
      alerts: true,
    }));
    if (ready !== undefined) detections.push(ready);
  }
  // A filter on a rule that is off waits for it.
  checkFilters(filters, rules, rejected);
  const written = wanted.filter((rule) => rule.kind === 'correlation');
  const correlations = resolveCorrelations(written, detections, rejected);
  return { detections: withSilence(detections, correlations), correlations, rejected };
}

interface Compiled {
  filters: readonly FilterRule[];
  placeholders: string;
  made: () => Expression;
}

/** By the rule's origin: a copy of it at another level has the same expression. */
const remembered = new WeakMap<DetectionRule['origin'], Compiled>();

/** What `compileRule` makes or throws; once, so that a set with one changed rule is soon ready. */
function compiled(
  rule: DetectionRule,
  filters: readonly FilterRule[],
  placeholders: Placeholders,
): Expression {
  const said = JSON.stringify(placeholders);
  const known = remembered.get(rule.origin);
  const isSame =
    known?.placeholders === said &&
    known.filters.length === filters.length &&
    known.filters.every((filter, at) => filter.origin === filters[at]!.origin);
  if (isSame) return known.made();
  const made = outcomeOf(() => compileRule(rule, filters, placeholders));
  remembered.set(rule.origin, { filters, placeholders: said, made });
  return made();
}

/** Gives again what the work gave, or throws again what it threw. */
function outcomeOf<T>(work: () => T): () => T {
  try {
    const made = work();
    return () => made;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function attempt<T>(rule: Rule, rejected: RejectedRule[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SigmaError)) throw error;
    rejected.push({ rule, error });
    return undefined;
  }
}

/** Two rules under one id could not be told apart in alerts. */
function withoutTwins(rules: readonly Rule[], rejected: RejectedRule[]): Rule[] {
  const seen = new Set<string>();
  return rules.filter((rule) => {
    if (rule.id === undefined) return true;
    if (seen.has(rule.id)) {
      const error = new SigmaError('reference', `There is another rule with the id ${rule.id}.`);
      rejected.push({ rule, error });
      return false;
    }
    seen.add(rule.id);
    return true;
  });
}

function filtersOf(rule: DetectionRule, filters: readonly FilterRule[]): FilterRule[] {
  return filters.filter((filter) => {
    if (!appliesTo(filter.logsource, rule.logsource)) return false;
    if (filter.rules === 'any') return true;
    return filter.rules.some((name) => name === rule.id || name === rule.name);
  });
}

function checkFilters(
  filters: readonly FilterRule[],
  rules: readonly Rule[],
  rejected: RejectedRule[],
): void {
  const known = new Set(rules.flatMap(({ id, name }) => [id, name]));
  for (const filter of filters) {
    if (filter.rules === 'any') continue;
    const missing = filter.rules.filter((name) => !known.has(name));
    if (missing.length === 0) continue;
    const message = `The filter names ${missing.join(', ')}, which is no rule of the set.`;
    rejected.push({
      rule: filter,
      error: new SigmaError('reference', message, ['filter', 'rules']),
    });
  }
}

/** Rules of a correlation's own file don't alert by themselves unless it says `generate: true`. */
function withSilence(
  detections: readonly ReadyRule[],
  correlations: readonly ResolvedCorrelation[],
): ReadyRule[] {
  const silent = new Set<string>();
  for (const { rule, bases } of correlations) {
    if (rule.generate) continue;
    for (const base of bases) {
      if (base.origin.file === rule.origin.file) silent.add(ruleKey(base));
    }
  }
  return detections.map((ready) =>
    silent.has(ruleKey(ready.rule)) ? { ...ready, alerts: false } : ready,
  );
}
