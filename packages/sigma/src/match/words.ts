// Words anywhere in an event's text, looked for without making that text: a long word of letters,
// digits and a few signs stands within one of the event's strings or names, and few of those are
// long enough to hold it.
import type { Subject } from './subject.ts';

/** A word that is no part of a number, and has nothing that JSON writes between texts. */
const WITHIN_ONE = /^[a-z0-9 _./@-]*[a-df-z_/@][a-z0-9 _./@-]*$/;
/** With shorter ones most strings would be looked into. */
const LONG = 12;
/** JSON writes these as escapes, whose letters and digits may be those that a word begins with. */
// oxlint-disable-next-line no-control-regex -- those are meant
const ESCAPED = /[\u0000-\u001f\ud800-\udfff]/;
/** Units of an escape without its backslash. */
const ESCAPE = 5;
const DEPTH = 128;

type Take = (text: string) => void;

/**
 * A function that calls `take` with folded texts of an event: those that hold one of the words are
 * among them.
 *
 * @param words folded
 */
export function textsWith(words: readonly string[]): (subject: Subject, take: Take) => void {
  const least = Math.min(...words.map(({ length }) => length));
  if (least < LONG || !words.every((word) => WITHIN_ONE.test(word))) {
    return (subject, take) => take(subject.folded());
  }
  return (subject, take) => {
    if (!visit(subject.event, least, take, 0)) take(subject.folded());
  };
}

/** @returns false where something can't be told from the strings alone */
function visit(value: unknown, least: number, take: Take, depth: number): boolean {
  if (typeof value === 'string') return offer(value, least, take);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEPTH) return false;
  if (Array.isArray(value)) return value.every((each) => visit(each, least, take, depth + 1));
  return visitMembers(value as Record<string, unknown>, least, take, depth);
}

function visitMembers(
  value: Record<string, unknown>,
  least: number,
  take: Take,
  depth: number,
): boolean {
  for (const key in value) {
    if (!offer(key, least, take) || !visit(value[key], least, take, depth + 1)) return false;
  }
  return true;
}

function offer(text: string, least: number, take: Take): boolean {
  if (text.length < least - ESCAPE) return true;
  if (ESCAPED.test(text)) return false;
  if (text.length >= least) take(text.toLowerCase());
  return true;
}
