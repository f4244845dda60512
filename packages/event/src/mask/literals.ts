// Finds out in one pass whether a text holds any of many fixed strings (after Wu and Manber, 1994,
// with buckets as in Hyperscan's Teddy). Only every third place is looked at: a bit for each bucket
// of strings says whether one of them may have the two characters that stand there, and another
// table whether it may have two that stand beside; only where a bit is left are strings compared.
// It looks at bytes: reading a string's characters one by one costs more than copying it first.
import { putLatin1 } from '#hash';

export interface Literal {
  text: string;
  /** Upper and lower case are the same. The text is then given in lower case. */
  anyCase: boolean;
  /** Bits to report where the string is found. */
  bit: number;
}

interface Place {
  /** Character codes; of letters in any case the lower one. */
  codes: Uint8Array;
  /** What to set in a byte before it is compared: the bit of lower case, or nothing. */
  folds: Uint8Array;
  offset: number;
  bit: number;
}

const stride = 3;
const bucketsAnOffset = 10; // three offsets: 30 bits
const pairs = 64 * 64;
const pieceBytes = 32_768;
/** Before the text: what stands beside its first characters. */
const margin = 2;
const lowerCase = 32;

/** By pair of characters: the buckets of strings that may have them at a place. */
interface Tables {
  /** At the place that is looked at: a string's first two, second two or third two. */
  here: Int32Array;
  /** Beside it, for each of those cases. */
  beside: readonly [Int32Array, Int32Array, Int32Array];
  buckets: Place[][];
}

/**
 * A search for literals of at least three ASCII characters: gives the bits of those in a text. The
 * time is linear in the text.
 */
export function createLiteralSearch(literals: readonly Literal[]): (text: string) => number {
  const { here, beside, buckets } = tablesOf(literals);
  const [after, around, before] = beside;
  const all = literals.reduce((bits, { bit }) => bits | bit, 0);
  const overlap = Math.max(...literals.map(({ text }) => text.length));
  const bytes = new Uint8Array(margin + pieceBytes + stride);
  const inner = bytes.subarray(margin);

  function searchPiece(text: string): number {
    putLatin1(text, inner);
    const end = margin + text.length;
    let found = 0;
    for (let at = margin; at < end; at += stride) {
      let mask = here[pairOf(bytes[at]!, bytes[at + 1]!)]!;
      if (mask === 0) continue;
      mask &=
        after[pairOf(bytes[at + 2]!, bytes[at + 3]!)]! |
        around[pairOf(bytes[at - 1]!, bytes[at + 2]!)]! |
        before[pairOf(bytes[at - 2]!, bytes[at - 1]!)]!;
      for (; mask !== 0; mask &= mask - 1) {
        for (const place of buckets[31 - Math.clz32(mask & -mask)]!) {
          if (standsAt(text, inner, at - margin - place.offset, place)) found |= place.bit;
        }
      }
      if (found === all) break;
    }
    return found;
  }

  return (text) => {
    if (text.length <= pieceBytes) return searchPiece(text);
    let found = 0;
    for (let from = 0; from < text.length && found !== all; from += pieceBytes - overlap) {
      found |= searchPiece(text.slice(from, from + pieceBytes));
    }
    return found;
  };
}

function tablesOf(literals: readonly Literal[]): Tables {
  const here = new Int32Array(pairs);
  const beside = [0, 1, 2].map(() => new Int32Array(pairs)) as [Int32Array, Int32Array, Int32Array];
  const buckets: Place[][] = Array.from({ length: stride * bucketsAnOffset }, () => []);
  // Neighbours share a bucket: what is alike is kept alike.
  const sorted = literals.toSorted((a, b) => sortKey(a).localeCompare(sortKey(b)));
  sorted.forEach((literal, rank) => {
    for (const offset of [0, 1, 2] as const) {
      const place = Math.floor((rank * bucketsAnOffset) / sorted.length);
      const bucket = offset * bucketsAnOffset + place;
      buckets[bucket]!.push(placeOf(literal, offset));
      const [left, right] = [offset === 0 ? 2 : 0, offset === 0 ? 3 : offset === 1 ? 3 : 1];
      for (const pair of pairsAt(literal, offset, offset + 1)) here[pair]! |= 1 << bucket;
      for (const pair of pairsAt(literal, left, right)) beside[offset][pair]! |= 1 << bucket;
    }
  });
  return { here, beside, buckets };
}

/** Short ones first: they let more pairs pass, and should do so in few buckets. */
function sortKey({ text }: Literal): string {
  return `${Math.min(text.length, 5)} ${text}`;
}

/** A pair of bytes as one number: of each six bits, the same for a letter in both cases. */
function pairOf(left: number, right: number): number {
  return ((((left & 64) >> 1) | (left & 31)) << 6) | (((right & 64) >> 1) | (right & 31));
}

function placeOf({ text, anyCase, bit }: Literal, offset: number): Place {
  const codes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const folds = Uint8Array.from(text, (character) =>
    anyCase && /[a-z]/.test(character) ? lowerCase : 0,
  );
  return { codes, folds, offset, bit };
}

/** The pairs that a literal may have at two places; beyond its end any character may stand. */
function pairsAt({ text }: Literal, left: number, right: number): number[] {
  const codesAt = (at: number): readonly number[] =>
    at < text.length ? [text.charCodeAt(at)] : everyCode;
  return codesAt(left).flatMap((one) => codesAt(right).map((other) => pairOf(one, other)));
}

const everyCode = Array.from({ length: 128 }, (_, code) => code);

function standsAt(text: string, bytes: Uint8Array, start: number, place: Place): boolean {
  const { codes, folds } = place;
  if (start < 0 || start + codes.length > text.length) return false;
  for (let at = 0; at < codes.length; at++) {
    if ((bytes[start + at]! | folds[at]!) !== codes[at]) return false;
  }
  // The copy holds the low bytes of characters only.
  for (let at = 0; at < codes.length; at++) if (text.charCodeAt(start + at) > 127) return false;
  return true;
}
