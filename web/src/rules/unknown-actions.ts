// Actions that a rule for Acta's event looks for and no event will ever have: what is not in the
// catalogue keeps its own word in `native`. Pure.
import { catalogue } from '@acta/event/catalogue';
import { logsourceAt } from './complete-rule.ts';

const ACTION = /^ +(?:- +)?action:(.*)((?:\n +- +.+)*)/gm;
const VALUE = /[\w.-]+\.[\w-]+/g;

/** Each once, in the order of the text; patterns are left to themselves. */
export function unknownActions(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(ACTION)) {
    if (logsourceAt(text, match.index)['product'] !== 'acta') continue;
    const said = `${match[1]}${match[2]}`;
    if (said.includes('#') || said.includes('*') || said.includes('?')) continue;
    for (const [value] of said.matchAll(VALUE)) if (!catalogue.has(value)) found.add(value);
  }
  return [...found];
}
