// Reads a query text for the eye: tokens to colour, and top-level terms to show as chips. It never
// judges: what a query means and whether it is right is @acta/query's to say.
import { readFieldName, writeFieldName } from '@acta/query';

export type TokenKind =
  | 'field'
  | 'operator'
  | 'value'
  | 'phrase'
  | 'word'
  | 'keyword'
  | 'negation'
  | 'paren'
  | 'space';

export interface Token {
  kind: TokenKind;
  text: string;
  start: number;
}

export interface Term {
  text: string;
  start: number;
  end: number;
  negated: boolean;
  /** Field, without quotes, and value where the term is a plain `field:value`. */
  field: string | null;
  value: string;
}

const OPERATOR = /:(?:>=|<=|>|<|=)?/y;
const STOP = /[\s()]/;

function readPhrase(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(text.length, at + 1);
}

function readBare(text: string, start: number): number {
  let at = start;
  while (at < text.length && !STOP.test(text[at]!)) {
    at = text[at] === '"' ? readPhrase(text, at) : at + (text[at] === '\\' ? 2 : 1);
  }
  return Math.min(at, text.length);
}

/** Cuts the whole text into tokens; joined together they are the text again. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const push = (kind: TokenKind, start: number, end: number) => {
    if (end > start) tokens.push({ kind, text: text.slice(start, end), start });
    return end;
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (/\s/.test(char)) {
      let end = at;
      while (end < text.length && /\s/.test(text[end]!)) end++;
      at = push('space', at, end);
    } else if (char === '(' || char === ')') {
      at = push('paren', at, at + 1);
    } else if (char === '-' && at + 1 < text.length && !/\s/.test(text[at + 1]!)) {
      at = push('negation', at, at + 1);
    } else if (char === '"') {
      at = push('phrase', at, readPhrase(text, at));
    } else {
      at = readTerm(text, at, push);
    }
  }
  return tokens;
}

function readTerm(
  text: string,
  start: number,
  push: (kind: TokenKind, start: number, end: number) => number,
): number {
  const name = readFieldName(text, start);
  OPERATOR.lastIndex = name?.end ?? 0;
  const operator = name === null ? undefined : OPERATOR.exec(text)?.[0];
  if (name === null || operator === undefined) {
    const end = readBare(text, start);
    const word = text.slice(start, end);
    return push(/^(AND|OR|NOT)$/.test(word) ? 'keyword' : 'word', start, end);
  }
  const fieldEnd = push('field', start, name.end);
  const valueStart = push('operator', fieldEnd, fieldEnd + operator.length);
  if (valueStart >= text.length || STOP.test(text[valueStart]!)) return valueStart;
  const quoted = text[valueStart] === '"';
  const end = quoted ? readPhrase(text, valueStart) : readBare(text, valueStart);
  return push(quoted ? 'phrase' : 'value', valueStart, end);
}

function plainTerm(text: string, start: number, tokens: Token[]): Term {
  const end = start + text.length;
  const negated = tokens[0]?.kind === 'negation' || tokens[0]?.text === 'NOT';
  const rest = tokens.filter(
    (t) => t.kind !== 'negation' && t.kind !== 'space' && t.text !== 'NOT',
  );
  const [field, operator, value] = rest;
  if (rest.length === 3 && field!.kind === 'field' && operator!.text === ':') {
    const name = readFieldName(field!.text, 0)?.name ?? field!.text;
    return { text, start, end, negated, field: name, value: unquote(value!.text) };
  }
  return { text, start, end, negated, field: null, value: '' };
}

/** The terms joined by AND at the top; one single term where there is an OR at the top. */
export function topTerms(text: string): Term[] {
  const tokens = tokenize(text);
  const groups: Token[][] = [];
  let group: Token[] = [];
  let depth = 0;
  const close = () => {
    if (group.some((token) => token.kind !== 'space')) groups.push(group);
    group = [];
  };
  for (const token of tokens) {
    if (depth === 0 && token.kind === 'keyword' && token.text === 'OR') {
      const trimmed = text.trim();
      return [plainTerm(trimmed, text.indexOf(trimmed), tokenize(trimmed))];
    }
    if (depth === 0 && token.kind === 'keyword' && token.text === 'AND') {
      close();
      continue;
    }
    if (token.text === '(' && token.kind === 'paren') depth++;
    if (token.text === ')' && token.kind === 'paren') depth = Math.max(0, depth - 1);
    const joined = group.at(-1)?.text === 'NOT' || (token.text === 'NOT' && group.length === 0);
    if (token.kind === 'space' && depth === 0 && !joined) close();
    else if (token.kind !== 'space' || group.length > 0) group.push(token);
  }
  close();
  return groups.map((parts) => {
    const words = parts.map((token) => token.text).join('');
    return plainTerm(words.trimEnd(), parts[0]!.start, parts);
  });
}

/** Quotes a value when bare text would read as something else. */
export function quote(value: string): string {
  if (/^\w[\w./@:#+-]*$/.test(value) && !/^(AND|OR|NOT)$|\.\./.test(value)) return value;
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

export function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, text.endsWith('"') ? -1 : undefined).replace(/\\(.)/g, '$1');
}

export function termText(field: string, value: string, excluded: boolean): string {
  return `${excluded ? '-' : ''}${writeFieldName(field)}:${quote(value)}`;
}

/**
 * The query with one more condition. The same condition is not added twice, and its opposite is
 * replaced, so that add and exclude are each other's undo.
 */
export function withTerm(text: string, field: string, value: string, excluded: boolean): string {
  const same = topTerms(text).find((term) => term.field === field && term.value === value);
  if (same?.negated === excluded) return text;
  const rest = same ? withoutTerm(text, same) : text.trim();
  return [wrapped(rest), termText(field, value, excluded)].filter(Boolean).join(' ');
}

/** The text so that one more condition can stand beside it. */
export function wrapped(text: string): string {
  return topLevelOr(text) ? `(${text})` : text;
}

export function withoutTerm(text: string, term: Term): string {
  const left = text.slice(0, term.start).replace(/\s*(AND\s*)?$/, '');
  const right = text.slice(term.end).replace(/^\s*(AND\s+)?/, '');
  return [left, right].filter(Boolean).join(' ').trim();
}

function topLevelOr(text: string): boolean {
  let depth = 0;
  for (const token of tokenize(text)) {
    if (token.kind === 'paren') depth += token.text === '(' ? 1 : -1;
    if (depth === 0 && token.kind === 'keyword' && token.text === 'OR') return true;
  }
  return false;
}
