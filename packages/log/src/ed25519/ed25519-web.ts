// Ed25519 for browsers: by WebCrypto where it is there and knows the curve, else our own
// verification.
import { decodeBase64 } from '../base64.ts';
import { concat } from '../bytes.ts';
import { LogError } from '../error.ts';
import { PKCS8_PREFIX, type Ed25519Signer, type Ed25519Verifier } from './keys.ts';
import { verifyEd25519 } from './verify-portable.ts';

/** A fresh 32-byte seed. */
export function newSeed(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** Signer of a 32-byte seed. Throws `signature_runtime_missing` where there is no WebCrypto. */
export async function signerOfSeed(seed: Uint8Array): Promise<Ed25519Signer> {
  const subtle = subtleCrypto();
  if (!subtle) {
    throw new LogError(
      'signature_runtime_missing',
      'signing needs WebCrypto: open the page over https, from localhost or from a file',
    );
  }
  const der = copy(concat(PKCS8_PREFIX, seed));
  const key = await subtle.importKey('pkcs8', der, 'Ed25519', true, ['sign']);
  const jwk = await subtle.exportKey('jwk', key);
  const x = jwk.x!.replaceAll('-', '+').replaceAll('_', '/');
  return {
    publicKey: decodeBase64(`${x}=`, 'public key'),
    sign: async (message) => new Uint8Array(await subtle.sign('Ed25519', key, copy(message))),
  };
}

/** Verifier of a 32-byte public key. */
export function verifierOfKey(publicKey: Uint8Array): Ed25519Verifier {
  let imported: Promise<CryptoKey | null> | undefined;
  return async (message, signature) => {
    imported ??= importKey(publicKey);
    const key = await imported;
    if (!key) return verifyEd25519(publicKey, message, signature);
    return crypto.subtle.verify('Ed25519', key, copy(signature), copy(message));
  };
}

/** Null where the runtime can't verify Ed25519, or refuses the key: then our own code decides. */
async function importKey(publicKey: Uint8Array): Promise<CryptoKey | null> {
  const subtle = subtleCrypto();
  if (!subtle) return null;
  try {
    return await subtle.importKey('raw', copy(publicKey), 'Ed25519', false, ['verify']);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Pages that came over plain http have none. */
function subtleCrypto(): SubtleCrypto | undefined {
  return globalThis.crypto?.subtle;
}

/** WebCrypto refuses views on shared memory, and its types say so. */
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
