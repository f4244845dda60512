// C2SP signed-note v1.0.0: the text of a note and its signature lines, before any of it is
// verified.
import { decodeBase64Lenient, encodeBase64, isCanonicalBase64 } from '../base64.ts';
import { concat, toHex } from '../bytes.ts';
import { LogError } from '../error.ts';
import { hasControl } from '../text.ts';

/** Longest note that is read, in characters: x/mod's limit. */
export const MAX_NOTE_LENGTH = 1_000_000;
/** Most signature lines that are read: x/mod's limit; the specification asks for at least 16. */
export const MAX_NOTE_SIGNATURES = 100;

const LINE_START = '\u2014 ';
const KEY_NAME = /^[^\s+]+$/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** One signature line: who says to have signed, and what. */
export interface NoteSignature {
  name: string;
  /** 8 lower-case hexadecimal digits. */
  keyId: string;
  /** What follows the key id; its form is the key algorithm's. */
  signature: Uint8Array;
  /** False where the base64 had stray bits: such a line never verifies. */
  canonical: boolean;
}

export interface Note {
  /** What is signed, with its last newline. */
  text: string;
  signatures: NoteSignature[];
}

/**
 * Splits a signed note. Nothing is verified.
 * Throws `note_malformed` or `note_too_large`.
 */
export function parseNote(note: string): Note {
  if (note.length > MAX_NOTE_LENGTH) {
    throw new LogError('note_too_large', `the note is longer than ${MAX_NOTE_LENGTH} characters`);
  }
  if (hasControl(note, '\n')) throw malformed('it holds a control character other than newline');
  if (LONE_SURROGATE.test(note)) throw malformed('it is not valid Unicode');
  const split = note.lastIndexOf('\n\n');
  if (split < 0) throw malformed('no blank line before its signatures');
  const lines = note.slice(split + 2);
  if (!lines.endsWith('\n')) throw malformed('no signature line ended by a newline');
  const parts = lines.slice(0, -1).split('\n');
  if (parts.length > MAX_NOTE_SIGNATURES) {
    throw new LogError(
      'note_too_large',
      `the note has more than ${MAX_NOTE_SIGNATURES} signatures`,
    );
  }
  return { text: note.slice(0, split + 1), signatures: parts.map(parseLine) };
}

/** Writes text and signature lines as a note. Throws `note_malformed`. */
export function formatNote(note: Note): string {
  checkText(note.text);
  return `${note.text}\n${note.signatures.map(formatSignature).join('')}`;
}

/** One signature line with its newline. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return `${LINE_START}${name} ${encodeBase64(concat(id, signature))}\n`;
}

/** Reads one signature line, without its newline. Throws `note_malformed`. */
export function parseLine(line: string): NoteSignature {
  if (!line.startsWith(LINE_START)) throw malformed(`signature line "${cut(line)}" has no dash`);
  const [name = '', base64 = '', ...rest] = line.slice(LINE_START.length).split(' ');
  if (rest.length > 0 || !isKeyName(name)) throw malformed(`signature line "${cut(line)}"`);
  const bytes = decodeLine(base64, name);
  return {
    name,
    keyId: toHex(bytes.subarray(0, 4)),
    signature: bytes.subarray(4),
    canonical: isCanonicalBase64(base64),
  };
}

/** Throws `note_malformed` where a text can't be signed as a note. */
export function checkText(text: string): void {
  if (!text.endsWith('\n')) throw malformed('its text does not end in a newline');
  if (hasControl(text, '\n')) throw malformed('its text holds a control character');
  if (LONE_SURROGATE.test(text)) throw malformed('its text is not valid Unicode');
}

/** Whether a key may have this name: not empty, no space of Unicode's, no plus sign. */
export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name) && !hasControl(name, '') && !name.includes('\u0085');
}

function decodeLine(base64: string, name: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64Lenient(base64, `signature of ${name}`);
  } catch (cause) {
    throw new LogError('note_malformed', `malformed note: signature of ${name} is not base64`, {
      cause,
    });
  }
  if (bytes.length < 5) throw malformed(`signature of ${name} is too short`);
  return bytes;
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function malformed(why: string): LogError {
  return new LogError('note_malformed', `malformed note: ${why}`);
}
