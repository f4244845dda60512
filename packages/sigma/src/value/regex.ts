// Users' patterns run in time linear in the text: RE2's automata by re2js, never the backtracking
// engine of the runtime. What RE2 does not have (look-around, back-references) is refused by name.
import { RE2JS } from 're2js';
import { withBoundedAutomaton } from './automata.ts';
import { requiredLiterals } from './required-literals.ts';

export interface RegexFlags {
  insensitive: boolean;
  multiline: boolean;
  dotAll: boolean;
}

export type RegexTest = (text: string) => boolean;

export interface CompiledRegex {
  test: RegexTest;
  /** One of these stands in every text that matches, folded to lower case; none where not sure. */
  needs: readonly string[];
}

const UNSUPPORTED = /\(\?(?:[=!]|<[=!])|\\[1-9]/;

/**
 * A test for texts that hold a match anywhere.
 *
 * @throws Error that says what the pattern has that is not supported
 */
export function compileRegex(written: string, flags: RegexFlags): CompiledRegex {
  const pattern = closeRanges(written);
  let bits = 0;
  if (flags.insensitive) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.multiline) bits |= RE2JS.MULTILINE;
  if (flags.dotAll) bits |= RE2JS.DOTALL;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, bits);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = UNSUPPORTED.test(pattern)
      ? '; look-around and back-references are not supported, patterns run in linear time'
      : '';
    throw new Error(`${reason}${hint}`, { cause: error });
  }
  const run: RegexTest = withBoundedAutomaton(compiled);
  const required = requiredLiterals(pattern);
  if (required === undefined) return { test: run, needs: [] };
  const literals = required.literals.map((literal) => literal.toLowerCase());
  const isPlain = literals.every((literal) => PLAIN.test(literal));
  if (!flags.insensitive && !required.insensitive) {
    const exact = required.literals;
    const test: RegexTest = (text) => exact.some((each) => text.includes(each)) && run(text);
    return { test, needs: isPlain ? literals : [] };
  }
  const test: RegexTest = (text) => {
    const folded = text.toLowerCase();
    const mayMatch = literals.some((each) => folded.includes(each)) || folded.includes(LONG_S);
    return mayMatch && run(text);
  };
  return { test, needs: isPlain && !literals.some((each) => each.includes('s')) ? literals : [] };
}

/** What folds alike wherever it stands. */
const PLAIN = /^[ -~]+$/;
/** It is an s to RE2, but does not fold to one. */
const LONG_S = '\u017f';

/** An escape, a class, or a range without its least, which RE2 would take for plain text. */
const OPEN_RANGE = /\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{,(\d+)\}/gs;

const closeRanges = (pattern: string): string =>
  pattern.replaceAll(OPEN_RANGE, (part: string, most?: string) =>
    most === undefined ? part : `{0,${most}}`,
  );
