// Values of secret-named fields inside a text: JSON members (also of JSON inside JSON strings),
// form fields, header lines. Only the value's own characters are replaced, so that the text around
// it stays what it was, and JSON stays JSON.
import { nextEscapedName } from './escaped-names.ts';
import { isSecretName, isSecretOption, nameHint } from './names.ts';

const nameCharacter = /[\w.-]/;
const nameReach = 64;
/** After a name: its closing quote with the backslashes of its level, the separator, blanks. */
const separator = /(\\*["']|%22)?[ \t\r\n]{0,64}(=>|[:=]|%3[AaDd])[ \t\r\n]{0,64}/y;
const opening = /(\\*)(["'])|%22/y;
const digits = /-?\d[\d.eE+-]*(?=[\s,}\]\\]|$)/y;
const plain = /[^\s"'\\&;,<>{}[\]]+/y;
const restOfLine = /[^\r\n"\\{}]+/y;

/** The place of a value, and what must stand around its replacement. */
interface Place {
  start: number;
  end: number;
  /** Quotes to put around, where a bare number becomes a string. */
  quote: string;
  /** How often the text was escaped as JSON. */
  level: number;
}

/**
 * Replaces the values of all secret-named members. `mask` gives the replacement of one decoded
 * value.
 */
export function replaceMembers(text: string, mask: (secret: string) => string): string {
  return replaceAfter(text, mask, (from, copied) => {
    nameHint.lastIndex = from;
    const hit = nameHint.exec(text);
    if (hit === null) return null;
    const resume = nameHint.lastIndex;
    const end = expandRight(text, resume);
    return { name: text.slice(expandLeft(text, hit.index, copied), end), end, resume };
  });
}

/** The same for members whose names are written with escapes. */
export function replaceEscapedMembers(text: string, mask: (secret: string) => string): string {
  return replaceAfter(text, mask, (from) => nextEscapedName(text, from));
}

/** `resume`: where to look for the next, inside the name where another may begin there. */
type NextName = (
  from: number,
  copied: number,
) => { name: string; end: number; resume?: number } | null;

function replaceAfter(text: string, mask: (secret: string) => string, next: NextName): string {
  let out = '';
  let copied = 0;
  let from = 0;
  for (;;) {
    const found = next(from, copied);
    if (found === null) break;
    from = Math.max(found.resume ?? found.end, copied);
    if (!isSecretName(found.name)) continue;
    const option = isSecretOption(found.name) ? optionValueAt(text, found.end) : null;
    for (const place of option === null ? valuesAfter(text, found.end) : [option]) {
      if (place.start < copied) continue;
      const { start, end, quote, level } = place;
      const replacement = mask(decode(text.slice(start, end), level));
      out += text.slice(copied, start) + quote + replacement + quote;
      copied = end;
      from = Math.max(from, copied);
    }
  }
  return copied === 0 ? text : out + text.slice(copied);
}

function expandLeft(text: string, from: number, least: number): number {
  let at = from;
  while (at > least && from - at < nameReach && nameCharacter.test(text[at - 1]!)) at -= 1;
  return at;
}

function expandRight(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < nameReach && nameCharacter.test(text[at]!)) at += 1;
  return at;
}

function valuesAfter(text: string, nameEnd: number): Place[] {
  separator.lastIndex = nameEnd;
  const between = separator.exec(text);
  if (between === null) return [];
  const [all, quote = ''] = between;
  const start = nameEnd + all.length;
  if (text[start] === '[') return listAt(text, start, quote);
  const value = stringAt(text, start) ?? bareAt(text, start, quote, between[2]!);
  return value ? [value] : [];
}

/** Between an option and its value: blanks in a command line, a comma in a list of words. */
const blanks = String.raw`(?:[ \t\r\n]|\\{1,31}[nrt]){0,64}`;
const optionEnd = new RegExp(
  String.raw`(\\*["']|%22)?(?:[ \t]{1,8}|&command=|(?<=["'])${blanks},${blanks})`,
  'y',
);
const listGoesOn = new RegExp(String.raw`(?:\\*["']|%22)${blanks}[,\]]`, 'y');

/** The word after an option, unless it is another option or no word of the same list. */
function optionValueAt(text: string, from: number): Place | null {
  optionEnd.lastIndex = from;
  const between = optionEnd.exec(text);
  if (between === null) return null;
  const start = from + between[0].length;
  const string = stringAt(text, start);
  if (between[0].includes(',')) {
    listGoesOn.lastIndex = string?.end ?? text.length;
    if (string === null || !listGoesOn.test(text)) return null;
  }
  const place = string ?? bareAt(text, start, '', '=');
  return place === null || text[place.start] === '-' ? null : place;
}

const passedOver = /(?:[\s,[]|true|false|null|\\+[nrt])+/y;

/**
 * The strings and numbers of a list and of lists in it, up to the first object: what is in objects
 * goes by its own name.
 */
function listAt(text: string, from: number, quote: string): Place[] {
  const places: Place[] = [];
  let at = from;
  let open = 0;
  for (;;) {
    passedOver.lastIndex = at;
    const passed = passedOver.exec(text)?.[0] ?? '';
    open += passed.split('[').length - 1;
    at += passed.length;
    if (text[at] === ']' && open > 1) {
      open -= 1;
      at += 1;
      continue;
    }
    const string = stringAt(text, at);
    const place = string ?? bareAt(text, at, quote, ':');
    if (!place || quote === '') return places;
    places.push(place);
    at = string ? place.end + quoteLength(text, place.end) : place.end;
  }
}

function quoteLength(text: string, at: number): number {
  opening.lastIndex = at;
  return opening.exec(text)?.[0].length ?? 1;
}

/** A quoted string: its inside. */
function stringAt(text: string, at: number): Place | null {
  opening.lastIndex = at;
  const open = opening.exec(text);
  if (open === null) return null;
  const start = at + open[0].length;
  if (open[0] === '%22') {
    const end = text.indexOf('%22', start);
    return { start, end: end < 0 ? text.length : end, quote: '', level: -1 };
  }
  const slashes = open[1]!.length;
  const level = Math.log2(slashes + 1);
  if (!Number.isInteger(level)) return null;
  const end = closing(text, start, open[2]!, slashes);
  return { start, end, quote: '', level: open[2] === '"' ? level + 1 : level };
}

/**
 * The end of a string: the next quote whose run of backslashes makes it the closing one at its
 * level of escaping.
 */
function closing(text: string, start: number, quote: string, slashes: number): number {
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    let first = at;
    while (first > start && text[first - 1] === '\\') first -= 1;
    const run = at - first;
    if (run % (2 * (slashes + 1)) === slashes) return at - slashes;
    // A quote with fewer backslashes closes an outer string: the inner one was cut off.
    if (run < slashes) return first;
  }
  return text.length;
}

/** A value without quotes: a number in JSON; a word, or the rest of a header's line, elsewhere. */
function bareAt(text: string, start: number, nameQuote: string, sign: string): Place | null {
  const place = (pattern: RegExp, quote: string): Place | null => {
    pattern.lastIndex = start;
    const found = pattern.exec(text);
    if (found === null) return null;
    return { start, end: start + found[0].trimEnd().length, quote, level: 0 };
  };
  if (nameQuote !== '') return nameQuote === '%22' ? null : place(digits, nameQuote);
  return place(sign === ':' ? restOfLine : plain, '');
}

/** Takes off the JSON escapes, so that the same secret gives the same mask wherever it stands. */
function decode(value: string, level: number): string {
  let text = value;
  if (level < 0) return percentDecoded(value);
  for (let at = 0; at < level && text.includes('\\'); at++) {
    try {
      text = JSON.parse(`"${text}"`) as string;
    } catch {
      return text;
    }
  }
  return text;
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
