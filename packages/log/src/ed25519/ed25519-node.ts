import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { PKCS8_PREFIX, SPKI_PREFIX, type Ed25519Signer, type Ed25519Verifier } from './keys.ts';

/** A fresh 32-byte seed. */
export function newSeed(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}

/**
 * Signer of a 32-byte seed. Made and signing at once; typed as the browser's, which is
 * asynchronous.
 */
export function signerOfSeed(seed: Uint8Array): Ed25519Signer | Promise<Ed25519Signer> {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: new Uint8Array(spki.subarray(SPKI_PREFIX.length)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

/** Verifier of a 32-byte public key. Answers synchronously. */
export function verifierOfKey(publicKey: Uint8Array): Ed25519Verifier {
  const der = Buffer.concat([SPKI_PREFIX, publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return (message, signature) => verify(null, message, key, signature);
}
