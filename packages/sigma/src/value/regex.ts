// Users' patterns run in time linear in the text: RE2's automata by re2js, never the backtracking
// engine of the runtime. What RE2 does not have (look-around, back-references) is refused by name.
import { RE2JS } from 're2js';
import { requiredLiteral } from './required-literal.ts';

export interface RegexFlags {
  insensitive: boolean;
  multiline: boolean;
  dotAll: boolean;
}

export type RegexTest = (text: string) => boolean;

const UNSUPPORTED = /\(\?(?:[=!]|<[=!])|\\[1-9]/;

/**
 * A test for texts that hold a match anywhere.
 *
 * @throws Error that says what the pattern has that is not supported
 */
export function compileRegex(pattern: string, flags: RegexFlags): RegexTest {
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
  const needed = requiredLiteral(pattern);
  if (needed === '') return (text) => compiled.matcher(text).find();
  if (!flags.insensitive) return (text) => text.includes(needed) && compiled.matcher(text).find();
  // K and S have third forms (the Kelvin sign, the long s) that do not fold to them.
  if (!/^[\x21-\x7e]+$/.test(needed) || /[ks]/i.test(needed)) {
    return (text) => compiled.matcher(text).find();
  }
  const folded = needed.toLowerCase();
  return (text) => text.toLowerCase().includes(folded) && compiled.matcher(text).find();
}
