// What a team changes about rules of others without touching their files: by rule id, and by log
// source for field names.
import type { Placeholders } from '../compile/placeholders.ts';
import { ruleKey, type Level, type Logsource, type Rule } from '../model.ts';
import { appliesTo } from './logsource.ts';

export interface RuleOverlay {
  off?: boolean;
  /** Why, for those who look at the rule. */
  reason?: string;
  level?: Level;
  /** Fields to look at where the rule's own is not, in order. */
  aliases?: Record<string, readonly string[]>;
  placeholders?: Placeholders;
}

export interface Overlay {
  /** By rule id; by name or title where a rule has no id. */
  rules?: Readonly<Record<string, RuleOverlay>>;
  /** For all rules of a log source. */
  aliases?: readonly { logsource: Logsource; fields: Record<string, readonly string[]> }[];
  placeholders?: Placeholders;
}

function overlayOf(rule: Rule, overlay: Overlay): RuleOverlay {
  const { rules = {} } = overlay;
  const key = ruleKey(rule);
  return Object.hasOwn(rules, key) ? rules[key]! : {};
}

/** The rule as the overlay wants it; undefined where it is off. */
export function changesOf(rule: Rule, overlay: Overlay): Rule | undefined {
  const { off, level } = overlayOf(rule, overlay);
  if (off === true) return undefined;
  return level === undefined ? rule : { ...rule, level };
}

export function placeholdersFor(rule: Rule, overlay: Overlay): Placeholders {
  return { ...overlay.placeholders, ...overlayOf(rule, overlay).placeholders };
}

export function aliasesFor(rule: Rule, overlay: Overlay): Record<string, readonly string[]> {
  const made: Record<string, readonly string[]> = {};
  if (rule.kind !== 'detection') return made;
  for (const { logsource, fields } of overlay.aliases ?? []) {
    if (appliesTo(logsource, rule.logsource)) Object.assign(made, fields);
  }
  return Object.assign(made, overlayOf(rule, overlay).aliases);
}
