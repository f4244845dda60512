// RFC 4648 §4 base64, strict: right alphabet, right padding, and no stray bits in the last
// character (a decoder that ignores them lets one signature be written in several ways).
import { LogError } from './error.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SHAPE = /^[A-Za-z0-9+/]*={0,2}$/;
const CHUNK = 0x8000;

/** Encodes bytes as padded standard base64. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

/** Decodes canonical padded base64. Throws `base64_malformed`. */
export function decodeBase64(text: string, what = 'value'): Uint8Array {
  if (!isCanonicalBase64(text)) {
    throw new LogError('base64_malformed', `${what} is not canonical base64`);
  }
  return decodeBase64Lenient(text, what);
}

/**
 * Decodes padded base64 and ignores stray bits of the last character, as Go's decoder does: note
 * lines of unknown signers may carry them. Throws `base64_malformed`.
 */
export function decodeBase64Lenient(text: string, what = 'value'): Uint8Array {
  if (!hasShape(text)) throw new LogError('base64_malformed', `${what} is not base64`);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Whether `text` is the one way to write its bytes in base64. */
export function isCanonicalBase64(text: string): boolean {
  if (!hasShape(text)) return false;
  if (text.endsWith('==')) return ALPHABET.indexOf(text.at(-3)!) % 16 === 0;
  return !text.endsWith('=') || ALPHABET.indexOf(text.at(-2)!) % 4 === 0;
}

/** Letters of the alphabet, padded to a multiple of four. */
function hasShape(text: string): boolean {
  return text.length % 4 === 0 && SHAPE.test(text);
}
