// Trying a rule's text: is it right, what do its fixtures do, why does it match an event. Pure.
import {
  checkRules,
  createRuleset,
  explain,
  appliesTo,
  parseFixtures,
  parseRules,
  runFixtures,
  SigmaError,
  type Rule,
  type Ruleset,
} from '@acta/sigma';
import type { RuleProblem } from '@acta/sdk';
import { nameOfRule, type RuleText } from '../detect/index.ts';
import { problemOf } from './answers.ts';
import type { Checked, CheckTrial, Explained, ExplainTrial, Trial } from './trial-messages.ts';

export const runTrial = (trial: Trial): Checked | Explained =>
  trial.type === 'check' ? check(trial) : explained(trial);

const rulesOf = (files: readonly RuleText[]): Rule[] =>
  files.flatMap(({ file, text }) => parseRules(text, file).rules);

function check({ text, fixtures, others, overlay }: CheckTrial): Checked {
  const known = rulesOf(others);
  const { rules, errors } = checkRules(text, { overlay, others: known });
  const problems: RuleProblem[] = errors.map((error) => partOf(error, 'rule'));
  const named = rules.map((rule) => ({
    id: nameOfRule(rule),
    title: rule.title,
    kind: rule.kind,
  }));
  const none: Checked = { problems, fixtures: [], rules: named };
  if (fixtures === null || fixtures.trim() === '') return none;
  try {
    const stories = parseFixtures(fixtures);
    if (problems.length > 0) return none;
    return { ...none, fixtures: runFixtures(rules, stories, overlay, known) };
  } catch (error) {
    if (!(error instanceof SigmaError)) throw error;
    return { ...none, problems: [...problems, partOf(error, 'fixtures')] };
  }
}

const partOf = (error: SigmaError, part: 'rule' | 'fixtures'): RuleProblem => ({
  ...problemOf(error),
  part,
});

function explained(trial: ExplainTrial): Explained {
  const { text, rule, others, overlay, documents } = trial;
  const known = rulesOf(others);
  const { rules, errors } = checkRules(text, { overlay, others: known });
  const problems = errors.map((error) => problemOf(error));
  const set = createRuleset([...rules, ...known], overlay);
  const wanted = new Set(rule === null ? rules.map(nameOfRule) : builtOn(set, rule));
  const ready = set.detections.filter((each) => wanted.has(nameOfRule(each.rule)));
  return {
    problems,
    rules: ready.flatMap((each) => {
      const asked = documents.filter(({ logsources }) =>
        logsources.some((source) => appliesTo(each.rule.logsource, source)),
      );
      // One that the rule is not written for still shows what it lacks.
      const shown = asked.length > 0 ? asked : documents.slice(0, 1);
      return shown.map(({ document, is }) => {
        const reason = explain(each, document);
        const applies = asked.length > 0;
        const matched = applies && reason.matched;
        return {
          rule: nameOfRule(each.rule),
          title: each.rule.title,
          applies,
          document: is,
          matched,
          reason,
        };
      });
    }),
  };
}

/** The rule and all that a correlation is built on. */
function builtOn({ correlations }: Ruleset, name: string): string[] {
  const found = correlations.find(({ rule }) => nameOfRule(rule) === name);
  const bases = found?.bases ?? [];
  return [name, ...bases.flatMap((base) => builtOn({ correlations } as Ruleset, nameOfRule(base)))];
}
