// Which other files a rule's text needs to be tried alone: those that it names, what these name in
// turn, and filters.
import { ruleKey, type Overlay } from '@acta/sigma';
import type { RuleText } from '../detect/index.ts';
import type { BookRule, RuleBook } from './book.ts';

/** Ids and names as they may stand in a text. */
const WORD = /[\w.:-]+/g;

const textOf = ({ folder, file }: BookRule): RuleText => ({
  file: `${folder.name}/${file.file}`,
  text: file.text,
});

/**
 * Files of the book that the text names, directly or through them, without `own` files.
 *
 * @param withFilters also all files with filters: they change what rules match
 */
export function surroundingsOf(
  book: RuleBook,
  text: string,
  {
    without = [],
    withFilters = false,
  }: { without?: readonly string[]; withFilters?: boolean } = {},
): RuleText[] {
  const byName = new Map<string, BookRule>();
  for (const known of book.rules) {
    byName.set(ruleKey(known.rule), known);
    if (known.rule.name !== undefined) byName.set(known.rule.name, known);
  }
  const found = new Map<string, RuleText>();
  const left = new Set(without);
  const add = (known: BookRule): void => {
    const each = textOf(known);
    if (left.has(each.file) || found.has(each.file)) return;
    found.set(each.file, each);
    look(each.text);
  };
  const look = (some: string): void => {
    for (const [word] of some.matchAll(WORD)) {
      const known = byName.get(word);
      if (known !== undefined) add(known);
    }
  };
  look(text);
  if (withFilters) for (const known of book.rules) if (known.rule.kind === 'filter') add(known);
  return [...found.values()];
}

/** The overlay with nothing off: who tries a rule wants it to run. */
export function awake(overlay: Overlay): Overlay {
  const rules = Object.entries(overlay.rules ?? {}).map(([id, { off: _off, ...said }]) => [
    id,
    said,
  ]);
  return { ...overlay, rules: Object.fromEntries(rules) as Overlay['rules'] & {} };
}
