// C2SP tlog-witness: the body of add-checkpoint.
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { parseCheckpoint, type Checkpoint } from '../checkpoint/checkpoint.ts';
import { LogError } from '../error.ts';
import { checkHash } from '../hash/merkle.ts';
import { parseNote, type Note } from '../note/note.ts';
import { checkSize, parseSize } from '../size.ts';

/** Most lines of a consistency proof. */
export const MAX_WITNESS_PROOF = 63;

export interface WitnessRequest {
  /** Size that the log believes the witness has cosigned last. */
  oldSize: number;
  /** Consistency proof from `oldSize` to the checkpoint's size. */
  proof: Uint8Array[];
  note: Note;
  checkpoint: Checkpoint;
}

/** Writes a request body. Throws `size_out_of_range` or `hash_malformed`. */
export function formatWitnessRequest(
  oldSize: number,
  proof: readonly Uint8Array[],
  signedCheckpoint: string,
): string {
  const hashes = proof.map((hash) => `${encodeBase64(checkHash(hash))}\n`);
  return `old ${checkSize(oldSize)}\n${hashes.join('')}\n${signedCheckpoint}`;
}

/**
 * Reads a request body. Throws `witness_request_malformed`, with what the sender did wrong: the
 * witness answers 400.
 */
export function parseWitnessRequest(body: string): WitnessRequest {
  const split = body.indexOf('\n\n');
  if (split < 0) throw malformed('no blank line before the checkpoint');
  const [first, ...hashes] = body.slice(0, split).split('\n');
  const oldSize = first!.startsWith('old ') ? parseSize(first!.slice(4)) : null;
  if (oldSize === null) throw malformed('its first line is not "old <size>"');
  if (hashes.length > MAX_WITNESS_PROOF) throw malformed(`more than ${MAX_WITNESS_PROOF} hashes`);
  try {
    const proof = hashes.map((line) => checkHash(decodeBase64(line, 'proof line')));
    const note = parseNote(body.slice(split + 2));
    return { oldSize, proof, note, checkpoint: parseCheckpoint(note.text) };
  } catch (cause) {
    if (!(cause instanceof LogError)) throw cause;
    throw new LogError('witness_request_malformed', `invalid input: ${cause.message}`, { cause });
  }
}

function malformed(why: string): LogError {
  return new LogError('witness_request_malformed', `invalid input: ${why}`);
}
