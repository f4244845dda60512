// Recursive descent over the tokens: or ← and ← not ← term. Depth is bounded, so recursion is.
import { ALL, join, negate, type Query } from './ast.ts';
import { type Field, findField, suggestFields } from './fields.ts';
import { QUERY_LIMITS, type QueryLimits } from './limits.ts';
import { scan, type ScanError, type Token } from './scan.ts';
import { parseValue } from './value.ts';

export interface QueryError {
  /** 1-based, in UTF-16 units of the query's text. */
  column: number;
  message: string;
  /** What could stand there instead. */
  expected: string[];
}

export type ParseResult = { ok: true; ast: Query } | { ok: false; error: QueryError };

/** Reads a query. Never throws; an empty text matches everything. */
export function parseQuery(text: string, limits: QueryLimits = QUERY_LIMITS): ParseResult {
  if (text.length > limits.length) {
    const message = `The query is longer than ${limits.length} characters (query_length)`;
    return { ok: false, error: { column: limits.length + 1, message, expected: ['the end'] } };
  }
  const scanned = scan(text);
  if ('error' in scanned) return { ok: false, error: scanned.error };
  const state: State = { tokens: scanned.tokens, at: 0, depth: 0, terms: 0, limits };
  if (peek(state).type === 'end') return { ok: true, ast: ALL };
  const ast = parseOr(state);
  if ('message' in ast) return { ok: false, error: ast };
  const rest = peek(state);
  if (rest.type !== 'end') {
    const message = rest.type === 'close' ? 'Nothing was opened here' : 'This can not stand here';
    return { ok: false, error: errorAt(rest, message, ['a term', 'AND', 'OR', 'the end']) };
  }
  return { ok: true, ast };
}

interface State {
  tokens: Token[];
  at: number;
  depth: number;
  terms: number;
  limits: QueryLimits;
}

function peek(state: State): Token {
  return state.tokens[state.at]!;
}

function errorAt(token: Token, message: string, expected: string[]): ScanError {
  return { column: token.column, message, expected };
}

function parseOr(state: State): Query | ScanError {
  const items: Query[] = [];
  for (;;) {
    const item = parseAnd(state);
    if ('message' in item) return item;
    items.push(item);
    if (peek(state).type !== 'or') return join('or', items);
    state.at += 1;
  }
}

function parseAnd(state: State): Query | ScanError {
  const items: Query[] = [];
  for (;;) {
    const item = parseNot(state);
    if ('message' in item) return item;
    items.push(item);
    const next = peek(state).type;
    if (next === 'and') state.at += 1;
    else if (next === 'or' || next === 'close' || next === 'end') return join('and', items);
  }
}

function parseNot(state: State): Query | ScanError {
  const token = peek(state);
  if (token.type !== 'minus' && token.type !== 'not') return parsePrimary(state);
  const deeper = enter(state, token);
  if (deeper) return deeper;
  state.at += 1;
  const item = parseNot(state);
  state.depth -= 1;
  return 'message' in item ? item : negate(item);
}

function enter(state: State, token: Token): ScanError | null {
  state.depth += 1;
  if (state.depth <= state.limits.depth) return null;
  const message = `The query is nested deeper than ${state.limits.depth} (query_depth)`;
  return errorAt(token, message, ['fewer parentheses']);
}

function parsePrimary(state: State): Query | ScanError {
  const token = peek(state);
  if (token.type === 'open') return parseGroup(state, token);
  if (token.type === 'field') return parseField(state, token);
  if (token.type === 'word' || token.type === 'quoted') {
    state.at += 1;
    return countTerm(state, token) ?? parseText(token);
  }
  const what = token.type === 'end' ? 'The query ends too early' : `${token.source} has no term`;
  return errorAt(token, what, ['a word', 'a "phrase"', 'field:value', '(']);
}

function parseGroup(state: State, open: Token): Query | ScanError {
  const deeper = enter(state, open);
  if (deeper) return deeper;
  state.at += 1;
  const inner = parseOr(state);
  if ('message' in inner) return inner;
  state.depth -= 1;
  if (peek(state).type !== 'close') {
    const message = `The parenthesis of column ${open.column} is not closed`;
    return errorAt(peek(state), message, [')']);
  }
  state.at += 1;
  return inner;
}

function parseText(token: Token): Query | ScanError {
  const { pieces } = token;
  if (pieces.every((piece) => piece === '')) {
    return token.type === 'quoted' ? errorAt(token, 'The phrase is empty', ['text']) : ALL;
  }
  return { type: 'text', pieces };
}

function countTerm(state: State, token: Token): ScanError | null {
  state.terms += 1;
  if (state.terms > state.limits.terms) {
    const message = `The query has more than ${state.limits.terms} terms (query_terms)`;
    return errorAt(token, message, ['fewer terms']);
  }
  if (token.pieces.length - 1 > state.limits.wildcards) {
    const message = `The term has more than ${state.limits.wildcards} * (query_wildcards)`;
    return errorAt(token, message, ['fewer *']);
  }
  return null;
}

function parseField(state: State, token: Token): Query | ScanError {
  const name = token.pieces[0]!;
  const field = findField(name);
  if (field === null) return unknownField(token, name);
  state.at += 1;
  const value = peek(state);
  if (value.glued && value.type === 'open') return parseValueList(state, field, value);
  const isValue = ['word', 'quoted', 'and', 'or', 'not'].includes(value.type);
  if (!value.glued || !isValue) {
    return errorAt({ ...token, column: token.end }, `${name}: has no value`, [
      'a value right after the colon',
      '*',
    ]);
  }
  return takeValue(state, field, value);
}

function takeValue(state: State, field: Field, value: Token): Query | ScanError {
  state.at += 1;
  const next = peek(state);
  const comparison = /^(?:>=|<=|>|<)$/.test(value.source);
  if (comparison && next.glued && next.type === 'quoted') {
    state.at += 1;
    const source = value.source + next.pieces[0]!.replace(/[\\*]/g, '\\$&');
    return countTerm(state, value) ?? parseValue(field, { ...value, pieces: [source], source });
  }
  return countTerm(state, value) ?? parseValue(field, value);
}

/** `field:(a OR b)` and `field:(a b)`: any of the values. */
function parseValueList(state: State, field: Field, open: Token): Query | ScanError {
  state.at += 1;
  const items: Query[] = [];
  for (;;) {
    const token = peek(state);
    if (token.type === 'close' && items.length > 0) {
      state.at += 1;
      return join('or', items);
    }
    if (token.type === 'or' && items.length > 0) {
      state.at += 1;
      continue;
    }
    if (token.type !== 'word' && token.type !== 'quoted') {
      const message = `The list of values of column ${open.column} is not closed`;
      return errorAt(token, message, ['a value', 'OR', ')']);
    }
    const item = takeValue(state, field, token);
    if ('message' in item) return item;
    items.push(item);
  }
}

function unknownField(token: Token, name: string): ScanError {
  const near = suggestFields(name);
  const hint = near.length > 0 ? `; did you mean ${near[0]}?` : '.';
  const message = `There is no field ${name}${hint} To search for it as text, put it in quotes`;
  return errorAt(token, message, near.length > 0 ? near : ['a field', 'a "phrase"']);
}
