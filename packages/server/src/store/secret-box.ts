// Secrets of sources at rest in control.db: AES-256-GCM, a fresh 96-bit nonce for each write, the
// owner's name as associated data, so that a row's secrets can't be moved to another row.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SecretBox {
  /** nonce ‖ ciphertext ‖ tag. */
  seal(text: string, owner: string): Uint8Array;
  /** Throws when the bytes were changed, belong to another owner or another key. */
  open(bytes: Uint8Array, owner: string): string;
}

/** `key` is 32 bytes. */
export function createSecretBox(key: Uint8Array): SecretBox {
  return {
    seal(text, owner) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
      return Buffer.concat([
        nonce,
        cipher.update(text, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
    },
    open(bytes, owner) {
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('sealed secret is too short');
      const body = bytes.length - TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(body));
      const text = decipher.update(bytes.subarray(NONCE_BYTES, body), undefined, 'utf8');
      return text + decipher.final('utf8');
    },
  };
}
