// Helpers of the tests: a detection section as YAML becomes a rule that runs.
import { createEngine } from './engine/engine.ts';
import { createRuleset, type Ruleset } from './engine/ruleset.ts';
import type { Overlay } from './engine/overlay.ts';
import { parseRules } from './parse/rules.ts';

export const LOGSOURCE = { product: 'test' } as const;

const indent = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

/** A whole rule around a detection section. */
export const ruleAround = (detection: string, more = ''): string =>
  `title: test\nlogsource:\n  product: test\ndetection:\n${indent(detection)}\n${more}`;

/** The rules of a text, all of them right. @throws the first error */
export function rulesetOf(text: string, overlay: Overlay = {}): Ruleset {
  const { rules, errors } = parseRules(text, 'test.yml');
  if (errors[0] !== undefined) throw errors[0];
  const ruleset = createRuleset(rules, overlay);
  if (ruleset.rejected[0] !== undefined) throw ruleset.rejected[0].error;
  return ruleset;
}

/** Whether a detection section matches an event. */
export function matchesEvent(detection: string, event: object, overlay: Overlay = {}): boolean {
  const engine = createEngine(rulesetOf(ruleAround(detection), overlay));
  return engine.match(event, [LOGSOURCE]).length > 0;
}

/** One item under `selection`, as the whole rule. */
export const selection = (...items: string[]): string =>
  `selection:\n${items.map((item) => `  ${item}`).join('\n')}\ncondition: selection`;
