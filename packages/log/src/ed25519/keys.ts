/** A private key that is ready to sign; the browser's signs asynchronously, Node's at once. */
export interface Ed25519Signer {
  /** 32 bytes. */
  publicKey: Uint8Array;
  /** 64 bytes over the message. */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** Whether a 64-byte signature over the message is the key's. */
export type Ed25519Verifier = (
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/** RFC 8410: what stands before the 32 bytes of a public key in DER. */
export const SPKI_PREFIX: Uint8Array = bytesOf('302a300506032b6570032100');

/** RFC 8410: what stands before the 32 bytes of a seed in DER. */
export const PKCS8_PREFIX: Uint8Array = bytesOf('302e020100300506032b657004220420');

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
}
