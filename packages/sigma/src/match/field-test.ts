// Matchers as functions of a field's slot. A list of values is one test: it looks at texts once.
import type { Comparison, DatePart, Matcher, TextTest } from '../compile/expression.ts';
import { isWithin, type Network } from '../value/cidr.ts';
import type { Slot } from './slot.ts';
import { TextMap } from './text-map.ts';

export type SlotTest = () => boolean;
/** A test of one field alone. */
export type OwnMatcher = Exclude<Matcher, { op: 'field' }>;
/** A test of which lists have many. */
export type ListedMatcher = Extract<Matcher, { op: TextTest | 'cidr' }>;

export const textTests: Record<TextTest, (value: string, wanted: string) => boolean> = {
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

export const isListed = (matcher: Matcher): matcher is ListedMatcher =>
  matcher.op === 'cidr' || Object.hasOwn(textTests, matcher.op);

/** Tests of which one is true if a field's values satisfy any of the matchers. */
export function listTests(slot: Slot, matchers: readonly ListedMatcher[]): SlotTest[] {
  const tests: SlotTest[] = [];
  for (const op of ['equals', 'starts', 'ends', 'contains'] as const) {
    for (const cased of [false, true]) {
      const wanted = matchers.flatMap((each) =>
        each.op === op && each.cased === cased ? [each.text] : [],
      );
      if (wanted.length > 0) tests.push(textTest(slot, op, cased, wanted));
    }
  }
  const networks = matchers.flatMap((each) => (each.op === 'cidr' ? [each.network] : []));
  if (networks.length > 0) tests.push(networkTest(slot, networks));
  return tests;
}

/** True if a field's values satisfy the matcher. */
export function fieldTest(slot: Slot, matcher: OwnMatcher): SlotTest {
  switch (matcher.op) {
    case 'present':
      return () => slot.scalars.length > 0 || slot.composites.length > 0;
    case 'null':
      return () => !slot.isThere || slot.hasNull;
    case 'exists':
      return () => slot.isThere === matcher.wanted;
    case 'cidr':
      return networkTest(slot, [matcher.network]);
    case 'compare': {
      const compare = comparisons[matcher.how];
      return () => slot.scalars.some((value) => compare(numberOf(value), matcher.value));
    }
    case 'part': {
      const compare = comparisons[matcher.how];
      return () =>
        slot.texts().some((text) => compare(datePart(text, matcher.part), matcher.value));
    }
    case 'glob':
      return someText(slot, matcher.cased, matcher.test);
    case 'regex':
      return someText(slot, true, matcher.test);
    default:
      return textTest(slot, matcher.op, matcher.cased, [matcher.text]);
  }
}

const networkTest =
  (slot: Slot, networks: readonly Network[]): SlotTest =>
  () => {
    for (const address of slot.addresses()) {
      for (const network of networks) if (isWithin(address, network)) return true;
    }
    return false;
  };

/** True if a text of the field is, or holds in its place, one of those wanted. */
function textTest(slot: Slot, op: TextTest, cased: boolean, wanted: readonly string[]): SlotTest {
  const [first = ''] = wanted;
  const isOne = wanted.length === 1;
  if (op === 'equals') {
    if (isOne) return someScalar(slot, cased, (value) => value === first);
    const texts = new TextMap<true>();
    for (const text of new Set(wanted)) texts.add(text, true);
    return someScalar(slot, cased, (value) => texts.get(value) === true);
  }
  const test = textTests[op];
  const isWanted = (value: string): boolean => {
    for (const each of wanted) if (test(value, each)) return true;
    return false;
  };
  return wanted.some((each) => mayBeJson(op, each))
    ? someText(slot, cased, isWanted)
    : someScalar(slot, cased, isWanted);
}

/** Whether the JSON of an object or a list may begin, end or go on like this. */
function mayBeJson(op: TextTest, wanted: string): boolean {
  if (op === 'starts') return wanted === '' || /^[[{]/.test(wanted);
  if (op === 'ends') return wanted === '' || /[\]}]$/.test(wanted);
  return true;
}

function someScalar(slot: Slot, cased: boolean, test: (text: string) => boolean): SlotTest {
  return () => {
    for (const text of cased ? slot.texts() : slot.folded()) if (test(text)) return true;
    return false;
  };
}

function someText(slot: Slot, cased: boolean, test: (text: string) => boolean): SlotTest {
  return () => {
    if (!slot.isThere) return false;
    for (const text of cased ? slot.texts() : slot.folded()) if (test(text)) return true;
    for (const text of cased ? slot.rendered() : slot.renderedFolded()) if (test(text)) return true;
    return false;
  };
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
