// Cutting JSON text into the texts of its parts, so that a record can be kept exactly as it came
// (RFC 8259). Linear time; the grammar of scalars is left to JSON.parse, which runs over the same
// text.

export interface Slice {
  start: number;
  end: number;
}

/**
 * What a body may have: real records nest up to 12 levels and have up to 2,000 objects and lists.
 */
export const recordShape: Readonly<Shape> = { depth: 32, parts: 1_000_000 };

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;
const newline = 0x0a;

/** Shape of JSON bytes: how deep it nests, and how many objects and lists there are. */
export interface Shape {
  depth: number;
  parts: number;
}

/**
 * The shape, as far as the first limit that is passed: it is looked at before anything is parsed.
 */
export function shapeOf(bytes: Uint8Array, limits: Shape): Shape {
  let depth = 0;
  let deepest = 0;
  let parts = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (inText) {
      if (byte === backslash) at++;
      else if (byte === quote) inText = false;
      continue;
    }
    if (byte === quote) inText = true;
    else if (byte === openBrace || byte === openBracket) {
      parts++;
      depth++;
      if (depth > deepest) deepest = depth;
      if (deepest > limits.depth || parts > limits.parts) break;
    } else if (byte === closeBrace || byte === closeBracket) depth--;
  }
  return { depth: deepest, parts };
}

/** The shape of the worst of some lines: a quote or bracket left open ends with its line. */
export function shapeOfLines(bytes: Uint8Array, limits: Shape): Shape {
  const worst = { depth: 0, parts: 0 };
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(newline, at);
    const end = found < 0 ? bytes.length : found;
    const { depth, parts } = shapeOf(bytes.subarray(at, end), limits);
    worst.depth = Math.max(worst.depth, depth);
    worst.parts += parts;
    if (worst.depth > limits.depth || worst.parts > limits.parts) break;
    at = end + 1;
  }
  return worst;
}

/** Whether a text keeps to the limits that records have. */
export function isPlainRecord(text: string): boolean {
  const shape = shapeOf(Buffer.from(text), recordShape);
  return shape.depth <= recordShape.depth && shape.parts <= recordShape.parts;
}

/** The places of the items of a JSON list that starts at `from`; null where the text is no list. */
export function itemSlices(text: string, from = 0): Slice[] | null {
  let at = skipSpace(text, from);
  if (text.charCodeAt(at) !== openBracket) return null;
  at = skipSpace(text, at + 1);
  const slices: Slice[] = [];
  if (text.charCodeAt(at) === closeBracket) return slices;
  for (;;) {
    const end = skipValue(text, at);
    if (end < 0) return null;
    slices.push({ start: at, end });
    at = skipSpace(text, end);
    const code = text.charCodeAt(at);
    if (code === closeBracket) return slices;
    if (code !== comma) return null;
    at = skipSpace(text, at + 1);
  }
}

/**
 * The places of JSON values that follow each other with or without white space between; null where
 * one is cut short.
 */
export function valueSlices(text: string): Slice[] | null {
  const { slices, end } = leadingValues(text);
  return end === text.length ? slices : null;
}

/** The same as far as they are whole: `end` is where the first that is not begins. */
export function leadingValues(text: string): { slices: Slice[]; end: number } {
  const slices: Slice[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const end = skipValue(text, at);
    if (end < 0) break;
    slices.push({ start: at, end });
    at = skipSpace(text, end);
  }
  return { slices, end: at };
}

/**
 * The place of a member's value in the JSON object at `slice` (the last one of that name, as
 * JSON.parse reads it).
 */
export function memberSlice(text: string, slice: Slice, name: string): Slice | null {
  let at = skipSpace(text, slice.start);
  if (text.charCodeAt(at) !== openBrace) return null;
  at = skipSpace(text, at + 1);
  let found: Slice | null = null;
  while (at < slice.end && text.charCodeAt(at) === quote) {
    const keyEnd = skipText(text, at);
    if (keyEnd < 0) return null;
    const same = keyIs(text, at, keyEnd, name);
    at = skipSpace(text, keyEnd);
    if (text.charCodeAt(at) !== colon) return null;
    at = skipSpace(text, at + 1);
    const end = skipValue(text, at);
    if (end < 0) return null;
    if (same) found = { start: at, end };
    at = skipSpace(text, end);
    if (text.charCodeAt(at) !== comma) break;
    at = skipSpace(text, at + 1);
  }
  return found;
}

function keyIs(text: string, start: number, end: number, name: string): boolean {
  const plain = text.slice(start + 1, end - 1);
  if (!plain.includes('\\')) return plain === name;
  try {
    return JSON.parse(text.slice(start, end)) === name;
  } catch {
    return false; // no valid JSON text: JSON.parse of the whole will say so
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

/**
 * The end of the value that starts at `from`; -1 where the text ends before it or nothing stands
 * there.
 */
function skipValue(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === quote) return skipText(text, from);
  if (first !== openBrace && first !== openBracket) return skipScalar(text, from);
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = skipText(text, at) - 1;
      if (at < 0) return -1;
    } else if (code === openBrace || code === openBracket) depth++;
    else if (code === closeBrace || code === closeBracket) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function skipText(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === backslash) first--;
    if ((end - first) % 2 === 0) return end + 1;
  }
  return -1;
}

function skipScalar(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const more =
      (code >= 0x30 && code <= 0x39) ||
      (code >= 0x61 && code <= 0x7a) ||
      code === 0x2d ||
      code === 0x2b ||
      code === 0x2e ||
      code === 0x45;
    if (!more) break;
  }
  return at === from ? -1 : at;
}
