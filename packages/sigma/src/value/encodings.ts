// The encodings of Sigma's modifiers. Texts become bytes and bytes become the texts that would be
// found; bytes that are no text are written one character for one byte (Latin-1), as decoded
// payloads usually stand in logs.

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
/** A dash or slash that begins a word: what a Windows command line takes for a flag. */
const FLAG = /\B[-/]\b/g;

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

function utf8(text: string): string {
  return latin1(new TextEncoder().encode(text));
}

function utf16(text: string, little: boolean): string {
  let bytes = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const low = String.fromCharCode(unit & 0xff);
    const high = String.fromCharCode(unit >> 8);
    bytes += little ? low + high : high + low;
  }
  return bytes;
}

/** Bytes as a Latin-1 text. */
export const encoders = {
  utf8,
  utf16le: (text: string): string => utf16(text, true),
  utf16be: (text: string): string => utf16(text, false),
  /** With a byte order mark (FF FE) before it. */
  utf16: (text: string): string => `\u00ff\u00fe${utf16(text, true)}`,
} as const;

/** Base64 of a Latin-1 text of bytes. */
export const base64 = (bytes: string): string => btoa(bytes);

const STARTS = [0, 2, 3];
const ENDS = [undefined, -3, -2];

/**
 * The three texts under which bytes stand in the base64 of something longer, by their place modulo
 * three: of each, only the characters that their neighbours cannot change.
 */
export function base64Offsets(bytes: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = btoa(' '.repeat(shift) + bytes);
    return encoded.slice(STARTS[shift], ENDS[(bytes.length + shift) % 3]);
  });
}

/**
 * All that a text with Windows flags may look like with other dashes.
 *
 * @returns undefined where there would be more than `most`
 */
export function dashVariants(text: string, most: number): string[] | undefined {
  const pieces = text.split(FLAG);
  if (DASHES.length ** (pieces.length - 1) > most) return undefined;
  let made = [pieces[0]!];
  for (const piece of pieces.slice(1)) {
    made = made.flatMap((start) => DASHES.map((dash) => start + dash + piece));
  }
  return made;
}
