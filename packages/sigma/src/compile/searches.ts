// Search identifiers: maps are all of their items, lists of maps any of them, lists of texts are
// keywords; `'|all'` without a field is all keywords (Sigma rules specification 2.1.0).
import { SigmaError } from '../errors.ts';
import { isMap } from '../parse/reader.ts';
import { concat, ANY } from '../value/sigma-string.ts';
import { join, type Expression, type Matcher } from './expression.ts';
import { applyModifiers, matcherOf } from './modifiers.ts';
import type { Placeholders } from './placeholders.ts';

export interface SearchOptions {
  placeholders: Placeholders;
  /** `field[any]:` is a block on one element of a list. */
  version: 2 | 3;
}

type Scalar = string | number | boolean | null;

/**
 * The expression of a search identifier.
 *
 * @throws SigmaError whose path begins at the identifier
 */
export function compileSearch(value: unknown, options: SearchOptions): Expression {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new SigmaError('detection', 'The list is empty.');
    return join(
      'or',
      value.map((each, place) =>
        within(place, () =>
          isMap(each) ? compileMap(each, options) : keywords([each], [], options),
        ),
      ),
    );
  }
  if (isMap(value)) return compileMap(value, options);
  return keywords([value], [], options);
}

function within<T>(step: string | number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SigmaError)) throw error;
    throw new SigmaError(error.code, error.message, [step, ...error.path], error.position);
  }
}

function compileMap(map: Record<string, unknown>, options: SearchOptions): Expression {
  const items = Object.entries(map);
  if (items.length === 0) throw new SigmaError('detection', 'The map is empty.');
  return join(
    'and',
    items.map(([key, value]) => within(key, () => compileItem(key, value, options))),
  );
}

const ELEMENT = /^(.+)\[any\]$/;

function compileItem(key: string, value: unknown, options: SearchOptions): Expression {
  const [field = '', ...modifiers] = key.split('|');
  const element = ELEMENT.exec(field);
  if (element !== null && options.version === 3) {
    if (!isMap(value)) throw new SigmaError('detection', 'A block on elements is a map.');
    return { type: 'element', field: element[1]!, item: compileMap(value, options) };
  }
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new SigmaError('detection', 'The list of values is empty.');
  if (field === '') return keywords(values, modifiers, options);
  if (value !== null && values.includes(null)) {
    throw new SigmaError('value', 'null stands alone, not in a list of values.');
  }
  return tested(values, modifiers, options, (matcher) => ({ type: 'field', field, matcher }));
}

const keywords = (
  values: readonly unknown[],
  modifiers: readonly string[],
  options: SearchOptions,
): Expression =>
  tested(values, modifiers, options, (matcher) => ({
    type: 'keyword',
    matcher: anywhere(matcher),
  }));

/** All or any of the values, each by any of the matchers that the modifiers made of it. */
function tested(
  values: readonly unknown[],
  modifiers: readonly string[],
  { placeholders }: SearchOptions,
  leaf: (matcher: Matcher) => Expression,
): Expression {
  const { every, groups, negated } = applyModifiers(modifiers, values.map(scalarOf), placeholders);
  const made = join(
    every ? 'and' : 'or',
    groups.map((group) => join('or', group.map(leaf))),
  );
  return negated ? { type: 'not', item: made } : made;
}

/** A keyword may stand anywhere in a text. */
function anywhere(matcher: Matcher): Matcher {
  switch (matcher.op) {
    case 'equals':
    case 'starts':
    case 'ends':
    case 'contains':
      return { op: 'contains', text: matcher.text, cased: matcher.cased };
    case 'glob':
      return matcherOf(concat([ANY], matcher.value, [ANY]), matcher.cased);
    case 'regex':
    case 'present':
      return matcher;
    default:
      throw new SigmaError('modifier', `A keyword without a field can't be ${matcher.op}.`);
  }
}

function scalarOf(value: unknown): Scalar {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
    return value as Scalar;
  }
  throw new SigmaError('value', 'A value is text, a number, true, false or null.');
}
