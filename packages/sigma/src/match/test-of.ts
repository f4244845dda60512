// Matchers and expressions as functions. Two-valued: `not` over a field that is not there is true.
import type { Expression, Matcher } from '../compile/expression.ts';
import { fieldTest, isListed, listTests, textTests, type ListedMatcher } from './field-test.ts';
import type { Slot } from './slot.ts';
import { FieldTable } from './fields.ts';
import { Subject } from './subject.ts';

export type Test = (subject: Subject) => boolean;
/** The names under which a field is looked for after its own. */
export type AliasesOf = (field: string) => readonly string[];

/** Gives the test of what a search identifier says: the same for others that say the same. */
export type Share = (expression: Expression, make: () => Test) => Test;

/** The test of an expression; its fields get their slots in the table. */
export function testOf(
  expression: Expression,
  fields: FieldTable,
  aliasesOf: AliasesOf,
  share: Share = (_, make) => make(),
): Test {
  switch (expression.type) {
    case 'and': {
      const items = expression.items.toSorted((a, b) => costOf(a) - costOf(b));
      return allOf(items.map((item) => testOf(item, fields, aliasesOf, share)));
    }
    case 'or': {
      const items = expression.items.toSorted((a, b) => costOf(a) - costOf(b));
      return anyOf(alternatives(items, fields, aliasesOf, share));
    }
    case 'not': {
      const test = testOf(expression.item, fields, aliasesOf, share);
      return (subject) => !test(subject);
    }
    case 'search':
      return share(expression.item, () => testOf(expression.item, fields, aliasesOf));
    case 'keyword':
      return keywordTest(expression.matcher);
    case 'element':
      return elementTest(expression, fields, aliasesOf);
    default: {
      const slot = fields.slot(expression.field, aliasesOf(expression.field));
      const { matcher } = expression;
      if (matcher.op === 'field') {
        return referenceTest(slot, fields.slot(matcher.field, aliasesOf(matcher.field)), matcher);
      }
      return fieldTest(slot, matcher);
    }
  }
}

/** The tests of alternatives, the values of a list as one. */
function alternatives(
  items: readonly Expression[],
  fields: FieldTable,
  aliasesOf: AliasesOf,
  share: Share,
): Test[] {
  const lists = new Map<string, ListedMatcher[]>();
  const others: Test[] = [];
  for (const item of items) {
    if (item.type !== 'field' || !isListed(item.matcher)) {
      others.push(testOf(item, fields, aliasesOf, share));
      continue;
    }
    const list = lists.get(item.field);
    if (list === undefined) lists.set(item.field, [item.matcher]);
    else list.push(item.matcher);
  }
  const listed = [...lists].flatMap(([field, matchers]) =>
    listTests(fields.slot(field, aliasesOf(field)), matchers),
  );
  return [...listed, ...others];
}

function allOf(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  return (subject) => {
    for (const test of tests) if (!test(subject)) return false;
    return true;
  };
}

function anyOf(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  return (subject) => {
    for (const test of tests) if (test(subject)) return true;
    return false;
  };
}

/** What a test costs, roughly: the cheap ones decide first. They have no effects. */
function costOf(expression: Expression): number {
  switch (expression.type) {
    case 'and':
    case 'or':
      return expression.items.reduce((sum, item) => sum + costOf(item), 0);
    case 'not':
    case 'search':
      return costOf(expression.item);
    case 'keyword':
      return 200;
    case 'element':
      return 20 + costOf(expression.item);
    default:
      return COSTS[expression.matcher.op] ?? 4;
  }
}

const COSTS: Partial<Record<Matcher['op'], number>> = {
  equals: 1,
  null: 1,
  exists: 1,
  present: 1,
  glob: 8,
  cidr: 10,
  regex: 100,
};

function referenceTest(slot: Slot, other: Slot, matcher: Extract<Matcher, { op: 'field' }>): Test {
  const test = textTests[matcher.how];
  return () => {
    const wanted = matcher.cased ? other.texts() : other.folded();
    const values = matcher.cased ? slot.texts() : slot.folded();
    return values.some((value) => wanted.some((each) => test(value, each)));
  };
}

function keywordTest(matcher: Matcher): Test {
  switch (matcher.op) {
    case 'contains': {
      const { text, cased } = matcher;
      return (subject) => (cased ? subject.text() : subject.folded()).includes(text);
    }
    case 'glob':
      return (subject) => matcher.test(matcher.cased ? subject.text() : subject.folded());
    case 'regex':
      return (subject) => matcher.test(subject.text());
    default:
      return () => true;
  }
}

/** The block must hold on one element as a whole: siblings of other elements don't count. */
function elementTest(
  { field, item }: Extract<Expression, { type: 'element' }>,
  fields: FieldTable,
  aliasesOf: AliasesOf,
): Test {
  const slot = fields.slot(field, aliasesOf(field));
  const inner = new Subject(new FieldTable());
  const test = testOf(item, inner.fields, () => []);
  return () =>
    slot.composites.some((element) => {
      if (Array.isArray(element)) return false;
      inner.read(element);
      return test(inner);
    });
}
