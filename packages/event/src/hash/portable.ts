// The same as ./node.ts for browsers and other runtimes.
import { sha256 } from '@acta/log';

const encoder = new TextEncoder();
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const blockBytes = 64;

/** SHA-256 of bytes, or of a text's UTF-8, as base64url without padding (43 characters). */
export function sha256Base64url(data: string | Uint8Array): string {
  return bytesToBase64url(digest(data));
}

/** SHA-256 of bytes, or of a text's UTF-8, as 64 hex digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return hex(digest(data));
}

/** HMAC-SHA-256 (RFC 2104) over a text's UTF-8, as 64 hex digits. */
export function hmacSha256Hex(key: Uint8Array, text: string): string {
  const block = new Uint8Array(blockBytes);
  block.set(key.length > blockBytes ? sha256(key) : key);
  const inner = concat(
    block.map((byte) => byte ^ 0x36),
    encoder.encode(text),
  );
  return hex(
    sha256(
      concat(
        block.map((byte) => byte ^ 0x5c),
        sha256(inner),
      ),
    ),
  );
}

/** A text's UTF-8 as base64url without padding. */
export function encodeBase64url(text: string): string {
  return bytesToBase64url(encoder.encode(text));
}

/** Whether a text has no other characters than ASCII's. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** As {@link encodeBase64url} for ASCII alone. */
export const encodeAscii: (text: string) => string = encodeBase64url;

/** Bytes as base64url without padding. */
export function bytesToBase64url(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet[(held >> bits) & 63];
    }
  }
  return bits > 0 ? text + alphabet[(held << (6 - bits)) & 63] : text;
}

/** Writes the low byte of each character; `into` has room for all. */
export function putLatin1(text: string, into: Uint8Array): void {
  for (let at = 0; at < text.length; at++) into[at] = text.charCodeAt(at);
}

/** Bytes of a base64url text; null where it is not canonical base64url without padding. */
export function base64urlToBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 255;
    }
  }
  const rest = held & ((1 << bits) - 1);
  return bits < 6 && rest === 0 ? bytes : null;
}

function digest(data: string | Uint8Array): Uint8Array {
  return sha256(typeof data === 'string' ? encoder.encode(data) : data);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
