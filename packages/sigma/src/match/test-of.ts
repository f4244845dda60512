// Matchers and expressions as functions. Two-valued: `not` over a field that is not there is true.
import type { Comparison, DatePart, Expression, Matcher, TextTest } from '../compile/expression.ts';
import { isInNetwork } from '../value/cidr.ts';
import type { Slot } from './slot.ts';
import { FieldTable } from './fields.ts';
import { Subject } from './subject.ts';

export type Test = (subject: Subject) => boolean;
/** The names under which a field is looked for after its own. */
export type AliasesOf = (field: string) => readonly string[];

const textTests: Record<TextTest, (value: string, wanted: string) => boolean> = {
  equals: (value, wanted) => value === wanted,
  starts: (value, wanted) => value.startsWith(wanted),
  ends: (value, wanted) => value.endsWith(wanted),
  contains: (value, wanted) => value.includes(wanted),
};

const comparisons: Record<Comparison, (value: number, wanted: number) => boolean> = {
  lt: (value, wanted) => value < wanted,
  lte: (value, wanted) => value <= wanted,
  gt: (value, wanted) => value > wanted,
  gte: (value, wanted) => value >= wanted,
  eq: (value, wanted) => value === wanted,
};

/** The test of an expression; its fields get their slots in the table. */
export function testOf(expression: Expression, fields: FieldTable, aliasesOf: AliasesOf): Test {
  switch (expression.type) {
    case 'and':
    case 'or': {
      const items = expression.items.toSorted((a, b) => costOf(a) - costOf(b));
      const tests = items.map((item) => testOf(item, fields, aliasesOf));
      return expression.type === 'and' ? allOf(tests) : anyOf(tests);
    }
    case 'not': {
      const test = testOf(expression.item, fields, aliasesOf);
      return (subject) => !test(subject);
    }
    case 'search':
      return testOf(expression.item, fields, aliasesOf);
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
      const test = slotTest(matcher);
      return () => test(slot);
    }
  }
}

function allOf(tests: readonly Test[]): Test {
  return (subject) => {
    for (const test of tests) if (!test(subject)) return false;
    return true;
  };
}

function anyOf(tests: readonly Test[]): Test {
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

/** True if a field's values satisfy the matcher. */
export function slotTest(matcher: Exclude<Matcher, { op: 'field' }>): (slot: Slot) => boolean {
  switch (matcher.op) {
    case 'present':
      return (slot) => slot.scalars.length > 0 || slot.composites.length > 0;
    case 'null':
      return (slot) => !slot.isThere || slot.hasNull;
    case 'exists':
      return (slot) => slot.isThere === matcher.wanted;
    case 'cidr':
      return (slot) => slot.texts().some((text) => isInNetwork(text, matcher.network));
    case 'compare': {
      const compare = comparisons[matcher.how];
      return (slot) => slot.scalars.some((value) => compare(numberOf(value), matcher.value));
    }
    case 'part': {
      const compare = comparisons[matcher.how];
      return (slot) =>
        slot.texts().some((text) => compare(datePart(text, matcher.part), matcher.value));
    }
    case 'equals': {
      const { text, cased } = matcher;
      return (slot) => (cased ? slot.texts() : slot.folded()).includes(text);
    }
    case 'glob':
    case 'regex': {
      const { test } = matcher;
      const isCased = matcher.op === 'regex' || matcher.cased;
      return (slot) => someText(slot, isCased, test);
    }
    default: {
      const test = textTests[matcher.op];
      const { text, cased } = matcher;
      return (slot) => someText(slot, cased, (value) => test(value, text));
    }
  }
}

function someText(slot: Slot, cased: boolean, test: (text: string) => boolean): boolean {
  if ((cased ? slot.texts() : slot.folded()).some(test)) return true;
  if (slot.composites.length === 0) return false;
  return (cased ? slot.rendered() : slot.renderedFolded()).some(test);
}

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

function numberOf(value: string | number | boolean): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/;

/** A part of a date as it is written, in its own zone. NaN where the text is no date. */
function datePart(text: string, part: DatePart): number {
  const found = DATE.exec(text);
  if (found === null) return Number.NaN;
  const [year, month, day, hour = Number.NaN, minute = Number.NaN] = found.slice(1).map(Number);
  switch (part) {
    case 'year':
      return year!;
    case 'month':
      return month!;
    case 'day':
      return day!;
    case 'hour':
      return hour;
    case 'minute':
      return minute;
    default:
      return weekOf(year!, month!, day!);
  }
}

const DAY_MS = 86_400_000;

/** The week's number (ISO 8601). */
function weekOf(year: number, month: number, day: number): number {
  const date = Date.UTC(year, month - 1, day);
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = new Date(date + (3 - weekday) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - first) / DAY_MS / 7) + 1;
}
