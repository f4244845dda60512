// A text that somebody wrote, before it is kept: whose file it is, and that it has an id.
import { parseRules } from '@acta/sigma';
import { nameOfRule } from '../detect/index.ts';
import type { AnyRule } from './book.ts';

/** The rule that a file is about: the outermost correlation, else the first document. */
export const mainOf = (rules: readonly AnyRule[]): AnyRule | undefined =>
  rules.findLast(({ kind }) => kind === 'correlation') ?? rules[0];

export interface NamedText {
  id: string;
  text: string;
  rules: AnyRule[];
}

/** The text with an id for the rule it is about; null where no id can be put in. */
export function withId(text: string, newId: () => string): NamedText | null {
  const { rules } = parseRules(text);
  const main = mainOf(rules);
  if (main === undefined) return null;
  if (main.id !== undefined) return { id: main.id, text, rules };
  const id = newId();
  const named = text.replace(main.origin.text, () => `id: ${id}\n${main.origin.text}`);
  const again = parseRules(named);
  return mainOf(again.rules)?.id === id ? { id, text: named, rules: again.rules } : null;
}

export const namesOf = (rules: readonly AnyRule[]): string[] => rules.map(nameOfRule);
