// Modifiers of Sigma 2.1.0: they turn the values of one detection item into matchers. A value is
// parsed once, before any modifier adds wildcards; `re` takes the text as it stands.
import { SigmaError } from '../errors.ts';
import { SIGMA_LIMITS } from '../limits.ts';
import { parseNetwork } from '../value/cidr.ts';
import { base64, base64Offsets, dashVariants, encoders } from '../value/encodings.ts';
import { compileGlob } from '../value/glob.ts';
import { compileRegex } from '../value/regex.ts';
import {
  ANY,
  concat,
  formatSigmaString,
  hasWildcard,
  literal,
  mapText,
  parseSigmaString,
  plainText,
  type SigmaString,
} from '../value/sigma-string.ts';
import type { Comparison, DatePart, Matcher, TextTest } from './expression.ts';
import { expandPlaceholders, type Placeholders } from './placeholders.ts';

/**
 * What became of the values of an item: groups that all or any must match, each of alternatives.
 */
export interface ItemMatchers {
  every: boolean;
  groups: Matcher[][];
  negated: boolean;
}

type Scalar = string | number | boolean | null;

const COMPARISONS = new Set(['lt', 'lte', 'gt', 'gte']);
const PARTS = new Set(['minute', 'hour', 'day', 'week', 'month', 'year']);
const ENCODERS: Record<string, (text: string) => string> = {
  wide: encoders.utf16le,
  utf16le: encoders.utf16le,
  utf16be: encoders.utf16be,
  utf16: encoders.utf16,
};
const KNOWN = new Set(
  [
    'contains startswith endswith all re i m s cidr exists cased neq fieldref expand windash',
    'base64 base64offset',
    ...COMPARISONS,
    ...PARTS,
    ...Object.keys(ENCODERS),
  ].flatMap((names) => names.split(' ')),
);
/** What decides by itself how a value is compared: at most one of them. */
const KINDS = ['re', 'cidr', 'exists', 'fieldref', ...COMPARISONS];

const refused = (message: string): SigmaError => new SigmaError('modifier', message);

/**
 * Applies modifiers to the values of one item.
 *
 * @throws SigmaError `modifier`, `value`, `placeholder`, `limit`
 */
export function applyModifiers(
  modifiers: readonly string[],
  values: readonly Scalar[],
  placeholders: Placeholders,
): ItemMatchers {
  checkModifiers(modifiers, values);
  const has = (name: string): boolean => modifiers.includes(name);
  const negated = has('neq');
  const every = has('all');
  const kind = KINDS.find(has) ?? modifiers.find((name) => PARTS.has(name));
  const groups = values.map((value) => {
    const expanded =
      has('expand') && typeof value === 'string'
        ? expandPlaceholders(value, placeholders)
        : [value];
    return expanded.flatMap((each) =>
      kind === undefined ? textMatchers(each, modifiers) : [kindMatcher(kind, each, modifiers)],
    );
  });
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  if (count > SIGMA_LIMITS.values) {
    throw new SigmaError('limit', `The values pass the limit values (${SIGMA_LIMITS.values}).`);
  }
  return { every, groups, negated };
}

function checkModifiers(modifiers: readonly string[], values: readonly Scalar[]): void {
  const unknown = modifiers.find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw refused(`There is no modifier "${unknown}".`);
  if (modifiers.includes('all') && values.length < 2) {
    throw refused('`all` needs a list of two values or more.');
  }
  const [first, second] = KINDS.filter((name) => modifiers.includes(name));
  if (second !== undefined) throw refused(`${first} and ${second} exclude each other.`);
  for (const flag of ['i', 'm', 's']) {
    if (modifiers.includes(flag) && !modifiers.includes('re')) {
      throw refused(`\`${flag}\` is a flag of \`re\`.`);
    }
  }
  const texts = ['contains', 'startswith', 'endswith'].filter((name) => modifiers.includes(name));
  if (texts.length > 1) throw refused(`${texts.join(' and ')} exclude each other.`);
  if (texts.length > 0 && first !== undefined && first !== 'fieldref') {
    throw refused(`${texts[0]} does not go with ${first}.`);
  }
  if (modifiers.includes('neq') && first === 'exists') {
    throw refused('`neq` does not go with exists; write exists: false.');
  }
}

/** Comparisons that take the value as it stands. */
function kindMatcher(kind: string, value: Scalar, modifiers: readonly string[]): Matcher {
  const comparison = modifiers.find((name) => COMPARISONS.has(name)) as Comparison | undefined;
  const part = modifiers.find((name) => PARTS.has(name)) as DatePart | undefined;
  if (part !== undefined) {
    return { op: 'part', part, how: comparison ?? 'eq', value: numberOf(value, part) };
  }
  if (comparison !== undefined) {
    return { op: 'compare', how: comparison, value: numberOf(value, comparison) };
  }
  if (kind === 'exists') {
    if (typeof value !== 'boolean') throw new SigmaError('value', '`exists` takes true or false.');
    return { op: 'exists', wanted: value };
  }
  if (typeof value !== 'string') throw new SigmaError('value', `\`${kind}\` takes text.`);
  if (kind === 'cidr') {
    const network = parseNetwork(value);
    if (network === undefined) throw new SigmaError('value', `"${value}" is no network.`);
    return { op: 'cidr', text: value, network };
  }
  const cased = modifiers.includes('cased');
  if (kind === 'fieldref') return { op: 'field', field: value, how: howOf(modifiers), cased };
  return regexMatcher(value, modifiers);
}

function regexMatcher(pattern: string, modifiers: readonly string[]): Matcher {
  if (pattern.length > SIGMA_LIMITS.value_length) {
    const most = SIGMA_LIMITS.value_length;
    throw new SigmaError('limit', `The pattern passes the limit value_length (${most}).`);
  }
  try {
    const compiled = compileRegex(pattern, {
      insensitive: modifiers.includes('i'),
      multiline: modifiers.includes('m'),
      dotAll: modifiers.includes('s'),
    });
    return { op: 'regex', pattern, ...compiled };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SigmaError('value', `The regular expression is not right: ${reason}`);
  }
}

function numberOf(value: Scalar, name: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new SigmaError('value', `\`${name}\` takes a number.`);
}

function howOf(modifiers: readonly string[]): TextTest {
  if (modifiers.includes('contains')) return 'contains';
  if (modifiers.includes('startswith')) return 'starts';
  return modifiers.includes('endswith') ? 'ends' : 'equals';
}

function textMatchers(value: Scalar, modifiers: readonly string[]): Matcher[] {
  if (value === null) {
    const other = modifiers.find((name) => name !== 'neq' && name !== 'all');
    if (other !== undefined) throw new SigmaError('value', `\`${other}\` does not take null.`);
    return [{ op: 'null' }];
  }
  const text = String(value);
  if (text.length > SIGMA_LIMITS.value_length) {
    const most = SIGMA_LIMITS.value_length;
    throw new SigmaError('limit', `The value passes the limit value_length (${most}).`);
  }
  const parsed = typeof value === 'string' ? parseSigmaString(text) : literal(text);
  let forms: SigmaString[] = [parsed];
  for (const name of modifiers) forms = forms.flatMap((form) => changed(form, name));
  const cased = modifiers.includes('cased');
  return forms.map((form) => matcherOf(form, cased));
}

function changed(value: SigmaString, modifier: string): SigmaString[] {
  const encode = ENCODERS[modifier];
  if (encode !== undefined) return [mapText(withoutWildcards(value, modifier), encode)];
  switch (modifier) {
    case 'contains':
      return [concat([ANY], value, [ANY])];
    case 'startswith':
      return [concat(value, [ANY])];
    case 'endswith':
      return [concat([ANY], value)];
    case 'base64':
      return [literal(base64(bytesOf(value, modifier)))];
    case 'base64offset':
      return base64Offsets(bytesOf(value, modifier)).map(literal);
    case 'windash': {
      const variants = dashVariants(formatSigmaString(value), SIGMA_LIMITS.values);
      if (variants === undefined) {
        throw new SigmaError('limit', 'windash makes more than the limit values.');
      }
      return variants.map(parseSigmaString);
    }
    default:
      return [value];
  }
}

function withoutWildcards(value: SigmaString, modifier: string): SigmaString {
  if (hasWildcard(value)) throw refused(`\`${modifier}\` does not take wildcards.`);
  return value;
}

/** The bytes that an encoding made, or those of the text in UTF-8. */
function bytesOf(value: SigmaString, modifier: string): string {
  const text = plainText(withoutWildcards(value, modifier)) ?? '';
  if (text === '') throw new SigmaError('value', `\`${modifier}\` takes a text that is not empty.`);
  // eslint-disable-next-line no-control-regex -- bytes are Latin-1 characters
  return /^[\u0000-\u00ff]*$/.test(text) && /[\u0000\u0080-\u00ff]/.test(text)
    ? text
    : encoders.utf8(text);
}

/** The cheapest matcher that says the same as the wildcards. */
export function matcherOf(value: SigmaString, cased: boolean): Matcher {
  const folded = cased ? value : mapText(value, (text) => text.toLowerCase());
  const plain = plainText(folded);
  if (plain !== undefined) return { op: 'equals', text: plain, cased };
  const [first, second, third, ...more] = folded;
  if (first === ANY && second === undefined) return { op: 'present' };
  if (more.length === 0) {
    if (first === ANY && typeof second === 'string') {
      if (third === undefined) return { op: 'ends', text: second, cased };
      if (third === ANY) return { op: 'contains', text: second, cased };
    }
    if (typeof first === 'string' && second === ANY && third === undefined) {
      return { op: 'starts', text: first, cased };
    }
  }
  return { op: 'glob', value: folded, test: compileGlob(folded), cased };
}
