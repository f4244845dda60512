// Texts of which every match of a regular expression holds one: looked for before the expression is
// run, which costs a hundred times as much. What this does not understand has none.

export interface Required {
  /** One of these stands in every match. */
  literals: string[];
  /** They may stand in upper or lower case. */
  insensitive: boolean;
}

/** More alternatives than these are not worth looking for. */
const MOST = 64;

/** @returns undefined where nothing is sure */
export function requiredLiterals(pattern: string): Required | undefined {
  const insensitive = pattern.startsWith('(?i)');
  const scanner = { pattern, at: insensitive ? 4 : 0 };
  const literals = alternatives(scanner);
  if (literals === undefined || scanner.at < pattern.length) return undefined;
  return literals.length === 0 || literals.length > MOST ? undefined : { literals, insensitive };
}

interface Scanner {
  readonly pattern: string;
  at: number;
}

/** Sets are empty where nothing is sure; undefined is for what is not understood. */
type Literals = string[] | undefined;

function alternatives(scanner: Scanner): Literals {
  const all: string[] = [];
  let isSure = true;
  for (;;) {
    const branch = sequence(scanner);
    if (branch === undefined) return undefined;
    if (branch.length === 0) isSure = false;
    all.push(...branch);
    if (scanner.pattern[scanner.at] !== '|') return isSure ? all : [];
    scanner.at++;
  }
}

function sequence(scanner: Scanner): Literals {
  const { pattern } = scanner;
  let best: string[] = [];
  let run = '';
  const offer = (literals: string[]): void => {
    if (strength(literals) > strength(best)) best = literals;
  };
  const end = (): void => {
    if (run !== '') offer([run]);
    run = '';
  };
  while (
    scanner.at < pattern.length &&
    pattern[scanner.at] !== '|' &&
    pattern[scanner.at] !== ')'
  ) {
    const part = atom(scanner);
    if (part === undefined) return undefined;
    const least = quantifier(scanner);
    if (least === 'optional') {
      end();
    } else if (part.char !== undefined) {
      run += part.char;
      if (least === 'repeated') end();
    } else {
      end();
      offer(part.literals);
    }
  }
  end();
  return best;
}

/** Longer literals are rarer; a set is as good as its shortest. */
const strength = (literals: readonly string[]): number =>
  literals.length === 0 ? 0 : Math.min(...literals.map(({ length }) => length));

interface Atom {
  /** One character that stands for itself. */
  char?: string;
  literals: string[];
}

const OPAQUE: Atom = { literals: [] };

function atom(scanner: Scanner): Atom | undefined {
  const { pattern } = scanner;
  const char = pattern[scanner.at++]!;
  switch (char) {
    case '(':
      return group(scanner);
    case '[':
      return skipClass(scanner) ? OPAQUE : undefined;
    case '\\': {
      const escaped = pattern[scanner.at++];
      if (escaped === undefined || /[pPQEx0-9]/.test(escaped)) return undefined;
      return /[A-Za-z]/.test(escaped) ? OPAQUE : { char: escaped, literals: [] };
    }
    case '.':
    case '^':
    case '$':
      return OPAQUE;
    case '*':
    case '+':
    case '?':
    case '{':
      return undefined;
    default:
      return { char, literals: [] };
  }
}

function group(scanner: Scanner): Atom | undefined {
  const { pattern } = scanner;
  if (pattern[scanner.at] === '?') {
    if (!pattern.startsWith('?:', scanner.at)) return undefined;
    scanner.at += 2;
  }
  const literals = alternatives(scanner);
  if (literals === undefined || pattern[scanner.at] !== ')') return undefined;
  scanner.at++;
  return { literals };
}

function skipClass(scanner: Scanner): boolean {
  const { pattern } = scanner;
  if (pattern[scanner.at] === '^') scanner.at++;
  if (pattern[scanner.at] === ']') scanner.at++;
  for (; scanner.at < pattern.length; scanner.at++) {
    const char = pattern[scanner.at];
    if (char === '\\') scanner.at++;
    else if (pattern.startsWith('[:', scanner.at)) return false;
    else if (char === ']') {
      scanner.at++;
      return true;
    }
  }
  return false;
}

function quantifier(scanner: Scanner): 'once' | 'optional' | 'repeated' {
  const { pattern } = scanner;
  const found = /^(?:[?*+]|\{(\d+)(?:,\d*)?\})\??/.exec(pattern.slice(scanner.at, scanner.at + 16));
  if (found === null) return 'once';
  scanner.at += found[0].length;
  if (found[0][0] === '?' || found[0][0] === '*' || found[1] === '0') return 'optional';
  return 'repeated';
}
