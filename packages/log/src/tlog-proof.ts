// C2SP tlog-proof v1: an inclusion proof with the checkpoint it leads to, as one text.
import { decodeBase64, encodeBase64 } from './base64.ts';
import { LogError } from './error.ts';
import { checkHash } from './hash/merkle.ts';
import { checkSize, parseSize } from './size.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** Most hashes of a path in a tree below 2^64 entries. */
const MAX_PATH = 64;
/** Longest text that is read, in characters. */
const MAX_LENGTH = 4_000_000;

export interface TlogProof {
  index: number;
  /** Audit path, the leaf's sibling first. */
  path: Uint8Array[];
  /** The signed checkpoint, verbatim. */
  checkpoint: string;
  /** Carried along and never to be trusted. */
  extra?: Uint8Array;
}

/** Writes a proof. Throws `size_out_of_range` or `hash_malformed`. */
export function formatProof({ index, path, checkpoint, extra }: TlogProof): string {
  const lines = [HEADER];
  if (extra) lines.push(`extra ${encodeBase64(extra)}`);
  lines.push(`index ${checkSize(index, 'index')}`);
  for (const hash of path) lines.push(encodeBase64(checkHash(hash)));
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads a proof; nothing in it is verified. Throws `proof_malformed`. */
export function parseProof(text: string): TlogProof {
  if (text.length > MAX_LENGTH) throw malformed('it is too long');
  const split = text.indexOf('\n\n');
  if (split < 0) throw malformed('no blank line before its checkpoint');
  const lines = text.slice(0, split).split('\n');
  if (lines.shift() !== HEADER) throw malformed(`its first line is not ${HEADER}`);
  const extra = lines[0]?.startsWith('extra ') ? lines.shift()!.slice(6) : undefined;
  const index = lines.shift();
  const value = index?.startsWith('index ') ? parseSize(index.slice(6)) : null;
  if (value === null) throw malformed('no line "index" with a decimal up to 2^53-1');
  if (lines.length > MAX_PATH) throw malformed(`its path has more than ${MAX_PATH} hashes`);
  return {
    index: value,
    path: lines.map((line) => checkHash(decode(line, 'path'))),
    checkpoint: text.slice(split + 2),
    ...(extra !== undefined && { extra: decode(extra, 'extra') }),
  };
}

function decode(base64: string, what: string): Uint8Array {
  try {
    const bytes = decodeBase64(base64, what);
    return what === 'path' ? checkHash(bytes, what) : bytes;
  } catch (cause) {
    throw new LogError('proof_malformed', `malformed proof: ${what} is not right base64`, {
      cause,
    });
  }
}

function malformed(why: string): LogError {
  return new LogError('proof_malformed', `malformed proof: ${why}`);
}
