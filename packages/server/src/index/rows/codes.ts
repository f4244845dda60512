// Long hexadecimal words (digests, commits, request ids) are nearly always unique: in a text index
// they would be most of its dictionary. They are taken out of the text and kept beside it, in
// order.
import { PART_MARK } from '@acta/query';

/** Characters of the shortest one. */
export const SHORTEST_CODE = 16;
const WORD = '0-9a-z\\u0080-\\uffff';
const CODE = new RegExp(`(?<![${WORD}])[0-9a-f]{${SHORTEST_CODE},}(?![${WORD}])`, 'g');
const WHOLE = new RegExp(`^[0-9a-f]{${SHORTEST_CODE},}$`);
const HEX = /^[0-9a-f]*$/;

/** True for a folded word that `splitCodes` takes out. */
export function isCode(word: string): boolean {
  return WHOLE.test(word);
}

/** True for a part of a folded word that may stand inside a code. */
export function mayBeOfCode(part: string): boolean {
  return HEX.test(part);
}

/** The folded text with a mark in place of each code, and the codes. */
export function splitCodes(folded: string): { text: string; codes: string[] } {
  const codes: string[] = [];
  const text = folded.replace(CODE, (code) => {
    codes.push(code);
    return PART_MARK;
  });
  return { text, codes };
}
