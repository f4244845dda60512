// Words and phrases: the literal text at word boundaries; `*` stands for anything within a line.
import { GROUP_SEPARATOR } from '../search-text.ts';
import { isWordUnit } from '../fold.ts';

/**
 * True if folded text holds the folded pieces in order within one line, the outer ends (where no
 * `*` stands) at word boundaries. Linear in the text for each piece.
 */
export function matchesText(text: string, pieces: readonly string[]): boolean {
  if (pieces.length === 1) return findBounded(text, pieces[0]!, 0, true, true) >= 0;
  for (const line of text.split(LINE_END)) if (matchesLine(line, pieces)) return true;
  return false;
}

const LINE_END = new RegExp(`[\\n${GROUP_SEPARATOR}]`);

function matchesLine(line: string, pieces: readonly string[]): boolean {
  let at = 0;
  for (const [place, piece] of pieces.entries()) {
    if (piece === '') continue;
    const found = findBounded(line, piece, at, place === 0, place === pieces.length - 1);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

function findBounded(
  text: string,
  piece: string,
  from: number,
  atStart: boolean,
  atEnd: boolean,
): number {
  if (piece === '') return -1;
  const startsInWord = atStart && isWordUnit(piece.charCodeAt(0));
  const endsInWord = atEnd && isWordUnit(piece.charCodeAt(piece.length - 1));
  for (let at = text.indexOf(piece, from); at >= 0; at = text.indexOf(piece, at + 1)) {
    const end = at + piece.length;
    const startOk = !startsInWord || at === 0 || !isWordUnit(text.charCodeAt(at - 1));
    const endOk = !endsInWord || end === text.length || !isWordUnit(text.charCodeAt(end));
    if (startOk && endOk) return at;
  }
  return -1;
}
