// Private keys as golang.org/x/mod/sumdb/note writes them: PRIVATE+KEY+name+hex8+base64(type ‖
// seed).
import { encodeBase64 } from '../base64.ts';
import { concat } from '../bytes.ts';
import { LogError } from '../error.ts';
import { newSeed, signerOfSeed } from '#ed25519';
import {
  algorithmOf,
  formatVkey,
  makeVkey,
  splitKey,
  typeByte,
  type KeyAlgorithm,
} from './vkey.ts';

const PREFIX = 'PRIVATE+KEY+';

export interface PrivateKey {
  name: string;
  /** 8 lower-case hexadecimal digits; checked against the seed when a signer is made. */
  keyId: string;
  algorithm: KeyAlgorithm;
  /** 32 bytes. */
  seed: Uint8Array;
}

/**
 * Reads a private key. Throws `key_malformed` or `key_algorithm_unsupported`; never shows the key.
 */
export function parsePrivateKey(text: string): PrivateKey {
  const line = text.trim();
  if (!line.startsWith(PREFIX)) {
    throw new LogError('key_malformed', `the private key does not start with ${PREFIX}`);
  }
  const { name, keyId, type, key } = splitKey(line.slice(PREFIX.length), 'private key');
  if (key.length !== 32) {
    throw new LogError('key_malformed', `the private key of ${name} has no seed of 32 bytes`);
  }
  return { name, keyId, algorithm: algorithmOf(type), seed: key };
}

/** Writes a private key on one line, without a newline. Keep it secret. */
export function formatPrivateKey({ name, keyId, algorithm, seed }: PrivateKey): string {
  return `${PREFIX}${name}+${keyId}+${encodeBase64(concat(typeByte(algorithm), seed))}`;
}

/**
 * Makes a key pair for a log (`ed25519`) or a witness (`cosignature/v1`). `seed`: 32 random bytes,
 * drawn from the runtime where absent. Throws `key_malformed` where the name is no key name.
 */
export async function generateKey(
  name: string,
  options: { algorithm?: KeyAlgorithm; seed?: Uint8Array } = {},
): Promise<{ privateKey: string; vkey: string }> {
  const algorithm = options.algorithm ?? 'ed25519';
  const seed = options.seed ?? newSeed();
  const { publicKey } = await signerOfSeed(seed);
  const vkey = makeVkey(name, algorithm, publicKey);
  return {
    privateKey: formatPrivateKey({ name, keyId: vkey.keyId, algorithm, seed }),
    vkey: formatVkey(vkey),
  };
}
