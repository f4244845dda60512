// Correlations name other rules by id or name; chains end, and none goes in a circle.
import { parseCondition, type Condition } from '../parse/condition.ts';
import { SigmaError } from '../errors.ts';
import type { CorrelationRule, DetectionRule, Rule } from '../model.ts';
import type { ReadyRule, RejectedRule } from './ruleset.ts';

export interface ResolvedCorrelation {
  rule: CorrelationRule;
  /** The rules that feed it, in the order of its `rules`. */
  bases: readonly (DetectionRule | CorrelationRule)[];
  /** The extended condition over the places of `bases`. */
  expression?: Condition;
}

type Base = DetectionRule | CorrelationRule;

/** Those whose references all lead to rules that work, bases before what is built on them. */
export function resolveCorrelations(
  correlations: readonly CorrelationRule[],
  detections: readonly ReadyRule[],
  rejected: RejectedRule[],
): ResolvedCorrelation[] {
  const named = new Map<string, Base>();
  const refused = new Set(rejected.flatMap(({ rule: { id, name } }) => [id, name]));
  for (const rule of [...detections.map((ready) => ready.rule), ...correlations]) {
    if (rule.id !== undefined) named.set(rule.id, rule);
    if (rule.name !== undefined) named.set(rule.name, rule);
  }
  const done = new Map<CorrelationRule, ResolvedCorrelation | undefined>();
  const resolve = (rule: CorrelationRule, above: CorrelationRule[]): boolean => {
    if (above.includes(rule)) throw circle([...above, rule]);
    if (done.has(rule)) return done.get(rule) !== undefined;
    const bases = rule.rules.map((name) => {
      const base = named.get(name);
      if (base === undefined) throw missing(name, refused);
      if (base.kind === 'correlation' && !resolve(base, [...above, rule])) {
        throw missing(name, new Set([name]));
      }
      return base;
    });
    const expression = expressionOf(rule);
    const made = { rule, bases, ...(expression === undefined ? {} : { expression }) };
    done.set(rule, made);
    return true;
  };
  for (const rule of correlations) {
    try {
      resolve(rule, []);
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      done.set(rule, undefined);
      rejected.push({ rule, error });
    }
  }
  return [...done.values()].filter((made) => made !== undefined);
}

function expressionOf(rule: CorrelationRule): Condition | undefined {
  if (rule.expression === undefined) return undefined;
  const condition = parseCondition(rule.expression);
  for (const name of namesIn(condition)) {
    if (rule.rules.includes(name)) continue;
    const message = `The condition names "${name}", which is none of the correlation's rules.`;
    throw new SigmaError('condition', message, ['correlation', 'condition']);
  }
  return condition;
}

function namesIn(condition: Condition): string[] {
  if (condition.type === 'name') return [condition.name];
  if (condition.type === 'not') return namesIn(condition.item);
  return condition.type === 'of' ? [] : condition.items.flatMap(namesIn);
}

function missing(name: string, refused: ReadonlySet<string | undefined>): SigmaError {
  const message = refused.has(name)
    ? `It is built on ${name}, which was refused.`
    : `There is no rule with the id or name ${name}.`;
  return new SigmaError('reference', message, ['correlation', 'rules']);
}

function circle(rules: readonly Rule[]): SigmaError {
  const names = rules.map((rule) => rule.name ?? rule.id ?? rule.title).join(' → ');
  return new SigmaError('reference', `The correlations go in a circle: ${names}.`, [
    'correlation',
    'rules',
  ]);
}
