// What an event must have for a rule to be able to match: one of a few facts that an index finds
// fast. A rule without a witness is tried on every event of its log source.
import type { Expression, Matcher } from '../compile/expression.ts';

export type Witness =
  /** A field has this value, folded to lower case. */
  | { type: 'value'; field: string; text: string }
  /** A field's texts hold this, folded. */
  | { type: 'part'; field: string; text: string }
  /** A field is there. */
  | { type: 'field'; field: string }
  /** The event's text holds this, folded. */
  | { type: 'word'; text: string };

const COSTS: Record<Witness['type'], number> = { value: 1, part: 8, word: 64, field: 128 };
const cost = (facts: readonly Witness[]): number =>
  facts.reduce((sum, fact) => sum + COSTS[fact.type], 0);

/** One of these is true of every event that the expression matches; undefined where none is. */
export function witnessOf(expression: Expression): Witness[] | undefined {
  switch (expression.type) {
    case 'search':
      return witnessOf(expression.item);
    case 'and': {
      const choices = expression.items.map(witnessOf).filter((facts) => facts !== undefined);
      return choices.toSorted((a, b) => cost(a) - cost(b))[0];
    }
    case 'or': {
      const needed = expression.items.map(witnessOf);
      if (needed.includes(undefined)) return undefined;
      return needed.flatMap((facts) => facts ?? []);
    }
    case 'not':
      return undefined;
    case 'element':
      return [{ type: 'field', field: expression.field }];
    case 'keyword':
      return wordOf(expression.matcher);
    default:
      return factOf(expression.field, expression.matcher);
  }
}

function factOf(field: string, matcher: Matcher): Witness[] | undefined {
  switch (matcher.op) {
    case 'equals':
      return [{ type: 'value', field, text: matcher.text.toLowerCase() }];
    case 'starts':
    case 'ends':
    case 'contains':
      return [{ type: 'part', field, text: matcher.text.toLowerCase() }];
    case 'glob': {
      const text = longest(matcher.value);
      return text === '' ? [{ type: 'field', field }] : [{ type: 'part', field, text }];
    }
    case 'null':
      return undefined;
    case 'exists':
      return matcher.wanted ? [{ type: 'field', field }] : undefined;
    default:
      return [{ type: 'field', field }];
  }
}

function wordOf(matcher: Matcher): Witness[] | undefined {
  if (matcher.op === 'contains') return [{ type: 'word', text: matcher.text.toLowerCase() }];
  if (matcher.op !== 'glob') return undefined;
  const text = longest(matcher.value);
  return text === '' ? undefined : [{ type: 'word', text }];
}

function longest(parts: readonly unknown[]): string {
  const texts = parts.filter((part) => typeof part === 'string');
  const best = texts.reduce((most, text) => (text.length > most.length ? text : most), '');
  return best.toLowerCase();
}
