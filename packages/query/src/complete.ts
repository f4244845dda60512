// Hints for a query bar: field names, known values, and what else may stand at the cursor.
import { readFieldName } from './field-name.ts';
import { fields, findField, OPEN_PREFIXES } from './fields.ts';
import { fieldName } from './format.ts';
import { expectedOf } from './value.ts';

export interface Completion {
  /** Text that replaces the query's units from `from` to `to` (0-based, `to` exclusive). */
  text: string;
  label: string;
  description: string;
  kind: 'field' | 'value' | 'operator';
}

export interface Completions {
  from: number;
  to: number;
  items: Completion[];
  /** Path whose values the caller may offer from facets, where the cursor stands in a value. */
  field?: string;
  /** What of that value is typed already. */
  typed: string;
}

const MOST_HINTS = 12;
/** Offered first. */
const COMMON =
  'actor action target source outcome severity category effect time ip env service'.split(' ');
/** From the last blank on; the name in quotes under a prefix may hold blanks, and be open still. */
const PIECE = /(?:[A-Za-z_][\w-]*(?:\.[\w-]+)*\."(?:[^"\\]|\\.)*(?:"(?::[^\s()"]*)?)?|[^\s()"]*)$/;

/** What could be typed at the cursor. Never throws, for no text. */
export function complete(text: string, cursor: number): Completions {
  const to = Math.max(0, Math.min(cursor, text.length));
  const piece = PIECE.exec(text.slice(Math.max(0, to - 256), to))![0].replace(/^-/, '');
  const from = to - piece.length;
  const name = readFieldName(piece, 0);
  if (name === null || piece[name.end] !== ':') {
    return { from, to, items: completeName(piece), typed: piece };
  }
  const colon = name.end;
  const field = findField(name.name);
  if (field === null) return { from, to, items: [], typed: piece };
  const typed = piece.slice(colon + 1);
  const values = field.values ?? (field.type === 'keyword' ? [] : expectedOf(field));
  const items = values
    .filter((value) => value.startsWith(typed.toLowerCase()) && !value.includes(' '))
    .map((value): Completion => ({ text: value, label: value, description: '', kind: 'value' }));
  if (typed === '') {
    items.push({ text: '*', label: '*', description: 'Has any value', kind: 'operator' });
  }
  return { from: from + colon + 1, to, items, field: field.path, typed };
}

function rank(name: string): number {
  const place = COMMON.indexOf(name);
  return place < 0 ? COMMON.length + name.length : place;
}

function completeName(typed: string): Completion[] {
  const wanted = typed.toLowerCase();
  const named = fields.map((field) => ({
    name: fieldName(field.path),
    all: [field.path, ...field.short],
    description: field.description,
  }));
  const open = OPEN_PREFIXES.filter((prefix) => prefix.short.length > 0).map((prefix) => ({
    name: `${prefix.short[0]!}.`,
    all: [`${prefix.path}.`, `${prefix.short[0]!}.`],
    description: prefix.description,
  }));
  return [...named, ...open]
    .filter((one) => one.all.some((name) => name.startsWith(wanted) && name !== wanted))
    .toSorted((a, b) => rank(a.name) - rank(b.name))
    .slice(0, MOST_HINTS)
    .map((one) => ({
      text: one.name.endsWith('.') ? one.name : `${one.name}:`,
      label: one.name,
      description: one.description,
      kind: 'field',
    }));
}
