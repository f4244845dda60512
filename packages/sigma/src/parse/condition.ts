// The condition of a rule: identifiers with and, or, not, parentheses, and `1 of` / `all of`
// patterns. `not` binds tighter than `and`, `and` tighter than `or`; identifiers keep their case.
import { SigmaError } from '../errors.ts';
import { SIGMA_LIMITS } from '../limits.ts';

export type Condition =
  | { type: 'and' | 'or'; items: Condition[] }
  | { type: 'not'; item: Condition }
  | { type: 'name'; name: string }
  /** `all of` or `1 of` those whose name the pattern matches; `them` is all. */
  | { type: 'of'; every: boolean; pattern: string };

interface Token {
  text: string;
  column: number;
}

const TOKEN = /\s*(?:([()|])|([^\s()|]+))/y;

/**
 * Parses one condition.
 *
 * @throws SigmaError `condition` that names the column and what was expected
 */
export function parseCondition(text: string): Condition {
  const tokens = tokensOf(text);
  const parser = new ConditionParser(tokens, text.length);
  const condition = parser.alternatives(0);
  parser.end();
  return condition;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const word = found[1] ?? found[2]!;
    tokens.push({ text: word, column: TOKEN.lastIndex - word.length + 1 });
    if (tokens.length > SIGMA_LIMITS.items) {
      throw new SigmaError(
        'limit',
        `The condition passes the limit items (${SIGMA_LIMITS.items}).`,
      );
    }
  }
  return tokens;
}

class ConditionParser {
  readonly #tokens: Token[];
  readonly #length: number;
  #at = 0;

  constructor(tokens: Token[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  alternatives(depth: number): Condition {
    const items = [this.#conjunction(depth)];
    while (this.#take('or')) items.push(this.#conjunction(depth));
    return items.length === 1 ? items[0]! : { type: 'or', items };
  }

  end(): void {
    const token = this.#tokens[this.#at];
    if (token === undefined) return;
    if (token.text === '|') {
      throw wrong(token.column, 'Aggregations after "|" are obsolete; write a correlation rule');
    }
    throw wrong(token.column, `Expected and, or, or the end, not "${token.text}"`);
  }

  #conjunction(depth: number): Condition {
    const items = [this.#negation(depth)];
    while (this.#take('and')) items.push(this.#negation(depth));
    return items.length === 1 ? items[0]! : { type: 'and', items };
  }

  #negation(depth: number): Condition {
    if (depth > SIGMA_LIMITS.depth) {
      throw new SigmaError(
        'limit',
        `The condition passes the limit depth (${SIGMA_LIMITS.depth}).`,
      );
    }
    if (this.#take('not')) return { type: 'not', item: this.#negation(depth + 1) };
    if (this.#take('(')) {
      const inner = this.alternatives(depth + 1);
      if (!this.#take(')')) throw wrong(this.#column(), 'Expected ")"');
      return inner;
    }
    return this.#operand();
  }

  #operand(): Condition {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw wrong(this.#column(), 'Expected a search identifier');
    if (/^(?:and|or|[()|])$/i.test(token.text)) {
      throw wrong(token.column, `Expected a search identifier, not "${token.text}"`);
    }
    this.#at++;
    if (this.#tokens[this.#at]?.text.toLowerCase() !== 'of') {
      return { type: 'name', name: token.text };
    }
    const quantity = token.text.toLowerCase();
    if (!['1', 'any', 'all'].includes(quantity)) {
      throw wrong(token.column, `Expected 1, any or all before "of", not "${token.text}"`);
    }
    this.#at++;
    const pattern = this.#tokens[this.#at];
    if (pattern === undefined || /^[()|]$/.test(pattern.text)) {
      throw wrong(this.#column(), 'Expected "them" or a pattern after "of"');
    }
    this.#at++;
    return { type: 'of', every: quantity === 'all', pattern: pattern.text };
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#at]?.text.toLowerCase() !== word) return false;
    this.#at++;
    return true;
  }

  #column(): number {
    return this.#tokens[this.#at]?.column ?? this.#length + 1;
  }
}

function wrong(column: number, expectation: string): SigmaError {
  return new SigmaError('condition', `${expectation} (column ${column} of the condition).`);
}

/** True if an identifier is one that a pattern of `of` means: `_hidden` ones are none of `them`. */
export function isMeant(name: string, pattern: string): boolean {
  if (pattern.toLowerCase() === 'them') return !name.startsWith('_');
  if (name.startsWith('_') && !pattern.startsWith('_')) return false;
  const pieces = pattern.split('*');
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return name === pattern;
  const last = rest.pop()!;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at + last.length <= name.length;
}
