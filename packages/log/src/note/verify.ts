// C2SP signed-note: which signatures of a note count. A line of a known key must verify, or the
// whole note is refused; lines of other keys are ignored, even where name or id alone match.
import { uint64, utf8 } from '../bytes.ts';
import { LogError } from '../error.ts';
import { isStrictSignature } from '../ed25519/strict.ts';
import { verifierOfKey } from '#ed25519';
import { parseNote, type Note, type NoteSignature } from './note.ts';
import { parseVkey, type KeyAlgorithm, type Vkey } from './vkey.ts';

/** A key that is ready to verify notes. */
export interface Verifier {
  name: string;
  keyId: string;
  algorithm: KeyAlgorithm;
  vkey: Vkey;
  /** What a signature line states where it verifies, else null. */
  verify(text: string, signature: Uint8Array): Promise<SignatureStatement | null>;
}

/** What a good signature states beyond the text. */
export interface SignatureStatement {
  /** `cosignature/v1` only: POSIX seconds of the cosigning. */
  time?: number;
}

/** A signature that verified. */
export interface VerifiedSignature extends SignatureStatement {
  name: string;
  keyId: string;
  algorithm: KeyAlgorithm;
}

export interface VerifiedNote extends Note {
  /** In the order of the note; at least one. */
  verified: VerifiedSignature[];
}

/** Makes a verifier. Throws as `parseVkey` does. */
export function verifierOf(key: string | Vkey): Verifier {
  const vkey = typeof key === 'string' ? parseVkey(key) : key;
  const check = verifierOfKey(vkey.publicKey);
  const { name, keyId, algorithm } = vkey;
  const ed25519 = async (message: Uint8Array, signature: Uint8Array) =>
    isStrictSignature(signature) && (await check(message, signature));
  const verify =
    algorithm === 'ed25519'
      ? async (text: string, signature: Uint8Array) =>
          (await ed25519(utf8(text), signature)) ? {} : null
      : async (text: string, signature: Uint8Array) => verifyCosignature(text, signature, ed25519);
  return { name, keyId, algorithm, vkey, verify };
}

/**
 * Opens a note: the signatures of known keys, verified. Throws `note_malformed`, `note_too_large`,
 * `note_signature_invalid` (a known key's line does not verify) or `note_unverified` (no known key
 * signed it).
 */
export async function openNote(
  note: string | Note,
  verifiers: readonly (Verifier | string)[],
): Promise<VerifiedNote> {
  const parsed = typeof note === 'string' ? parseNote(note) : note;
  const known = verifiers.map((key) => (typeof key === 'string' ? verifierOf(key) : key));
  const verified: VerifiedSignature[] = [];
  const seen = new Set<Verifier>();
  for (const line of parsed.signatures) {
    const verifier = known.find((key) => key.name === line.name && key.keyId === line.keyId);
    if (!verifier || seen.has(verifier)) continue;
    seen.add(verifier);
    const statement = await verifyLine(verifier, parsed.text, line);
    if (!statement) {
      throw new LogError(
        'note_signature_invalid',
        `invalid signature: the line of ${line.name} (key ${line.keyId}) does not verify`,
      );
    }
    const { name, keyId, algorithm } = verifier;
    verified.push({ name, keyId, algorithm, ...statement });
  }
  if (verified.length === 0) {
    const signers = parsed.signatures.map((line) => `${line.name}+${line.keyId}`).join(', ');
    throw new LogError('note_unverified', `no known key signed the note, only: ${signers}`);
  }
  return { ...parsed, verified };
}

/** Verifies one line by one key; null where it does not. */
export async function verifyLine(
  verifier: Verifier,
  text: string,
  line: NoteSignature,
): Promise<SignatureStatement | null> {
  return line.canonical ? verifier.verify(text, line.signature) : null;
}

/** C2SP tlog-cosignature: what an Ed25519 cosigner signs. The cosigner's name is not part of it. */
export function cosignedMessage(text: string, time: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

async function verifyCosignature(
  text: string,
  blob: Uint8Array,
  ed25519: (message: Uint8Array, signature: Uint8Array) => Promise<boolean>,
): Promise<SignatureStatement | null> {
  if (blob.length !== 72) return null;
  const time = readTime(blob);
  if (time === null) return null;
  return (await ed25519(cosignedMessage(text, time), blob.subarray(8))) ? { time } : null;
}

/** The first eight bytes as POSIX seconds; null for 0 (no statement) and beyond 2^53-1. */
function readTime(blob: Uint8Array): number | null {
  const view = new DataView(blob.buffer, blob.byteOffset, 8);
  const time = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  return Number.isSafeInteger(time) && time > 0 ? time : null;
}

/** The blob of a cosignature line: time, then the Ed25519 signature. */
export function cosignatureBlob(time: number, signature: Uint8Array): Uint8Array {
  const blob = new Uint8Array(8 + signature.length);
  blob.set(uint64(time));
  blob.set(signature, 8);
  return blob;
}
