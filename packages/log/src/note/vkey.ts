// C2SP signed-note: verifier keys (`name+id+base64`) of the algorithms that Acta knows.
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { concat, toHex, utf8 } from '../bytes.ts';
import { checkPublicKey } from '../ed25519/strict.ts';
import { LogError } from '../error.ts';
import { sha256 } from '#sha256';
import { isKeyName } from './note.ts';

/** `ed25519` signs notes as they are; `cosignature/v1` signs a checkpoint with a time. */
export type KeyAlgorithm = 'ed25519' | 'cosignature/v1';

/** A key that a note can be verified with. */
export interface Vkey {
  name: string;
  /** 8 lower-case hexadecimal digits, derived from the rest. */
  keyId: string;
  algorithm: KeyAlgorithm;
  /** 32 bytes. */
  publicKey: Uint8Array;
}

const TYPE_BYTE: Record<KeyAlgorithm, number> = { ed25519: 0x01, 'cosignature/v1': 0x04 };

/**
 * Reads a verifier key. Throws `key_malformed`, `key_algorithm_unsupported`, `key_mismatch` (the id
 * is not that of the key) or `key_weak` (low order, or another encoding of a point).
 */
export function parseVkey(text: string): Vkey {
  const { name, keyId, type, key } = splitKey(text.trim(), 'verifier key');
  const vkey = makeVkey(name, algorithmOf(type), key);
  if (vkey.keyId !== keyId) {
    throw new LogError('key_mismatch', `the key of ${name} has id ${vkey.keyId}, not ${keyId}`);
  }
  return vkey;
}

/** A verifier key of a name and 32 bytes. Throws `key_malformed` or `key_weak`. */
export function makeVkey(name: string, algorithm: KeyAlgorithm, publicKey: Uint8Array): Vkey {
  if (!isKeyName(name)) {
    throw new LogError('key_malformed', `"${name}" is no key name: no spaces, no plus sign`);
  }
  checkPublicKey(publicKey);
  return { name, keyId: keyIdOf(name, algorithm, publicKey), algorithm, publicKey };
}

/** Writes a verifier key on one line, without a newline. */
export function formatVkey({ name, keyId, algorithm, publicKey }: Vkey): string {
  return `${name}+${keyId}+${encodeBase64(concat(typeByte(algorithm), publicKey))}`;
}

/** First four bytes of SHA-256(name ‖ newline ‖ type ‖ key), as hexadecimal. */
export function keyIdOf(name: string, algorithm: KeyAlgorithm, publicKey: Uint8Array): string {
  const digest = sha256(concat(utf8(`${name}\n`), typeByte(algorithm), publicKey));
  return toHex(digest.subarray(0, 4));
}

/** The algorithm that a type byte names. Throws `key_algorithm_unsupported`. */
export function algorithmOf(type: number): KeyAlgorithm {
  if (type === TYPE_BYTE.ed25519) return 'ed25519';
  if (type === TYPE_BYTE['cosignature/v1']) return 'cosignature/v1';
  throw new LogError(
    'key_algorithm_unsupported',
    `keys of type 0x${type.toString(16).padStart(2, '0')} are not supported: use Ed25519`,
  );
}

/** The byte that stands before a key. */
export function typeByte(algorithm: KeyAlgorithm): Uint8Array {
  return Uint8Array.of(TYPE_BYTE[algorithm]);
}

/** Splits `name+hex8+base64(type ‖ key)`. Throws `key_malformed`. */
export function splitKey(
  text: string,
  what: string,
): { name: string; keyId: string; type: number; key: Uint8Array } {
  const match = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  if (!match || !isKeyName(match[1]!)) {
    throw new LogError('key_malformed', `the ${what} is not of the form name+hex8+base64`);
  }
  const bytes = decodeBase64(match[3]!, what);
  return { name: match[1]!, keyId: match[2]!, type: bytes[0]!, key: bytes.subarray(1) };
}
