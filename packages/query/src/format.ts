// Prints a query so that parsing it gives the same tree again.
import type { Bound, Query, RangeTerm } from './ast.ts';
import { writeFieldName } from './field-name.ts';
import { findField } from './fields.ts';

const SPECIAL_ANYWHERE = /[\s()"*\\]/g;
const KEYWORD = /^(?:AND|OR|NOT)$/;
const FIELD_LIKE = /^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*:/;

/** The query as text, with short field names where there are any. */
export function formatQuery(query: Query): string {
  return query.type === 'all' ? '' : format(query, false);
}

function format(query: Query, inside: boolean): string {
  switch (query.type) {
    case 'all':
      return '*';
    case 'and':
    case 'or': {
      const glue = query.type === 'and' ? ' ' : ' OR ';
      const text = query.items.map((item) => format(item, true)).join(glue);
      return inside ? `(${text})` : text;
    }
    case 'not':
      return `-${format(query.item, true)}`;
    case 'text':
      return formatText(query.pieces, query.field);
    case 'equals':
      return `${fieldName(query.field)}:${formatValue(query.value)}`;
    case 'wildcard':
      return `${fieldName(query.field)}:${valueWildcards(query.pieces)}`;
    case 'exists':
      return `${fieldName(query.field)}:*`;
    case 'cidr':
      return `${fieldName(query.field)}:${query.value}`;
    default:
      return `${fieldName(query.field)}:${formatRange(query)}`;
  }
}

/** The name that people type: the first short one where the path has dots. */
export function fieldName(path: string): string {
  if (!path.includes('.')) return path;
  const field = findField(path);
  if (field?.path === path && field.short[0] !== undefined) return field.short[0];
  if (path.startsWith('labels.')) return writeFieldName(`label.${path.slice('labels.'.length)}`);
  return writeFieldName(path);
}

function formatText(pieces: string[], field: string | undefined): string {
  if (field !== undefined) {
    return `${fieldName(field)}:${pieces.length > 1 ? valueWildcards(pieces) : formatValue(pieces[0]!)}`;
  }
  if (pieces.length === 1) {
    const word = pieces[0]!;
    return isPlain(word) && !word.startsWith('-') && !FIELD_LIKE.test(word) ? word : quote(word);
  }
  const text = wildcards(pieces);
  return FIELD_LIKE.test(text) || text.startsWith('-') ? escapeFirst(text) : text;
}

/** Keeps the text from being read as `field:` or `-term`. */
function escapeFirst(text: string): string {
  return `\\${text}`;
}

function wildcards(pieces: string[]): string {
  return pieces.map((piece) => piece.replace(SPECIAL_ANYWHERE, '\\$&')).join('*');
}

/** The same after a colon, where comparison signs, brackets and `..` mean something. */
function valueWildcards(pieces: string[]): string {
  const text = wildcards(pieces).replace(/(?<=\.)\./g, '\\.');
  return /^[[{<>]/.test(text) ? `\\${text}` : text;
}

function isPlain(value: string): boolean {
  return value !== '' && value.search(SPECIAL_ANYWHERE) < 0 && !KEYWORD.test(value);
}

function formatValue(value: string): string {
  const plain = isPlain(value) && !/^[[{<>]/.test(value) && !value.includes('..');
  return plain ? value : quote(value);
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function formatRange(range: RangeTerm): string {
  const { min, max } = range;
  if (min && max) {
    const open = min.inclusive ? '[' : '{';
    const close = max.inclusive ? ']' : '}';
    return `${open}${min.value} TO ${max.value}${close}`;
  }
  return min ? `>${ending(min)}` : `<${ending(max!)}`;
}

function ending(bound: Bound): string {
  return `${bound.inclusive ? '=' : ''}${bound.value}`;
}
