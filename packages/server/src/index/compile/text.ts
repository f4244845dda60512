// Words and phrases over all text. Whole words are looked up in the text index; what is more than
// one word is then checked where they stand, on the rows that are left.
import {
  type FieldGroup,
  fold,
  hasReserved,
  isUuid,
  isWordUnit,
  PART_MARK,
  TEXT_GROUPS,
  words,
} from '@acta/query';
import { isCode, mayBeOfCode } from '../rows/codes.ts';
import { likePattern, literalPattern } from './like.ts';
import type { Parameters } from './parameters.ts';
import { anyOf } from './places.ts';

const WORD_CLASS = '0-9A-Za-z\\x{80}-\\x{10FFFF}';
const BEFORE_WORD = `(?:^|[^${WORD_CLASS}])`;
const AFTER_WORD = `(?:$|[^${WORD_CLASS}])`;
const WITHIN_LINE = '[^\\n\\x1e]*';

export interface TextOptions {
  withheld: readonly FieldGroup[];
  /** Only this group's text (`raw:…`). */
  group?: FieldGroup;
}

/** The condition for literal pieces with anything within a line between them. */
export function compileText(
  typed: readonly string[],
  options: TextOptions,
  parameters: Parameters,
): string {
  const pieces = typed.map(fold);
  if (pieces.join('') === '') return '0';
  const conditions = [textCondition(pieces, options, parameters)];
  const [only] = pieces;
  if (pieces.length === 1 && options.group === undefined && isUuid(only!)) {
    conditions.push(`id = ${parameters.bind(only!, 'UUID')}`);
    if (!options.withheld.includes('details')) {
      conditions.push(`source_delivery = ${parameters.bind(only!, 'String')}`);
    }
  }
  return anyOf(conditions);
}

function textCondition(
  pieces: readonly string[],
  options: TextOptions,
  parameters: Parameters,
): string {
  const visible = TEXT_GROUPS.filter(
    (group) =>
      !options.withheld.includes(group) && (options.group === undefined || options.group === group),
  );
  // `*` stays within a line.
  const cut = pieces.length > 1;
  const isImpossible = pieces.some((piece) => hasReserved(piece) || (cut && piece.includes('\n')));
  if (visible.length === 0 || isImpossible) return '0';
  const whole = wholeWords(pieces);
  const everything = visible.length === TEXT_GROUPS.length;
  const conditions = wordConditions(whole, parameters);
  const isOneWord = pieces.length === 1 && whole.length === 1 && whole[0] === pieces[0];
  if (everything && isOneWord) return conditions[0]!;
  for (const part of cutWords(pieces)) {
    conditions.push(`text LIKE ${parameters.bind(likePattern(['', part, '']), 'String')}`);
  }
  const full = touchesCodes(pieces) ? WITH_CODES : 'text';
  const substring = everything && isPlainSubstring(pieces);
  if (whole.length === 0 || substring) {
    const like = (of: string, part: readonly string[]): string =>
      `${of} LIKE ${parameters.bind(likePattern(['', ...part, '']), 'String')}`;
    const marked = substring && full !== 'text' ? markedForms(pieces[1]!) : null;
    if (marked === null) conditions.push(like(full, pieces));
    else {
      const rest = anyOf(marked.map((form) => like('text', [form])));
      conditions.push(anyOf([like('text', pieces), `(${rest} AND ${like(full, pieces)})`]));
    }
  }
  if (!substring) {
    const subject = everything ? full : partsOf(full, visible);
    conditions.push(`match(${subject}, ${parameters.bind(patternOf(pieces), 'String')})`);
  }
  return `(${conditions.join(' AND ')})`;
}

/** The text as it was, the codes back in their places. */
const WITH_CODES =
  "arrayStringConcat(arrayMap((part, code) -> part || code, splitByChar('\\x1f', text), " +
  "arrayPushBack(codes, '')))";

/** What the indexes say of whole words: rows that lack one are never read. */
function wordConditions(whole: readonly string[], parameters: Parameters): string[] {
  const plain = whole.filter((word) => !isCode(word));
  const conditions = whole
    .filter(isCode)
    .map((code) => `has(codes, ${parameters.bind(code, 'String')})`);
  if (plain.length > 0) {
    conditions.push(`hasAllTokens(text, ${parameters.bind(plain, 'Array(String)')})`);
  }
  return conditions;
}

/** True where a word of the pieces, cut off or whole, may be one that was taken out of the text. */
function touchesCodes(pieces: readonly string[]): boolean {
  const cut = pieces.length > 1;
  return pieces.some((piece) =>
    words(piece).some((word) => isCode(word) || (cut && mayBeOfCode(word))),
  );
}

/**
 * How a part of a text may stand in the column where its first or last word is cut from a code: the
 * mark in place of it. What has no such form there is found in the column as it is, so that codes
 * need not be put back in all rows. Null where codes may be all of it or stand in its middle.
 */
function markedForms(part: string): string[] | null {
  const found = words(part);
  const first = startsInWord(part) ? found[0]! : '';
  const last = endsInWord(part) ? found.at(-1)! : '';
  const inner = found.slice(first === '' ? 0 : 1, last === '' ? undefined : -1);
  if (found.length < 2 || inner.some(isCode)) return null;
  const forms: string[] = [];
  const head = first !== '' && mayBeOfCode(first);
  const tail = last !== '' && mayBeOfCode(last);
  const behind = part.slice(first.length);
  if (head) forms.push(PART_MARK + behind);
  if (tail) forms.push(part.slice(0, part.length - last.length) + PART_MARK);
  if (head && tail) forms.push(PART_MARK + behind.slice(0, -last.length) + PART_MARK);
  return forms;
}

/** The words that stand in the text as they are: not cut off by a `*`. */
function wholeWords(pieces: readonly string[]): string[] {
  const whole = new Set<string>();
  for (const [place, piece] of pieces.entries()) {
    const found = words(piece);
    const cutAtStart = place > 0 && startsInWord(piece);
    const cutAtEnd = place < pieces.length - 1 && endsInWord(piece);
    const from = cutAtStart ? 1 : 0;
    for (const word of found.slice(from, cutAtEnd ? -1 : undefined)) whole.add(word);
  }
  return [...whole];
}

/** Shorter parts of words are in too many words to be worth a look into the index's dictionary. */
const SHORTEST_PART = 4;

/**
 * Parts of words beside a `*`: which words have them is answered by the index's dictionary alone.
 */
function cutWords(pieces: readonly string[]): string[] {
  const cut = new Set<string>();
  for (const [place, piece] of pieces.entries()) {
    const found = words(piece);
    if (place > 0 && startsInWord(piece)) cut.add(found[0]!);
    if (place < pieces.length - 1 && endsInWord(piece)) cut.add(found.at(-1)!);
  }
  return [...cut].filter((word) => word.length >= SHORTEST_PART && !mayBeOfCode(word));
}

function startsInWord(piece: string): boolean {
  return piece !== '' && isWordUnit(piece.charCodeAt(0));
}

function endsInWord(piece: string): boolean {
  return piece !== '' && isWordUnit(piece.charCodeAt(piece.length - 1));
}

/** `*text*`: neither word boundaries nor lines decide anything. */
function isPlainSubstring(pieces: readonly string[]): boolean {
  return pieces.length === 3 && pieces[0] === '' && pieces[2] === '';
}

function patternOf(pieces: readonly string[]): string {
  const middle = pieces.map(literalPattern).join(WITHIN_LINE);
  const before = startsInWord(pieces[0]!) ? BEFORE_WORD : '';
  const after = endsInWord(pieces.at(-1)!) ? AFTER_WORD : '';
  return before + middle + after;
}

/** Only the visible groups' parts of the text. */
function partsOf(full: string, visible: readonly FieldGroup[]): string {
  const parts = visible.map(
    (group) => `splitByChar('\\x1e', ${full})[${TEXT_GROUPS.indexOf(group) + 1}]`,
  );
  return parts.length === 1 ? parts[0]! : `arrayStringConcat([${parts.join(', ')}], '\\x1e')`;
}
