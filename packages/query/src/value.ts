// What stands after `field:` becomes one term, checked against the field's type.
import type { Bound, Query, Term } from './ast.ts';
import { type Field, SEVERITIES } from './fields.ts';
import { parseCidr, parseIp } from './ip.ts';
import type { ScanError, Token } from './scan.ts';
import { resolveTime, TIME_FORMS } from './time.ts';

const COMPARISON = /^(>=|<=|>|<)(.*)$/s;
const RANGE = /^([[{])\s*(\S+)\s+TO\s+(\S+)\s*([\]}])$/;
const DOTS = /^(\S*?[^.\s])?\.\.([^.\s]\S*)?$/;
/** An instant that only serves to see whether a time parses. */
const ANY_INSTANT = Date.UTC(2026, 0, 1);

/** The term for `field:` and the token after it, or where and why it can't be one. */
export function parseValue(field: Field, token: Token): Query | ScanError {
  if (token.type === 'quoted') return exact(field, token.pieces[0]!, token);
  const source = token.source;
  if (/^\*+$/.test(source)) return { type: 'exists', field: field.path };
  const comparison = COMPARISON.exec(source);
  if (comparison) return compare(field, comparison[1]!, comparison[2]!, token);
  const range = RANGE.exec(source);
  if (range) {
    return between(
      field,
      range[2] === '*' ? undefined : { value: range[2]!, inclusive: range[1] === '[' },
      range[3] === '*' ? undefined : { value: range[3]!, inclusive: range[4] === ']' },
      token,
    );
  }
  if (source.startsWith('[') || source.startsWith('{')) {
    return fail(token, 'This is not a range', ['[a TO b]']);
  }
  if (isOrdered(field) && source.includes('..')) {
    const dots = DOTS.exec(source);
    if (dots && (dots[1] ?? dots[2]) !== undefined) {
      return between(field, inclusive(dots[1]), inclusive(dots[2]), token);
    }
  }
  if (token.pieces.length > 1) return wildcard(field, token);
  return exact(field, token.pieces[0]!, token);
}

function inclusive(value: string | undefined): Bound | undefined {
  return value === undefined || value === '*' ? undefined : { value, inclusive: true };
}

function fail(token: Token, message: string, expected: string[]): ScanError {
  return { column: token.column, message, expected };
}

/** Fields with an order beyond the alphabet's. */
export function isOrdered(field: Field): boolean {
  return field.type !== 'keyword' && field.type !== 'text';
}

function compare(field: Field, operator: string, text: string, token: Token): Term | ScanError {
  const value = unquote(text);
  if (value === '') return fail(token, `Nothing follows ${operator}`, expectedOf(field));
  const bound = { value, inclusive: operator.endsWith('=') };
  return operator.startsWith('>')
    ? between(field, bound, undefined, token)
    : between(field, undefined, bound, token);
}

function unquote(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

function between(
  field: Field,
  min: Bound | undefined,
  max: Bound | undefined,
  token: Token,
): Term | ScanError {
  if (!isOrdered(field)) {
    const message = `${field.path} has no order: use a value or a wildcard`;
    return fail(token, message, ['a value', 'a wildcard', '*']);
  }
  for (const bound of [min, max]) {
    if (bound !== undefined && !isValue(field, bound.value)) return badValue(field, token);
  }
  if (min === undefined && max === undefined) return { type: 'exists', field: field.path };
  return {
    type: 'range',
    field: field.path,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

function wildcard(field: Field, token: Token): Query | ScanError {
  if (field.type === 'text') return { type: 'text', field: field.path, pieces: token.pieces };
  if (field.type === 'time' || field.type === 'number' || field.type === 'severity') {
    return badValue(field, token);
  }
  return { type: 'wildcard', field: field.path, pieces: token.pieces };
}

function exact(field: Field, value: string, token: Token): Query | ScanError {
  if (field.type === 'text') {
    if (value === '') return fail(token, 'There is no text to look for', ['text']);
    return { type: 'text', field: field.path, pieces: [value] };
  }
  if (field.type === 'ip' && value.includes('/')) {
    if (parseCidr(value) === null) return badValue(field, token);
    return { type: 'cidr', field: field.path, value };
  }
  if (!isValue(field, value)) return badValue(field, token);
  return { type: 'equals', field: field.path, value };
}

function isValue(field: Field, value: string): boolean {
  if (field.type === 'time') return resolveTime(value, ANY_INSTANT) !== null;
  if (field.type === 'severity') return severityRank(value) >= 0;
  if (field.type === 'number') return /^-?\d{1,15}$/.test(value);
  if (field.type === 'ip') return parseIp(value) !== null;
  return true;
}

/** 0 for `info` up to 4 for `critical`; -1 for what is no severity. */
export function severityRank(value: string): number {
  return (SEVERITIES as readonly string[]).indexOf(value.toLowerCase());
}

function badValue(field: Field, token: Token): ScanError {
  return fail(token, `This is no value of ${field.path}`, expectedOf(field));
}

/** What a value of the field may look like, for errors and completion. */
export function expectedOf(field: Field): string[] {
  if (field.type === 'time') return TIME_FORMS;
  if (field.type === 'severity') return [...SEVERITIES];
  if (field.type === 'number') return ['a whole number'];
  if (field.type === 'ip') return ['an address', 'a network such as 10.0.0.0/8'];
  return ['a value'];
}
