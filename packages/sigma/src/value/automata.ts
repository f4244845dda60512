// Regular expressions run as deterministic automata whose states are made when a text first comes
// to them: ten times as fast as without. One may grow to 8 MiB under texts written for that, so
// that only few may be large at a time.
import type { RE2JS } from 're2js';

/** States from which on an automaton counts as large; most have under 30. */
const LARGE = 128;
/** Large ones that are kept; the one that grew first is made anew when it is next asked. */
const KEPT = 16;

type Automaton = ReturnType<RE2JS['re2']>;

const large: Automaton[] = [];

/** A test for texts that hold a match anywhere. */
export function withBoundedAutomaton(compiled: RE2JS): (text: string) => boolean {
  const automaton = compiled.re2();
  return (text) => {
    const isMatch = compiled.test(text);
    if ((automaton.lazyDFA?.stateCount ?? 0) > LARGE) keep(automaton);
    return isMatch;
  };
}

function keep(automaton: Automaton): void {
  if (large.includes(automaton)) return;
  large.push(automaton);
  if (large.length > KEPT) forget(large.shift()!);
}

function forget(automaton: Automaton): void {
  (automaton as { lazyDFA: unknown }).lazyDFA = null;
}
