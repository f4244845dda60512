// A text that every match of a regular expression holds: looked for before the expression is run,
// which costs a hundred times as much.

/** What may follow a character and let it be left out. */
const OPTIONAL = new Set(['?', '*', '{']);
const META = new Set(['.', '^', '$', '*', '+', '?', '(', ')', '[', ']', '{', '}', '|']);

/**
 * The longest run of plain characters that a match must hold; empty where none is sure. Only what
 * stands outside of groups counts, and nothing where there are alternatives or flags.
 */
export function requiredLiteral(pattern: string): string {
  let best = '';
  let run = '';
  const end = (): void => {
    if (run.length > best.length) best = run;
    run = '';
  };
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === '|' || pattern.startsWith('(?', at)) return '';
    if (char === '(' || char === '[' || char === '{') {
      end();
      const after = closing(pattern, at);
      if (after === undefined || pattern.slice(at, after).includes('|')) return '';
      at = after - 1;
      continue;
    }
    const escaped = char === '\\' ? pattern[++at] : undefined;
    const plain = escaped ?? char;
    const isPlain = escaped === undefined ? !META.has(char) : !/[0-9A-Za-z]/.test(escaped);
    if (!isPlain || OPTIONAL.has(pattern[at + 1] ?? '')) {
      end();
    } else {
      run += plain;
      if (pattern[at + 1] === '+') end();
    }
  }
  end();
  return best;
}

/** The place after the bracket that closes the one at `at`. */
function closing(pattern: string, at: number): number | undefined {
  const open = pattern[at]!;
  const close = { '(': ')', '[': ']', '{': '}' }[open];
  let depth = 0;
  for (let next = at; next < pattern.length; next++) {
    const char = pattern[next];
    if (char === '\\') next++;
    else if (open === '(' && char === '[') next = (closing(pattern, next) ?? pattern.length) - 1;
    else if (char === open && open !== '[') depth++;
    else if (char === close && (open !== '[' || next > at + 1)) {
      if (open === '[' || --depth === 0) return next + 1;
    }
  }
  return undefined;
}
