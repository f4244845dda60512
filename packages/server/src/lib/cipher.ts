// Encryption at rest: AES-256-GCM with a fresh 96-bit nonce for each write; the associated data
// binds the bytes to where they belong, so that one file can't stand in for another.
// Layout: nonce (12) ‖ ciphertext ‖ tag (16).
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { utf8 } from './bytes.ts';
import { ActaError } from './errors.ts';
import type { Random } from './random.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;
/** What encryption adds to a length. */
export const CIPHER_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

export interface Cipher {
  /** @param place what these bytes are, for example `<origin> wal/0.wal`; needed again to open */
  encrypt(plain: Uint8Array, place: string): Uint8Array;
  /** As `encrypt`, of the parts in a row, into memory that has room for it. */
  encryptInto(into: Uint8Array, parts: readonly Uint8Array[], place: string): void;
  /** @throws ActaError `decrypt_failed` where key, place or a single bit differ */
  decrypt(sealed: Uint8Array, place: string): Uint8Array;
}

export function createCipher(key: Uint8Array, random: Random): Cipher {
  if (key.length !== KEY_BYTES) throw new RangeError(`a data key has ${KEY_BYTES} bytes`);
  function encryptInto(into: Uint8Array, parts: readonly Uint8Array[], place: string): void {
    const nonce = random(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(utf8(place));
    into.set(nonce);
    let at = NONCE_BYTES;
    for (const part of parts) {
      into.set(cipher.update(part), at);
      at += part.length;
    }
    cipher.final();
    into.set(cipher.getAuthTag(), at);
  }
  return {
    encrypt(plain, place) {
      const sealed = Buffer.allocUnsafe(plain.length + CIPHER_OVERHEAD_BYTES);
      encryptInto(sealed, [plain], place);
      return sealed;
    },
    encryptInto,
    decrypt(sealed, place) {
      if (sealed.length < CIPHER_OVERHEAD_BYTES) throw undecryptable(place);
      const tag_at = sealed.length - TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
      decipher.setAAD(utf8(place));
      decipher.setAuthTag(sealed.subarray(tag_at));
      const plain = decipher.update(sealed.subarray(NONCE_BYTES, tag_at));
      try {
        decipher.final();
      } catch (error) {
        throw undecryptable(place, error);
      }
      return plain;
    },
  };
}

function undecryptable(place: string, cause?: unknown): ActaError {
  return new ActaError({
    code: 'decrypt_failed',
    status: 500,
    fault: 'operator',
    detail: `What stands in ${place} can't be decrypted: it was altered, or the data key is another.`,
    next: 'Restore the file and keys/ from the same backup, or run acta verify to see what else differs.',
    cause,
  });
}
