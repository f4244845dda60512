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

/** How dear facts are as witnesses: how many events may have one, and what it costs to look. */
export type Weigh = (facts: readonly Witness[]) => number;

const COSTS: Record<Witness['type'], number> = { value: 0, part: 1, field: 100, word: 100_000 };

const keyOf = (fact: Witness): string => JSON.stringify(fact);

/**
 * Weighs facts by what the rules say of them: more events have what many rules speak of, and most
 * of those that speak of its field (a kind of actor, a product's name), than one of many actions.
 */
export function weighBy(expressions: readonly Expression[]): Weigh {
  const facts = new Map<string, number>();
  const fields = new Map<string, number>();
  for (const expression of expressions) {
    const spoken = new Map(factsIn(expression).map((fact) => [keyOf(fact), fact]));
    for (const [key, fact] of spoken) {
      facts.set(key, (facts.get(key) ?? 0) + 1);
      if ('field' in fact) fields.set(fact.field, (fields.get(fact.field) ?? 0) + 1);
    }
  }
  const common = (fact: Witness): number => {
    const count = facts.get(keyOf(fact)) ?? 0;
    return 'field' in fact ? count ** 2 / (fields.get(fact.field) ?? 1) : 0;
  };
  return (choice) =>
    choice.reduce((sum, fact) => sum + common(fact), 0) +
    Math.max(0, ...choice.map(({ type }) => COSTS[type]));
}

/** All facts that an expression speaks of, but under `not`. */
function factsIn(expression: Expression): Witness[] {
  switch (expression.type) {
    case 'and':
    case 'or':
      return expression.items.flatMap(factsIn);
    case 'search':
      return factsIn(expression.item);
    case 'element':
      return factsIn(expression.item).map((fact) => inside(expression.field, fact));
    case 'not':
      return [];
    case 'keyword':
      return wordOf(expression.matcher) ?? [];
    default:
      return factOf(expression.field, expression.matcher) ?? [];
  }
}

/** One of these is true of every event that the expression matches; undefined where none is. */
export function witnessOf(expression: Expression, weigh: Weigh): Witness[] | undefined {
  switch (expression.type) {
    case 'search':
      return witnessOf(expression.item, weigh);
    case 'and': {
      const choices = expression.items.map((item) => witnessOf(item, weigh));
      return best(
        choices.filter((facts) => facts !== undefined),
        weigh,
      );
    }
    case 'or': {
      const needed = expression.items.map((item) => witnessOf(item, weigh));
      if (needed.includes(undefined)) return undefined;
      return needed.flatMap((facts) => facts ?? []);
    }
    case 'not':
      return undefined;
    case 'element':
      return withinOf(expression.field, witnessOf(expression.item, weigh));
    case 'keyword':
      return wordOf(expression.matcher);
    default:
      return factOf(expression.field, expression.matcher);
  }
}

/** The cheapest choice; of equal ones, that with the fewest facts. */
const best = (choices: readonly Witness[][], weigh: Weigh): Witness[] | undefined =>
  choices
    .map((facts) => ({ facts, weight: weigh(facts) }))
    .toSorted((a, b) => a.weight - b.weight || a.facts.length - b.facts.length)[0]?.facts;

/** A fact of one element is one of the list: its members are found by their dotted paths. */
function withinOf(field: string, facts: readonly Witness[] | undefined): Witness[] {
  if (facts === undefined || facts.some(({ type }) => type === 'word')) {
    return [{ type: 'field', field }];
  }
  return facts.map((fact) => inside(field, fact));
}

const inside = (field: string, fact: Witness): Witness =>
  fact.type === 'word' ? fact : { ...fact, field: `${field}.${fact.field}` };

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
    case 'regex': {
      if (matcher.needs.length === 0) return [{ type: 'field', field }];
      return matcher.needs.map((text): Witness => ({ type: 'part', field, text }));
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
