/** SHA-256 of bytes that come in pieces. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** 32 bytes; the last call on it. */
  digest(): Uint8Array;
}
