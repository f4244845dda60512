// The head of the log as this browser saw it last, and the proof that today's log still contains
// it: read from the public tree (/log), checked here (RFC 9162 §2.1.4.2).
import {
  consistencyProof,
  decodeBase64,
  encodeBase64,
  openCheckpoint,
  tileHashReader,
  verifyConsistency,
} from '@acta/log';
import { ApiError, call } from '../api/client.ts';
import { readStored, writeStored } from '../lib/storage.ts';

export interface SeenHead {
  origin: string;
  size: number;
  /** Base64. */
  root: string;
  seen: string;
}

export type Consistency =
  | { state: 'first'; now: SeenHead }
  | { state: 'same' | 'grown'; before: SeenHead; now: SeenHead; hashes: number }
  | { state: 'broken'; before: SeenHead; now: SeenHead | null; why: string };

const KEY = 'acta.head';

function readSeenHead(): SeenHead | null {
  return readStored<SeenHead | null>(KEY, null);
}

async function readResource(path: string): Promise<Uint8Array | null> {
  try {
    const response = await call(`/log/${path}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 404) return null;
    throw error;
  }
}

/**
 * Reads the published checkpoint, checks its signature against the trusted keys, and proves that it
 * continues the head seen here before. Only a head that holds is remembered. Throws `ApiError`
 * where the tree could not be read, `LogError` where the checkpoint does not open.
 */
export async function checkConsistency(
  trusted: readonly string[],
  now_iso: string,
): Promise<Consistency> {
  const before = readSeenHead();
  const note = new TextDecoder().decode((await readResource('checkpoint')) ?? new Uint8Array());
  const { checkpoint } = await openCheckpoint(note, trusted);
  const now: SeenHead = {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: encodeBase64(checkpoint.root),
    seen: now_iso,
  };
  const found = before ? await compare(before, now) : ({ state: 'first', now } as const);
  if (found.state !== 'broken') writeStored(KEY, now);
  return found;
}

async function compare(before: SeenHead, now: SeenHead): Promise<Consistency> {
  const broken = (why: string): Consistency => ({ state: 'broken', before, now, why });
  if (before.origin !== now.origin) return broken(`the log is now ${now.origin}`);
  if (now.size < before.size) return broken('the log is shorter than it was');
  if (now.size === before.size) {
    if (now.root !== before.root) return broken('another root at the same size');
    return { state: 'same', before, now, hashes: 0 };
  }
  const readHashes = tileHashReader(now.size, readResource);
  const proof = await consistencyProof(before.size, now.size, readHashes);
  const holds = verifyConsistency({
    size1: before.size,
    size2: now.size,
    root1: decodeBase64(before.root),
    root2: decodeBase64(now.root),
    proof,
  });
  if (!holds) return broken('no proof leads from the old root to the new one');
  return { state: 'grown', before, now, hashes: proof.length };
}
