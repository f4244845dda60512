// Tests of many rules over the same events. What several rules ask in the same words (that the call
// failed, who is exempt) is one test, whose answer is kept for the event at hand.
import type { Expression, Matcher } from '../compile/expression.ts';
import { formatSigmaString } from '../value/sigma-string.ts';
import type { FieldTable } from './fields.ts';
import { testOf, type AliasesOf, type Share, type Test } from './test-of.ts';

export interface Wanted {
  expression: Expression;
  /** Names under which fields are looked for after their own. */
  aliases: Readonly<Record<string, readonly string[]>>;
}

/** The tests of rules, their fields in one table. */
export function testsOf(rules: readonly Wanted[], fields: FieldTable): Test[] {
  const keys = keysOf(rules);
  const made = new Map<string, Test>();
  return rules.map(({ expression, aliases }) => {
    const aliasesOf: AliasesOf = (field) => (Object.hasOwn(aliases, field) ? aliases[field]! : []);
    const share: Share = (part, make) => {
      const key = keys.get(part);
      if (key === undefined) return make();
      let test = made.get(key);
      if (test === undefined) made.set(key, (test = keptForEvent(make(), fields)));
      return test;
    };
    return testOf(expression, fields, aliasesOf, share);
  });
}

/** What search identifiers ask, where more than one does. */
function keysOf(rules: readonly Wanted[]): Map<Expression, string> {
  const keys = new Map<Expression, string>();
  const counts = new Map<string, number>();
  for (const { expression, aliases } of rules) {
    const named = JSON.stringify(aliases);
    for (const part of searchesIn(expression)) {
      const key = `${named}${JSON.stringify(part, (_, value: unknown) => plain(value))}`;
      keys.set(part, key);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  for (const [part, key] of keys) if (counts.get(key) === 1) keys.delete(part);
  return keys;
}

/** Their contents: the name says nothing. */
function searchesIn(expression: Expression): Expression[] {
  if (expression.type === 'search') return [expression.item];
  if (expression.type === 'not') return searchesIn(expression.item);
  return 'items' in expression ? expression.items.flatMap(searchesIn) : [];
}

const numbers = new WeakMap<object, number>();
let last = 0;

/** As JSON can tell it from others. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function') {
    if (!numbers.has(value)) numbers.set(value, ++last);
    return numbers.get(value);
  }
  const matcher = value as Matcher | null;
  if (typeof matcher !== 'object' || matcher?.op !== 'glob') return value;
  return { op: 'glob', text: formatSigmaString(matcher.value), cased: matcher.cased };
}

function keptForEvent(test: Test, { round }: FieldTable): Test {
  let number = -1;
  let answer = false;
  return (subject) => {
    if (number !== round.number) {
      answer = test(subject);
      ({ number } = round);
    }
    return answer;
  };
}
