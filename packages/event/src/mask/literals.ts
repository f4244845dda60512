// Finds out in one pass whether a text holds any of many fixed strings (after Wu and Manber, 1994):
// only every third pair of characters is looked up, and only where a string could hold that pair
// are its characters compared.

export interface Literal {
  text: string;
  /** Upper and lower case are the same. The text is then given in lower case. */
  anyCase: boolean;
  /** Bits to report where the string is found. */
  bit: number;
}

interface Place {
  codes: number[];
  anyCase: boolean;
  offset: number;
  bit: number;
}

const stride = 3;
const tableSize = 128 * 128;

/**
 * A search for literals of at least three characters: gives the bits of those in a text. The time
 * is linear in the text.
 */
export function createLiteralSearch(literals: readonly Literal[]): (text: string) => number {
  const slots: Place[][] = [];
  const slotOf = new Uint16Array(tableSize);
  for (const literal of literals) {
    for (let offset = 0; offset < stride; offset++) {
      for (const pair of pairsAt(literal, offset)) {
        slotOf[pair] ||= slots.push([]);
        slots[slotOf[pair] - 1]!.push(placeOf(literal, offset));
      }
    }
  }
  const all = literals.reduce((bits, { bit }) => bits | bit, 0);
  return (text) => {
    let found = 0;
    for (let at = 0; at < text.length; at += stride) {
      const slot = slotOf[((text.charCodeAt(at) & 127) << 7) | (text.charCodeAt(at + 1) & 127)]!;
      if (slot === 0) continue;
      for (const place of slots[slot - 1]!) {
        if ((found & place.bit) === 0 && standsAt(text, at - place.offset, place))
          found |= place.bit;
      }
      if (found === all) break;
    }
    return found;
  };
}

function placeOf({ text, anyCase, bit }: Literal, offset: number): Place {
  return { codes: Array.from(text, (character) => character.charCodeAt(0)), anyCase, offset, bit };
}

/**
 * Every pair of characters that may stand at an offset; at the end of a literal the second one is
 * open.
 */
function pairsAt({ text, anyCase }: Literal, offset: number): number[] {
  const first = casesOf(text[offset]!, anyCase);
  const second = offset + 1 < text.length ? casesOf(text[offset + 1]!, anyCase) : everyCode;
  return first.flatMap((left) => second.map((right) => (left << 7) | right));
}

const everyCode = Array.from({ length: 128 }, (_, code) => code);

function casesOf(character: string, anyCase: boolean): number[] {
  const code = character.charCodeAt(0);
  const upper = character.toUpperCase().charCodeAt(0);
  return anyCase && upper !== code ? [code, upper] : [code];
}

function standsAt(text: string, start: number, { codes, anyCase }: Place): boolean {
  if (start < 0) return false;
  for (let at = 0; at < codes.length; at++) {
    const code = text.charCodeAt(start + at);
    if (code === codes[at]) continue;
    if (!anyCase || (code | 32) !== codes[at] || code < 65 || code > 90) return false;
  }
  return true;
}
