// Ed25519 by WebCrypto (Secure Curves), for browsers.
import { decodeBase64 } from '../base64.ts';
import { concat } from '../bytes.ts';
import { LogError } from '../error.ts';
import { PKCS8_PREFIX, type Ed25519Signer, type Ed25519Verifier } from './keys.ts';

/** A fresh 32-byte seed. */
export function newSeed(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** Signer of a 32-byte seed. */
export async function signerOfSeed(seed: Uint8Array): Promise<Ed25519Signer> {
  const subtle = subtleCrypto();
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
  let imported: Promise<CryptoKey> | undefined;
  return async (message, signature) => {
    const subtle = subtleCrypto();
    imported ??= subtle.importKey('raw', copy(publicKey), 'Ed25519', false, ['verify']);
    return subtle.verify('Ed25519', await imported, copy(signature), copy(message));
  };
}

function subtleCrypto(): SubtleCrypto {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) {
    throw new LogError(
      'signature_runtime_missing',
      'this page has no WebCrypto: open it from a file, from localhost or over https',
    );
  }
  return subtle;
}

/** WebCrypto refuses views on shared memory, and its types say so. */
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
