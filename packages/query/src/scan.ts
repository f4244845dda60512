// Splits a query's text into tokens with their columns. One pass, no look-back: linear in the text.
import { readFieldName } from './field-name.ts';

export type TokenType =
  | 'word'
  | 'quoted'
  | 'field'
  | 'open'
  | 'close'
  | 'minus'
  | 'and'
  | 'or'
  | 'not'
  | 'end';

export interface Token {
  type: TokenType;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** One past the token's last unit, 1-based. */
  end: number;
  /** Words: literal pieces between unescaped `*`; quoted text: one piece. Fields: the name. */
  pieces: string[];
  /** As typed. */
  source: string;
  /** True where nothing stands between this token and the one before it. */
  glued: boolean;
}

export interface ScanError {
  column: number;
  message: string;
  expected: string[];
}

const KEYWORDS: ReadonlyMap<string, TokenType> = new Map([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
]);
const SPACE = /\s/;

/** Tokens of the text, the last of type `end`; or the first error. */
export function scan(text: string): { tokens: Token[] } | { error: ScanError } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text[at]!)) {
      at += 1;
      continue;
    }
    const token = scanOne(text, at, tokens.at(-1));
    if ('message' in token) return { error: token };
    tokens.push(token);
    at = token.end - 1;
  }
  const column = text.length + 1;
  tokens.push({ type: 'end', column, end: column, pieces: [], source: '', glued: false });
  return { tokens };
}

function scanOne(text: string, at: number, before: Token | undefined): Token | ScanError {
  const glued = before !== undefined && before.end === at + 1;
  const afterField = glued && before.type === 'field';
  const make = (type: TokenType, end: number, pieces: string[]): Token => ({
    type,
    column: at + 1,
    end: end + 1,
    pieces,
    source: text.slice(at, end),
    glued,
  });
  const first = text[at]!;
  if (first === '(') return make('open', at + 1, []);
  if (first === ')') return make('close', at + 1, []);
  if (first === '"') return scanQuoted(text, at, make);
  if (!afterField) {
    const next = text[at + 1];
    if (first === '-' && next !== undefined && !SPACE.test(next)) return make('minus', at + 1, []);
    const field = readFieldName(text, at);
    if (field !== null && text[field.end] === ':') {
      return make('field', field.end + 1, [field.name]);
    }
  } else if (first === '[' || first === '{') {
    return scanRange(text, at, make);
  }
  return scanWord(text, at, make);
}

type Make = (type: TokenType, end: number, pieces: string[]) => Token;

function scanQuoted(text: string, start: number, make: Make): Token | ScanError {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"') return make('quoted', at + 1, [value]);
    if (char === '\\' && at + 1 < text.length) {
      at += 1;
      value += text[at]!;
    } else {
      value += char;
    }
  }
  return { column: start + 1, message: 'The quoted text has no end', expected: ['"'] };
}

function scanRange(text: string, start: number, make: Make): Token | ScanError {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === ']' || text[at] === '}') {
      return make('word', at + 1, [text.slice(start, at + 1)]);
    }
  }
  return { column: start + 1, message: 'The range has no end', expected: [']', '}'] };
}

function scanWord(text: string, start: number, make: Make): Token | ScanError {
  const pieces = [''];
  let at = start;
  for (; at < text.length; at += 1) {
    const char = text[at]!;
    if (SPACE.test(char) || char === '(' || char === ')' || char === '"') break;
    if (char === '*') {
      if (pieces.length === 1 || pieces.at(-1) !== '' || text[at - 1] !== '*') pieces.push('');
    } else if (char === '\\') {
      at += 1;
      if (at >= text.length) {
        return { column: at, message: 'Nothing follows the backslash', expected: ['a character'] };
      }
      pieces[pieces.length - 1] += text[at]!;
    } else {
      pieces[pieces.length - 1] += char;
    }
  }
  const source = text.slice(start, at);
  return make(KEYWORDS.get(source) ?? 'word', at, pieces);
}
