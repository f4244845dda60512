// C2SP tlog-checkpoint v1.0.0: the text of a signed note that states the size and root of a log.
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { equalBytes } from '../bytes.ts';
import { LogError } from '../error.ts';
import { checkHash, EMPTY_ROOT } from '../hash/merkle.ts';
import { parseNote } from '../note/note.ts';
import { openNote, type VerifiedNote, type Verifier } from '../note/verify.ts';
import { checkSize, parseSize } from '../size.ts';

export interface Checkpoint {
  /** Identity of the log. */
  origin: string;
  /** Number of entries. */
  size: number;
  /** 32 bytes. */
  root: Uint8Array;
  /** Further lines. Acta writes none: cosignatures need not cover them. */
  extensions: string[];
}

/** The note text of a checkpoint, to be signed. Throws `checkpoint_malformed`. */
export function formatCheckpoint(
  checkpoint: Omit<Checkpoint, 'extensions'> & { extensions?: string[] },
): string {
  const { origin, size, root, extensions = [] } = checkpoint;
  const lines = [origin, String(checkSize(size)), encodeBase64(checkHash(root, 'root'))];
  const all = [...lines, ...extensions];
  if (all.some((line) => line === '' || line.includes('\n'))) {
    throw malformed('a line is empty or holds a newline');
  }
  return `${all.join('\n')}\n`;
}

/** Reads a note's text as a checkpoint. Throws `checkpoint_malformed` or `size_out_of_range`. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw malformed('no newline at its end');
  const [origin, decimal, base64, ...extensions] = text.slice(0, -1).split('\n');
  if (!origin || !decimal || !base64 || extensions.includes('')) {
    throw malformed('it needs three lines that are not empty: origin, size, root');
  }
  return { origin, size: readSize(decimal), root: readRoot(base64), extensions };
}

/** A checkpoint with the note that carries it. */
export interface OpenedCheckpoint {
  checkpoint: Checkpoint;
  note: VerifiedNote;
}

/**
 * Opens a signed checkpoint. Throws as `openNote` and `parseCheckpoint` do; `origin`, where given,
 * must be the checkpoint's, and a tree of size 0 must have the empty root.
 */
export async function openCheckpoint(
  note: string,
  verifiers: readonly (Verifier | string)[],
  origin?: string,
): Promise<OpenedCheckpoint> {
  const opened = await openNote(note, verifiers);
  const checkpoint = parseCheckpoint(opened.text);
  if (origin !== undefined && checkpoint.origin !== origin) {
    throw malformed(`its origin is ${checkpoint.origin}, not ${origin}`);
  }
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, EMPTY_ROOT)) {
    throw malformed('size 0 with a root that is not the empty tree’s');
  }
  return { checkpoint, note: opened };
}

/** Reads a signed checkpoint and verifies nothing: for showing what it says. */
export function readCheckpoint(note: string): Checkpoint {
  return parseCheckpoint(parseNote(note).text);
}

function readSize(decimal: string): number {
  const size = parseSize(decimal);
  if (size !== null) return size;
  if (/^[1-9][0-9]*$/.test(decimal)) {
    throw new LogError(
      'size_out_of_range',
      `checkpoint size ${decimal.slice(0, 40)} is above 2^53-1`,
    );
  }
  throw malformed(`size "${decimal.slice(0, 40)}" is not a decimal without leading zeros`);
}

function readRoot(base64: string): Uint8Array {
  try {
    return checkHash(decodeBase64(base64, 'root'), 'root');
  } catch (cause) {
    throw new LogError('checkpoint_malformed', 'invalid checkpoint: its root is not a hash', {
      cause,
    });
  }
}

function malformed(why: string): LogError {
  return new LogError('checkpoint_malformed', `invalid checkpoint: ${why}`);
}
