// Names of members written with JSON's escapes ("pass\u0077ord"), at any level of JSON in JSON. No
// writer escapes letters, so few texts come here.

/** What no text with such a name lacks. */
export const escapeHint = String.raw`\u00`;

/** The codes of what names are made of: letters, digits, underscore, dash, dot, blank. */
const code = '00(?:2[0dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aA])';
const escaped = new RegExp(String.raw`\\u${code}`, 'g');
/** As many backslashes as JSON in JSON in JSON … of five levels has. */
const escapedHere = new RegExp(String.raw`\\{1,31}u${code}`, 'y');
const nameCharacter = /[\w. -]/;
const nameReach = 64;

export interface EscapedName {
  /** As it reads once decoded. */
  name: string;
  /** Where its text ends. */
  end: number;
}

/** The next word from a place on that has an escaped character in it. */
export function nextEscapedName(text: string, from: number): EscapedName | null {
  escaped.lastIndex = from;
  const hit = escaped.exec(text);
  return hit === null ? null : wordAt(text, hit.index, from);
}

function wordAt(text: string, hit: number, least: number): EscapedName {
  let first = hit;
  while (first > least && hit - first < nameReach && text[first - 1] === '\\') first -= 1;
  let start = first;
  while (start > least && first - start < nameReach && nameCharacter.test(text[start - 1]!))
    start -= 1;
  let name = text.slice(start, first);
  let end = first;
  while (end < text.length && name.length < 2 * nameReach) {
    escapedHere.lastIndex = end;
    const escape = escapedHere.exec(text)?.[0];
    if (escape === undefined && !nameCharacter.test(text[end]!)) break;
    name += escape === undefined ? text[end]! : String.fromCharCode(parseInt(escape.slice(-4), 16));
    end += escape?.length ?? 1;
  }
  while (text[end - 1] === ' ') end -= 1;
  return { name: name.trim(), end: Math.max(end, hit + 1) };
}
