// Evaluates a query on one event in memory, with the meaning that the index gives it in SQL.
import type { Query, Term } from '../ast.ts';
import { type EventLike, eventValues } from '../event-values.ts';
import { type Field, type FieldGroup, findField, groupOfPath } from '../fields.ts';
import { fold } from '../fold.ts';
import { parseCidr } from '../ip.ts';
import { GROUP_SEPARATOR, hasReserved, isUuid, searchText, TEXT_GROUPS } from '../search-text.ts';
import { comparable, isWithin, type Span, spanOf, spanOfValue } from './range.ts';
import { matchesText } from './text.ts';
import { matchesWildcard } from './wildcard.ts';

export interface MatchOptions {
  /** Milliseconds since the epoch, for relative times. */
  now: number;
  /** Groups that take no part: their fields match nothing, their text is not searched. */
  withheld?: readonly FieldGroup[];
}

/** True if the event is one that the query asks for. */
export function matches(query: Query, event: EventLike, options: MatchOptions): boolean {
  return createMatcher(query, options)(event);
}

/** The same for many events: what depends on the query alone is done once. */
export function createMatcher(query: Query, options: MatchOptions): (event: EventLike) => boolean {
  const test = prepare(query, options);
  return (event) => test(new Subject(event, options.withheld ?? []));
}

type Test = (subject: Subject) => boolean;

/** One event with what terms look at, worked out at most once. */
class Subject {
  readonly event: EventLike;
  readonly withheld: readonly FieldGroup[];
  #values: Map<string, string[]> | undefined;
  #parts: string[] | undefined;

  constructor(event: EventLike, withheld: readonly FieldGroup[]) {
    this.event = event;
    this.withheld = withheld;
  }

  values(field: Field): string[] {
    this.#values ??= eventValues(this.event);
    const found: string[] = [];
    for (const path of field.paths) {
      if (this.withheld.includes(groupOfPath(path))) continue;
      const values = this.#values.get(path);
      if (values) found.push(...values);
    }
    return found;
  }

  text(field: string | undefined): string {
    this.#parts ??= searchText(this.event).split(GROUP_SEPARATOR);
    const parts = this.#parts.filter((_, place) => {
      const group = TEXT_GROUPS[place]!;
      return !this.withheld.includes(group) && (field === undefined || group === field);
    });
    return parts.join(GROUP_SEPARATOR);
  }
}

function prepare(query: Query, options: MatchOptions): Test {
  switch (query.type) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = query.items.map((item) => prepare(item, options));
      return (subject) => tests.every((test) => test(subject));
    }
    case 'or': {
      const tests = query.items.map((item) => prepare(item, options));
      return (subject) => tests.some((test) => test(subject));
    }
    case 'not': {
      const test = prepare(query.item, options);
      return (subject) => !test(subject);
    }
    case 'text':
      return prepareText(query.pieces, query.field);
    default:
      return prepareField(query, options);
  }
}

function prepareText(typed: readonly string[], field: string | undefined): Test {
  const pieces = typed.map(fold);
  if (pieces.some(hasReserved)) return () => false;
  const idOnly = pieces.length === 1 && field === undefined && isUuid(pieces[0]!);
  const ids = [findField('id')!, findField('source.delivery')!];
  return (subject) =>
    (idOnly && ids.some((id) => subject.values(id).includes(pieces[0]!))) ||
    matchesText(subject.text(field), pieces);
}

function prepareField(term: Exclude<Term, { type: 'text' }>, options: MatchOptions): Test {
  const field = findField(term.field);
  if (field === null) return () => false;
  const test = valueTest(term, field, options.now);
  return (subject) => subject.values(field).some(test);
}

function valueTest(
  term: Exclude<Term, { type: 'text' }>,
  field: Field,
  now: number,
): (value: string) => boolean {
  const within = (span: Span) => (value: string) => isWithin(comparable(value, field.type), span);
  switch (term.type) {
    case 'exists':
      return () => true;
    case 'range':
      return within(spanOf(term, field.type, now));
    case 'cidr': {
      const network = parseCidr(term.value);
      if (network === null) return () => false;
      return within({ from: network.first, to: network.last + 1n });
    }
    case 'wildcard': {
      const pieces = term.pieces.map(fold);
      return (value) => matchesWildcard(value, pieces);
    }
    default: {
      if (field.type !== 'keyword') return within(spanOfValue(term.value, field.type, now));
      const wanted = fold(term.value);
      return (value) => value === wanted;
    }
  }
}
