import type { RuleProblem } from '@acta/sdk';
import { ActaError } from '../lib/errors.ts';

/** A text that is no rule: every problem with its place. */
export class RuleRefused extends ActaError {
  readonly problems: readonly RuleProblem[];

  constructor(problems: readonly RuleProblem[]) {
    const [first] = problems;
    const line = first?.line ?? null;
    const place = line === null ? '' : `Line ${line}, column ${first?.column ?? 1}: `;
    super({
      code: 'rule_invalid',
      status: 400,
      fault: 'caller',
      detail: `${place}${first?.message ?? 'The text is no rule.'}`,
      next: 'Correct the text; packages/sigma/README.md says what a rule may hold.',
    });
    this.problems = problems;
  }
}

const refused = (status: number, code: string, detail: string, next: string): ActaError =>
  new ActaError({ code, status, fault: 'caller', detail, next });

export const unknownRule = (): ActaError =>
  refused(404, 'rule_unknown', 'There is no such rule.', 'List them to see which there are.');

export const unknownVersion = (): ActaError =>
  refused(404, 'rule_version_unknown', 'The rule has no such version.', 'List its versions.');

export const notOwn = (): ActaError =>
  refused(
    409,
    'rule_not_own',
    'The rule comes from a folder, whose files are not changed here.',
    'Change its overlay, turn it off, or write a rule of your own with another id.',
  );

export const idTaken = (id: string): ActaError =>
  refused(409, 'rule_id_taken', `There is a rule with the id ${id}.`, 'Give the rule another id.');

export const idChanged = (id: string): ActaError =>
  refused(
    409,
    'rule_id_changed',
    `The text is not that of the rule ${id}: its id is another one.`,
    'Keep the id, or create a new rule.',
  );

export const tooMany = (most: number): ActaError =>
  refused(
    409,
    'rules_too_many',
    `There are ${most} rules of your own already (rules.own).`,
    'Delete some, or keep rules in a folder of detection.rules.',
  );
