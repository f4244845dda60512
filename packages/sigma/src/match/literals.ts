// Many literals in one text at once (Aho and Corasick, 1975), as a table over the characters that
// the literals have. Few literals are looked for one by one, which is faster.
//
// Most texts hold none: regular expressions of the alternatives alone say so in a fraction of the
// time. They have no repetition, so that they take no more than the text times the longest literal.

const FEW = 8;
const ASCII = 128;

export interface Literals {
  /** Calls `found` with the number of each literal in the text; it may be called again for one. */
  search(text: string, found: (literal: number) => void): void;
}

/** Finds literals; none may be empty. */
export function createLiterals(literals: readonly string[]): Literals {
  return literals.length < FEW ? oneByOne(literals) : automaton(literals);
}

function oneByOne(literals: readonly string[]): Literals {
  return {
    search(text, found) {
      for (let each = 0; each < literals.length; each++) {
        if (text.includes(literals[each]!)) found(each);
      }
    },
  };
}

function automaton(literals: readonly string[]): Literals {
  const { classes, count } = classesOf(literals);
  const { next, ends } = statesOf(literals, classes, count);
  const expressions = expressionsOf(literals);
  const ascii = Uint16Array.from({ length: ASCII }, (_, unit) => classes.get(unit) ?? 0);
  return {
    search(text, found) {
      if (!expressions.some((each) => each.test(text))) return;
      let state = 0;
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        const kind = unit < ASCII ? ascii[unit]! : (classes.get(unit) ?? 0);
        state = next[state * count + kind]!;
        const ended = ends[state];
        if (ended !== undefined) for (const literal of ended) found(literal);
      }
    },
  };
}

/** Longer expressions are not made fast by the runtime. */
const LONGEST = 16_384;

/** One of them matches each text that holds one of the literals. */
function expressionsOf(literals: readonly string[]): RegExp[] {
  const patterns: string[] = [];
  for (const literal of literals) {
    const escaped = RegExp.escape(literal);
    const last = patterns.at(-1);
    if (last === undefined || last.length + escaped.length > LONGEST) patterns.push(escaped);
    else patterns[patterns.length - 1] = `${last}|${escaped}`;
  }
  return patterns.map((pattern) => new RegExp(pattern));
}

/** Characters of the literals by number; 0 is any other. */
function classesOf(literals: readonly string[]): { classes: Map<number, number>; count: number } {
  const classes = new Map<number, number>();
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at++) {
      const unit = literal.charCodeAt(at);
      if (!classes.has(unit)) classes.set(unit, classes.size + 1);
    }
  }
  return { classes, count: classes.size + 1 };
}

function statesOf(literals: readonly string[], classes: Map<number, number>, count: number) {
  const most = literals.reduce((sum, literal) => sum + literal.length, 1);
  const next = new Int32Array(most * count).fill(-1);
  const ends: (number[] | undefined)[] = [undefined];
  let states = 1;
  for (const [number, literal] of literals.entries()) {
    let state = 0;
    for (let at = 0; at < literal.length; at++) {
      const edge = state * count + classes.get(literal.charCodeAt(at))!;
      if (next[edge] === -1) {
        next[edge] = states++;
        ends.push(undefined);
      }
      state = next[edge]!;
    }
    (ends[state] ??= []).push(number);
  }
  complete(next, ends, states, count);
  return { next, ends };
}

/** Breadth first: where there is no edge, that of the longest suffix stands in. */
function complete(
  next: Int32Array,
  ends: (number[] | undefined)[],
  states: number,
  count: number,
): void {
  const suffix = new Int32Array(states);
  const queue: number[] = [];
  for (let kind = 0; kind < count; kind++) {
    const state = next[kind]!;
    if (state === -1) next[kind] = 0;
    else queue.push(state);
  }
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at]!;
    const shorter = suffix[state]!;
    const inherited = ends[shorter];
    if (inherited !== undefined) ends[state] = [...(ends[state] ?? []), ...inherited];
    for (let kind = 0; kind < count; kind++) {
      const edge = state * count + kind;
      if (next[edge] === -1) {
        next[edge] = next[shorter * count + kind]!;
      } else {
        suffix[next[edge]!] = next[shorter * count + kind]!;
        queue.push(next[edge]!);
      }
    }
  }
}
