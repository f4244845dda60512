import { checkSize } from '../size.ts';
import { utf8 } from '../bytes.ts';
import type { Ed25519Signer } from '../ed25519/keys.ts';
import { LogError } from '../error.ts';
import { signerOfSeed } from '#ed25519';
import { checkText, formatNote, type NoteSignature } from './note.ts';
import { parsePrivateKey, type PrivateKey } from './private-key.ts';
import { cosignatureBlob, cosignedMessage } from './verify.ts';
import { makeVkey, type Vkey } from './vkey.ts';

/** A private key that is ready to sign notes. */
export interface Signer {
  name: string;
  keyId: string;
  vkey: Vkey;
  /**
   * Signs a note's text. `time` (POSIX seconds, not 0) is what a `cosignature/v1` key states and is
   * needed for it.
   */
  sign(text: string, time?: number): Promise<NoteSignature>;
}

/**
 * Makes a signer. Throws `key_malformed`, `key_algorithm_unsupported`, or `key_mismatch` where the
 * id is not that of the seed.
 */
export async function signerOf(key: string | PrivateKey): Promise<Signer> {
  const { name, keyId, algorithm, seed } = typeof key === 'string' ? parsePrivateKey(key) : key;
  const ed25519 = await signerOfSeed(seed);
  const vkey = makeVkey(name, algorithm, ed25519.publicKey);
  if (vkey.keyId !== keyId) {
    throw new LogError(
      'key_mismatch',
      `the private key of ${name} has id ${vkey.keyId}: not ${keyId}`,
    );
  }
  const sign = async (text: string, time?: number): Promise<NoteSignature> => {
    checkText(text);
    const signature =
      algorithm === 'ed25519' ? await ed25519.sign(utf8(text)) : await cosign(text, time, ed25519);
    return { name, keyId, signature, canonical: true };
  };
  return { name, keyId, vkey, sign };
}

/** Signs a text as a note, one line for each signer. Throws `note_malformed`. */
export async function signNote(
  text: string,
  signers: readonly Signer[],
  options: { time?: number } = {},
): Promise<string> {
  const signatures: NoteSignature[] = [];
  for (const signer of signers) signatures.push(await signer.sign(text, options.time));
  return formatNote({ text, signatures });
}

async function cosign(
  text: string,
  time: number | undefined,
  ed25519: Ed25519Signer,
): Promise<Uint8Array> {
  if (!time) {
    throw new LogError('size_out_of_range', 'a cosignature states a time in POSIX seconds above 0');
  }
  checkSize(time, 'time');
  return cosignatureBlob(time, await ed25519.sign(cosignedMessage(text, time)));
}
